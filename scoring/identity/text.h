#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sekisho::scoring {

/// UTF-8 as NFKC code points: full-width Latin and digits become ASCII, half-width kana become full-width.
/// What is not UTF-8 becomes U+FFFD. Variant kanji and dashes stay as they are: see fold_variant, is_dash.
[[nodiscard]] std::u32string nfkc(std::string_view utf8);
/// nfkc, and lower case.
[[nodiscard]] std::u32string nfkc_lower(std::string_view utf8);
[[nodiscard]] std::string to_utf8(std::u32string_view text);
[[nodiscard]] std::size_t count_code_points(std::string_view utf8);

[[nodiscard]] bool is_space(char32_t c);
/// Hyphens, minus signs and rules of every kind, but not the kana length mark (ー), which only its neighbours
/// tell from a dash.
[[nodiscard]] bool is_dash(char32_t c);
[[nodiscard]] bool is_digit(char32_t c);  ///< ASCII
[[nodiscard]] bool is_han(char32_t c);    ///< with 々, 〆 and 〇
[[nodiscard]] bool is_kana(char32_t c);   ///< hiragana or katakana, with ー
[[nodiscard]] bool is_latin(char32_t c);  ///< letters of the Latin script, accents included

/// Hiragana as katakana, all else as it is. ICU's transliterator does the same ten times slower.
[[nodiscard]] char32_t to_katakana(char32_t c);
/// The everyday form of a kanji that people write in two ways (髙 高, 﨑 崎, 邊 辺); NFKC keeps them apart.
[[nodiscard]] char32_t fold_variant(char32_t c);

[[nodiscard]] std::u32string without_spaces(std::u32string_view text);
[[nodiscard]] std::u32string_view trimmed(std::u32string_view text);
[[nodiscard]] std::string_view trimmed(std::string_view text);  ///< of ASCII white space

}  // namespace sekisho::scoring
