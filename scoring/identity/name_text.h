#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sekisho::scoring {

/// One spelling for what names are written with, character by character (the length stays): variant kanji
/// folded, more of them than in addresses (斉 and 斎, 竜 and 龍); katakana; ヂヅヲヰヱ as ジズオイエ; 々 and
/// ゝ as what they repeat; ヶ between kanji as ケ. Expects NFKC and lower case.
[[nodiscard]] std::u32string fold_name(std::u32string_view text);

/// The words of a name as it was typed, folded. Parted by spaces, ・, dashes, commas and stops; what stands
/// in brackets and the polite 様 is left out. A long vowel that Latin letters mark (ō, ô) is the letter with
/// a `-`.
[[nodiscard]] std::vector<std::u32string> name_words(std::string_view typed);

[[nodiscard]] std::u32string joined(const std::vector<std::u32string>& words);

/// What a folded text is written in.
struct Scripts {
  bool han = false;
  bool kana = false;
  bool latin = false;
  bool other = false;

  [[nodiscard]] bool only_kana() const { return kana && !han && !latin && !other; }

  [[nodiscard]] bool only_latin() const { return latin && !han && !kana && !other; }
};

[[nodiscard]] Scripts scripts_of(std::u32string_view folded);

/// True for kana that are one and the same reading: small ones typed large, as banks do (シヨウジ).
[[nodiscard]] bool is_same_kana(char32_t a, char32_t b);

/// True when `c` lengthens the kana before it: the ウ of コウ, the オ of オオ, ー.
[[nodiscard]] bool lengthens(char32_t before, char32_t c);

/// True when both are one reading: sound for sound, with ー for a long vowel.
[[nodiscard]] bool is_same_reading(std::u32string_view a, std::u32string_view b);

}  // namespace sekisho::scoring
