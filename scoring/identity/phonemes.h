#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sekisho::scoring {

// Readings as sounds, so that kana and Latin letters can be compared: the Kunrei spelling, with long vowels
// written out (コウノ is `kouno`, サトー `sato-`), double consonants for ッ, n for ン.

/// Of katakana in the spelling of fold_name(); what is no kana is left out.
[[nodiscard]] std::string sounds_of_kana(std::u32string_view kana);

/// Of a word in lower-case Latin letters, a `-` behind a vowel that was marked as long. Hepburn, Kunrei and
/// what lies between become one. More than one where the letters leave it open (Ohishi: オオイシ, オヒシ).
[[nodiscard]] std::vector<std::string> sounds_of_latin(std::u32string_view latin);

/// How far a reading goes within a name in Latin letters.
struct Heard {
  std::size_t at = 0;  ///< the first letter that was not used
  char vowel = '\0';   ///< the last vowel if the last sound was one: it may be lengthened
};

/// Follows `sounds` of kana from `from` on in the sounds of a Latin spelling, which may leave long vowels
/// short, never the other way round: Ohno is オオノ and not オノ, Ono may be both. Nothing when they part.
[[nodiscard]] std::optional<Heard> follow(std::string_view sounds, std::string_view latin, Heard from);

/// True when two Latin spellings may be one name: their vowels' lengths do not count.
[[nodiscard]] bool may_sound_alike(std::string_view latin, std::string_view other);

}  // namespace sekisho::scoring
