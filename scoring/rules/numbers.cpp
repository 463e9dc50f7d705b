#include "rules/numbers.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <system_error>

namespace sekisho::scoring::rules {
namespace {

std::string_view without_plus(std::string_view text) {
  const bool plus = text.size() > 1 && text[0] == '+' && text[1] != '-' && text[1] != '+';
  return plus ? text.substr(1) : text;
}

template <class T>
std::optional<T> whole(std::string_view text) {
  T number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// from_chars calls both ends of a double's range out of range: the decimal point's place tells which end it
// is.
bool is_tiny(std::string_view text) {
  const std::size_t e = text.find_first_of("eE");
  const std::string_view digits = text.substr(0, e);
  const std::size_t first = digits.find_first_of("123456789");
  if (first == std::string_view::npos) return true;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const auto magnitude = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first);
  if (e == std::string_view::npos) return magnitude <= 0;
  const std::string_view power = without_plus(text.substr(e + 1));
  const auto exponent = whole<std::int64_t>(power);
  return exponent ? *exponent + magnitude <= 0 : power.starts_with('-');
}

}  // namespace

std::optional<std::int64_t> integer_in(std::string_view text) {
  return whole<std::int64_t>(without_plus(text));
}

std::optional<std::uint64_t> natural_in(std::string_view text) {
  return whole<std::uint64_t>(text);
}

std::optional<double> real_in(std::string_view text) {
  text = without_plus(text);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc{}) return number;
  if (error == std::errc::result_out_of_range && is_tiny(text)) return text.starts_with('-') ? -0.0 : 0.0;
  return std::nullopt;
}

}  // namespace sekisho::scoring::rules
