#include "identity/phone.h"

#include <cstddef>

#include "identity/text.h"

namespace sekisho::scoring {
namespace {

constexpr std::string_view country = "81";
// National numbers have 9 or 10 digits, data services 13; a digit too few or too many is still somebody's
// phone, mistyped, and two orders with the same mistake are linked by it.
constexpr std::size_t shortest_national = 8;
constexpr std::size_t longest_national = 13;

struct Typed {
  bool plus = false;
  std::string digits;
};

Typed read(std::string_view text) {
  Typed typed;
  for (const char32_t c : nfkc(text)) {
    if (c == U'+' && typed.digits.empty()) typed.plus = true;
    if (is_digit(c)) typed.digits += static_cast<char>(c);
  }
  return typed;
}

std::optional<std::string> japanese(std::string_view national) {
  if (national.starts_with('0')) national.remove_prefix(1);
  if (national.size() < shortest_national || national.size() > longest_national) return std::nullopt;
  return "+81" + std::string(national);
}

bool is_mobile_without_zero(std::string_view digits) {
  return digits.size() == 10 && digits[0] >= '6' && digits[1] == '0' && digits[2] != '0';
}

}  // namespace

std::optional<std::string> canonical_phone(std::string_view text) {
  const Typed typed = read(text);
  const std::string_view digits = typed.digits;
  if (typed.plus) {
    if (digits.starts_with(country)) return japanese(digits.substr(country.size()));
    if (digits.size() < 7 || digits.size() > 15 || digits.starts_with('0')) return std::nullopt;
    return '+' + typed.digits;
  }
  if (digits.starts_with("0081")) return japanese(digits.substr(4));
  if (digits.starts_with("01081")) return japanese(digits.substr(5));
  if (digits.starts_with('0')) return japanese(digits);
  if (digits.starts_with(country) && (digits.size() == 11 || digits.size() == 12)) {
    return japanese(digits.substr(country.size()));
  }
  if (is_mobile_without_zero(digits)) return japanese(digits);
  return std::nullopt;
}

std::optional<std::string_view> japanese_national(std::string_view canonical) {
  if (!canonical.starts_with("+81")) return std::nullopt;
  return canonical.substr(3);
}

}  // namespace sekisho::scoring
