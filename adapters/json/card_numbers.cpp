#include "json/card_numbers.h"

#include <array>
#include <charconv>
#include <cmath>
#include <span>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace sekisho::adapters::json {
namespace {

constexpr std::size_t shortest = 14;
constexpr std::size_t longest = 19;
constexpr std::size_t max_signs_between_groups = 3;

consteval std::uint32_t lengths(std::initializer_list<unsigned> sizes) {
  std::uint32_t set = 0;
  for (const unsigned size : sizes)
    set |= std::uint32_t{1} << size;
  return set;
}

/// Issuer ranges by the first six digits, as the networks publish them.
struct IssuerRange {
  std::uint32_t low;
  std::uint32_t high;
  std::uint32_t lengths;
};

constexpr std::array issuer_ranges = {
    IssuerRange{222100, 272099, lengths({16})},              // Mastercard
    IssuerRange{300000, 305999, lengths({14, 16})},          // Diners
    IssuerRange{309500, 309599, lengths({14, 16})},          //
    IssuerRange{340000, 349999, lengths({15})},              // Amex
    IssuerRange{352800, 358999, lengths({16, 17, 18, 19})},  // JCB
    IssuerRange{360000, 369999, lengths({14, 16})},          // Diners
    IssuerRange{370000, 379999, lengths({15})},              // Amex
    IssuerRange{380000, 399999, lengths({14, 16})},          // Diners
    IssuerRange{400000, 499999, lengths({16, 19})},          // Visa
    IssuerRange{510000, 559999, lengths({16})},              // Mastercard
    IssuerRange{601100, 601199, lengths({16, 17, 18, 19})},  // Discover
    IssuerRange{620000, 629999, lengths({16, 17, 18, 19})},  // UnionPay, Discover
    IssuerRange{644000, 659999, lengths({16, 17, 18, 19})},  // Discover
    IssuerRange{810000, 819999, lengths({16, 17, 18, 19})},  // UnionPay
};

bool issued(std::span<const std::uint8_t> digits) {
  std::uint32_t prefix = 0;
  for (const std::uint8_t digit : digits.first(6))
    prefix = prefix * 10 + digit;
  for (const IssuerRange& range : issuer_ranges) {
    if (prefix >= range.low && prefix <= range.high) return (range.lengths >> digits.size() & 1U) != 0;
  }
  return false;
}

bool passes_luhn(std::span<const std::uint8_t> digits) {
  unsigned sum = 0;
  bool twice = false;
  for (std::size_t i = digits.size(); i-- > 0; twice = !twice) {
    const unsigned digit = twice ? digits[i] * 2U : digits[i];
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 == 0;
}

/// What a byte of UTF-8 tells before anything is decoded.
enum class Hint : std::uint8_t { neither, maybe_digit, letter, kana_or_sign };

consteval std::array<Hint, 256> hints() {
  std::array<Hint, 256> table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte) {
    const bool latin = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    const bool other_kanji = byte >= 0xE6 && byte <= 0xE8;  // U+6000–U+8FFF: none of them a numeral
    if (latin || other_kanji) {
      table[byte] = Hint::letter;
    } else if (byte == 0xE3) {
      table[byte] = Hint::kana_or_sign;
    } else if ((byte >= '0' && byte <= '9') || byte >= 0xC0) {
      table[byte] = Hint::maybe_digit;
    }
  }
  return table;
}

/// Settles nearly every text, at a nanosecond a byte: no run in it can have digits enough.
bool could_hold_card(std::string_view text) {
  if (text.size() < shortest) return false;
  static constexpr auto table = hints();
  std::size_t candidates = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    Hint hint = table[static_cast<unsigned char>(text[i])];
    if (hint == Hint::kana_or_sign && i + 1 < text.size()) {
      const auto next = static_cast<unsigned char>(text[i + 1]);
      hint = next == 0x81 || next == 0x82 ? Hint::letter : Hint::maybe_digit;  // U+3040–U+30BF: kana
    }
    if (hint == Hint::letter) candidates = 0;
    if (hint == Hint::maybe_digit && ++candidates == shortest) return true;
  }
  return false;
}

int kanji_digit(char32_t c) {
  constexpr std::u32string_view digits = U"〇一二三四五六七八九";
  if (c == U'零') return 0;
  const auto position = digits.find(c);
  return position == std::u32string_view::npos ? -1 : static_cast<int>(position);
}

bool is_kana(char32_t c) {
  return c >= U'ぁ' && c <= U'ヿ' && c != U'・' && c != U'ー';
}

bool is_kanji(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || c == U'〇';
}

}  // namespace

bool CardNumberFinder::found_in(std::string_view text) {
  return could_hold_card(text) && scan(text);
}

bool CardNumberFinder::found_in(std::int64_t number) {
  constexpr std::int64_t beyond_thirteen_digits = 10'000'000'000'000;
  if (number > -beyond_thirteen_digits && number < beyond_thirteen_digits) return false;
  std::array<char, 24> text{};
  const auto end = std::to_chars(text.begin(), text.end(), number).ptr;
  return found_in(std::string_view{text.begin(), end});
}

bool CardNumberFinder::found_in(double number) {
  constexpr double beyond_any_card = 9e18;
  if (std::abs(number) > beyond_any_card || std::trunc(number) != number) return false;
  return found_in(static_cast<std::int64_t>(number));
}

