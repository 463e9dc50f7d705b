#pragma once

#include <string>
#include <string_view>

#include "dice.h"
#include "person.h"

namespace sekisho::simulation {

/// An address as a form's fields hold it.
struct WrittenAddress {
  std::string postal_code;
  std::string prefecture;
  std::string address;
  std::string building;
};

inline constexpr int address_styles = 8;
inline constexpr int phone_styles = 6;

/// Spells a place in one of the ways that people spell addresses: 0 丁目番号, 1 hyphens, 2 full width, 3
/// kanji numerals, 4 番地, 5 prefecture in front, 6 the room behind the lot, 7 a full-width hyphen or
/// long-vowel mark.
[[nodiscard]] WrittenAddress write_address(const Place& place, int style);

/// Spells it so that it still arrives but looks like another one: what somebody does who has had the
/// first-time offer already. The more `effort`, the more is changed.
[[nodiscard]] WrittenAddress disguise_address(const Place& place, double effort, Dice& dice);

/// 0 hyphens, 1 digits, 2 full width, 3 spaces, 4 +81, 5 brackets or full-width hyphens.
[[nodiscard]] std::string write_phone(std::string_view digits, int style);

[[nodiscard]] std::string write_name(const FullName& name, int style);
[[nodiscard]] std::string write_kana(const FullName& name, bool hiragana, int style);

/// Digits and ASCII punctuation in full width.
[[nodiscard]] std::string full_width(std::string_view text);
/// Katakana as hiragana; everything else as it is.
[[nodiscard]] std::string to_hiragana(std::string_view katakana);
[[nodiscard]] std::string kanji_number(int number);
/// `text` with the first `from` replaced by `to`.
[[nodiscard]] std::string replaced(std::string text, std::string_view from, std::string_view to);

}  // namespace sekisho::simulation
