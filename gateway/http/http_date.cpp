#include "http/http_date.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace sekisho::gateway {
namespace {

constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::string_view shape = "ddd, 00 mmm 0000 00:00:00 GMT";

/// Digits where the shape has zeros; 0 elsewhere, which the comparison with the written form finds out.
int number(std::string_view text, std::size_t from, std::size_t count) {
  int value = 0;
  const auto digits = text.substr(from, count);
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace

std::string http_date(Timestamp at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at) - day);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days[std::chrono::weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

std::optional<Timestamp> parse_http_date(std::string_view text) {
  if (text.size() != shape.size()) return std::nullopt;
  const auto* const month = std::ranges::find(months, text.substr(8, 3));
  const std::chrono::year_month_day date{
      std::chrono::year{number(text, 12, 4)},
      std::chrono::month{static_cast<unsigned>(month - months.begin()) + 1},
      std::chrono::day{static_cast<unsigned>(number(text, 5, 2))}};
  if (month == months.end() || !date.ok()) return std::nullopt;
  const Timestamp at = std::chrono::sys_days{date} + std::chrono::hours{number(text, 17, 2)} +
                       std::chrono::minutes{number(text, 20, 2)} + std::chrono::seconds{number(text, 23, 2)};
  // There is one way to write it: whatever was read from another shape does not come out the same.
  return http_date(at) == text ? std::optional{at} : std::nullopt;
}

}  // namespace sekisho::gateway
