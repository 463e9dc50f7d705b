#include "identity/japanese_number.h"

#include <algorithm>

#include "identity/text.h"

namespace sekisho::scoring {
namespace {

constexpr std::size_t longest = 8;  // 一万二千三百四十五 and the like do not occur; 9999番地 does
constexpr std::u32string_view kanji_digits = U"〇一二三四五六七八九";
constexpr std::u32string_view kanji_units = U"十百千";

bool is_kanji_numeral(char32_t c) {
  return kanji_digits.contains(c) || kanji_units.contains(c);
}

long long unit_value(char32_t c) {
  return c == U'十' ? 10 : (c == U'百' ? 100 : 1000);
}

long long value_of(std::u32string_view kanji) {
  long long sum = 0;
  long long pending = 0;
  bool any = false;
  for (const char32_t c : kanji) {
    if (const auto digit = kanji_digits.find(c); digit != std::u32string_view::npos) {
      pending = pending * 10 + static_cast<long long>(digit);
      any = true;
    } else {
      sum += (any ? pending : 1) * unit_value(c);
      pending = 0;
      any = false;
    }
  }
  return sum + pending;
}

}  // namespace

std::optional<LeadingNumber> read_number(std::u32string_view text) {
  // One more than the longest is enough to tell that it is longer, however long a hostile run is.
  const std::u32string_view head = text.substr(0, longest + 1);
  const auto end_of = [&](auto belongs) {
    return static_cast<std::size_t>(std::ranges::find_if_not(head, belongs) - head.begin());
  };
  if (const auto length = end_of(is_digit); length > 0) {
    if (length > longest) return std::nullopt;
    std::string digits = to_utf8(text.substr(0, length));
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    return LeadingNumber{.digits = std::move(digits), .length = length, .in_kanji = false};
  }
  const auto length = end_of(is_kanji_numeral);
  if (length == 0 || length > longest) return std::nullopt;
  return LeadingNumber{
      .digits = std::to_string(value_of(text.substr(0, length))), .length = length, .in_kanji = true};
}

}  // namespace sekisho::scoring
