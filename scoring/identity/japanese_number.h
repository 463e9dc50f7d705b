#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sekisho::scoring {

/// A number at the start of a text.
struct LeadingNumber {
  std::string digits;      ///< Arabic, without leading zeros
  std::size_t length = 0;  ///< code points that it took
  bool in_kanji = false;
};

/// Reads `12`, `十二`, `一二` (all twelve) or `百三` (103). ICU reads 一二三 as 12, hence our own. Nothing
/// when the text does not begin with a number, or it is longer than any lot number.
[[nodiscard]] std::optional<LeadingNumber> read_number(std::u32string_view text);

}  // namespace sekisho::scoring
