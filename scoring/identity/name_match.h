#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/name_dictionary.h"

namespace sekisho::scoring {

/// How two spellings of one name differ, the least first.
enum class NameTie {
  identical,       ///< the same characters
  variant,         ///< variant kanji, hiragana for katakana, spaces
  kana,            ///< ー for a long vowel, small kana typed large
  romaji,          ///< Latin letters that may be read alike
  reading,         ///< kanji, and a reading that the dictionary has
  likely_reading,  ///< kanji, and a reading that their readings in other names make up
  short_reading    ///< kanji, and a reading of which only the first sounds are used, as in new given names
                   ///< (結愛 ユア)
};

/// Are two folded texts without spaces (a word, or a whole name) one name? In any scripts; kanji agree with
/// the same kanji, or with a reading, never with other kanji of one reading.
[[nodiscard]] std::optional<NameTie> match_names(std::u32string_view a, std::u32string_view b,
                                                 const NameDictionary& dictionary);

/// Can the kanji be read so? `no` only where the dictionary knows the word and nothing in it can begin or end
/// the reading; kirakira names are `unknown`.
enum class Plausible { yes, no, unknown };

/// Of one word, `kana` in the spelling of fold_name().
[[nodiscard]] Plausible reading_of_word(std::u32string_view word, std::u32string_view kana,
                                        const NameDictionary& dictionary);

/// Of a whole name as typed and its kana as typed, for the name signals. A name without kanji is compared
/// with its kana letter by letter. `unknown` when either is empty.
[[nodiscard]] Plausible is_plausible_kana(std::string_view name, std::string_view kana,
                                          const NameDictionary& dictionary);

/// A name in its two parts. The family name is empty when they could not be told apart.
struct NameParts {
  std::u32string family;
  std::u32string given;
};

/// By its space, else by the dictionary. In Latin letters, where either may come first, as typed.
[[nodiscard]] NameParts split_name(const std::vector<std::u32string>& words,
                                   const NameDictionary& dictionary);

/// Edits (a letter put in, left out, changed, or swapped with the next) between two texts.
[[nodiscard]] std::size_t edits_between(std::u32string_view a, std::u32string_view b);

}  // namespace sekisho::scoring