bool CardNumberFinder::scan(std::string_view text) {
  forget_run();
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 code_point = 0;
    U8_NEXT(text.data(), at, size, code_point);
    const Sign sign = classify(static_cast<char32_t>(code_point));
    if (sign.sort == Sort::digit) {
      take_digit(sign);
    } else {
      take_gap(sign.sort);
    }
    const bool run_ends = sign.sort == Sort::letter || signs_ > max_signs_between_groups;
    if (!run_ends) continue;
    if (run_holds_card()) return true;
    forget_run();
    joint_ = sign.sort;
  }
  return run_holds_card();
}

CardNumberFinder::Sign CardNumberFinder::classify(char32_t c) {
  if (c >= U'0' && c <= U'9') return {Sort::digit, Script::ascii, static_cast<std::uint8_t>(c - U'0')};
  if ((c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z')) return {};
  if (is_kana(c)) return {};
  if (is_kanji(c)) {
    const int digit = kanji_digit(c);
    return digit < 0 ? Sign{} : Sign{Sort::digit, Script::kanji, static_cast<std::uint8_t>(digit)};
  }
  if (c >= U'０' && c <= U'９') {
    return {Sort::digit, Script::full_width, static_cast<std::uint8_t>(c - U'０')};
  }
  if (c == U':' || c == U'：') return {};
  if (c == U'+' || c == U'＋') return {.sort = Sort::plus};
  // The prolonged sound mark is a letter to Unicode, and what a Japanese keyboard offers first for a dash.
  if (c == U'-' || c == U'ー' || c == U'ｰ' || c == U'−') return {.sort = Sort::dash};
  return classify_by_category(c);
}

CardNumberFinder::Sign CardNumberFinder::classify_by_category(char32_t code_point) {
  const auto c = static_cast<UChar32>(code_point);
  const auto category = U_GET_GC_MASK(c);
  if ((category & U_GC_N_MASK) != 0) {
    const double value = u_getNumericValue(c);
    if (value < 0 || value > 9 || std::trunc(value) != value) return {};
    return {Sort::digit, Script::other, static_cast<std::uint8_t>(value)};
  }
  if ((category & (U_GC_M_MASK | U_GC_CF_MASK)) != 0) return {.sort = Sort::nothing};
  if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0) return {.sort = Sort::nothing};
  if ((category & (U_GC_Z_MASK | U_GC_CC_MASK)) != 0) return {.sort = Sort::space};
  if ((category & U_GC_PD_MASK) != 0) return {.sort = Sort::dash};
  if ((category & (U_GC_P_MASK | U_GC_S_MASK)) != 0) return {.sort = Sort::sign};
  return {};
}

void CardNumberFinder::take_digit(const Sign& sign) {
  const bool joins = before_ == Sort::digit && script_ == sign.script;
  if (!joins) {
    groups_.push_back({.first = digits_.size(),
                       .after_dash = signs_ == 1 && joint_ == Sort::dash,
                       .after_plus = joint_ == Sort::plus});
  }
  digits_.push_back(sign.digit);
  ++groups_.back().size;
  signs_ = 0;
  script_ = sign.script;
  before_ = Sort::digit;
  joint_ = Sort::nothing;
}

void CardNumberFinder::take_gap(Sort sort) {
  const bool same_space = sort == Sort::space && joint_ == Sort::space;
  if (sort != Sort::nothing) {
    if (!same_space) ++signs_;
    joint_ = sort;
  }
  before_ = sort;
}

void CardNumberFinder::forget_run() {
  digits_.clear();
  groups_.clear();
  signs_ = 0;
  before_ = Sort::nothing;
  joint_ = Sort::nothing;
}

bool CardNumberFinder::run_holds_card() {
  if (digits_.size() < shortest) return false;
  mark_telephones();
  for (std::size_t group = 0; group < groups_.size(); ++group) {
    if (card_ends_with(group)) return true;
  }
  return false;
}

void CardNumberFinder::mark_telephones() {
  for (std::size_t first = 0; first < groups_.size();) {
    std::size_t last = first + 1;
    while (last < groups_.size() && groups_[last].after_dash)
      ++last;
    const bool telephone = is_telephone(first, last);
    for (; first < last; ++first)
      groups_[first].telephone = telephone;
  }
}

bool CardNumberFinder::is_telephone(std::size_t first, std::size_t last) const {
  const Group& head = groups_[first];
  const std::size_t size = groups_[last - 1].first + groups_[last - 1].size - head.first;
  const bool national = digits_[head.first] == 0 && size >= 10 && size <= 11;
  const bool international = head.after_plus && head.size >= 2 && digits_[head.first] == 8 &&
                             digits_[head.first + 1] == 1 && size <= 12;
  return national || international;
}

bool CardNumberFinder::card_ends_with(std::size_t group) const {
  const std::size_t end = groups_[group].first + groups_[group].size;
  for (std::size_t i = group + 1; i-- > 0 && !groups_[i].telephone;) {
    const std::size_t size = end - groups_[i].first;
    if (size > longest) return false;
    const auto digits = std::span{digits_}.subspan(groups_[i].first, size);
    if (size >= shortest && issued(digits) && passes_luhn(digits)) return true;
  }
  return false;
}

}  // namespace sekisho::adapters::json
