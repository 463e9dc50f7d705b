#include "rules/time_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <memory>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

namespace sekisho::scoring::rules {
namespace {

constexpr std::int64_t per_second = 1'000'000'000;
constexpr std::int64_t first_second = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t last_second = 253'402'300'799;   // 9999-12-31T23:59:59Z

/// Takes so many digits off the text's front.
std::optional<std::int64_t> take_digits(std::string_view& text, std::size_t count) {
  std::int64_t number = 0;
  const std::string_view digits = text.substr(0, count);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + count || digits.front() == '-') return std::nullopt;
  text.remove_prefix(count);
  return number;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

/// Takes `.5` as 500,000,000; 0 when there is no fraction; nothing when it has no digit or more than nine.
std::optional<std::uint32_t> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return 0;
  const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
  if (count == 0 || count > 9) return std::nullopt;
  auto number = *take_digits(text, count);
  for (std::size_t i = count; i < 9; ++i)
    number *= 10;
  return static_cast<std::uint32_t>(number);
}

/// Takes `+09:00`, `-09:00` or, where no sign is needed, `09:00`, as seconds.
std::optional<std::int64_t> take_offset(std::string_view& text) {
  const bool west = text.starts_with('-');
  if (west || text.starts_with('+')) text.remove_prefix(1);
  const auto hours = take_digits(text, 2);
  if (!hours || !take(text, ':')) return std::nullopt;
  const auto minutes = take_digits(text, 2);
  if (!minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return (west ? -1 : 1) * (*hours * 3600 + *minutes * 60);
}

std::optional<std::int64_t> take_date(std::string_view& text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date}.time_since_epoch().count() * std::int64_t{86400};
}

std::optional<std::int64_t> take_time(std::string_view& text) {
  const auto hours = take_digits(text, 2);
  if (!hours || !take(text, ':')) return std::nullopt;
  const auto minutes = take_digits(text, 2);
  if (!minutes || !take(text, ':')) return std::nullopt;
  const auto seconds = take_digits(text, 2);
  if (!seconds || *hours > 23 || *minutes > 59 || *seconds > 59) return std::nullopt;
  return *hours * 3600 + *minutes * 60 + *seconds;
}

// Longest first: ms is not m.
constexpr std::array<std::pair<std::string_view, std::int64_t>, 7> units{{{"ns", 1},
                                                                          {"us", 1'000},
                                                                          {"µs", 1'000},
                                                                          {"ms", 1'000'000},
                                                                          {"s", per_second},
                                                                          {"m", 60 * per_second},
                                                                          {"h", 3600 * per_second}}};

/// Takes `1.5h` as nanoseconds; the sign is the whole duration's.
std::optional<std::int64_t> take_part(std::string_view& text, bool negative) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto whole = digits == 0 ? std::optional<std::int64_t>(0) : take_digits(text, digits);
  const bool has_fraction = text.starts_with('.');
  const auto fraction = take_fraction(text);
  if (!whole || !fraction || (digits == 0 && !has_fraction)) return std::nullopt;
  const auto unit = std::ranges::find_if(units, [&](const auto& u) { return text.starts_with(u.first); });
  if (unit == units.end()) return std::nullopt;
  text.remove_prefix(unit->first.size());
  std::int64_t result = 0;
  if (__builtin_mul_overflow(negative ? -*whole : *whole, unit->second, &result)) return std::nullopt;
  const auto part = static_cast<std::int64_t>(static_cast<__int128>(*fraction) * unit->second / per_second);
  if (__builtin_add_overflow(result, negative ? -part : part, &result)) return std::nullopt;
  return result;
}

}  // namespace

bool in_range(Instant instant) {
  return instant.seconds >= first_second && instant.seconds <= last_second;
}

std::optional<Instant> instant_after(Instant instant, std::int64_t nanoseconds) {
  std::int64_t rest = instant.nanoseconds + nanoseconds % per_second;
  std::int64_t seconds = instant.seconds + nanoseconds / per_second;
  if (rest < 0) {
    rest += per_second;
    --seconds;
  } else if (rest >= per_second) {
    rest -= per_second;
    ++seconds;
  }
  const Instant result{.seconds = seconds, .nanoseconds = static_cast<std::uint32_t>(rest)};
  return in_range(result) ? std::optional(result) : std::nullopt;
}

std::optional<std::int64_t> between(Instant from, Instant to) {
  std::int64_t result = 0;
  if (__builtin_mul_overflow(to.seconds - from.seconds, per_second, &result)) return std::nullopt;
  const auto rest = static_cast<std::int64_t>(to.nanoseconds) - static_cast<std::int64_t>(from.nanoseconds);
  if (__builtin_add_overflow(result, rest, &result)) return std::nullopt;
  return result;
}

std::optional<Instant> read_instant(std::string_view text) {
  const auto date = take_date(text);
  if (!date || !(take(text, 'T') || take(text, 't'))) return std::nullopt;
  const auto time = take_time(text);
  if (!time) return std::nullopt;
  const auto fraction = take_fraction(text);
  if (!fraction) return std::nullopt;
  std::int64_t offset = 0;
  if (!take(text, 'Z') && !take(text, 'z')) {
    const bool has_sign = text.starts_with('+') || text.starts_with('-');
    const auto read = take_offset(text);
    if (!read || !has_sign) return std::nullopt;
    offset = *read;
  }
  const Instant instant{.seconds = *date + *time - offset, .nanoseconds = *fraction};
  return text.empty() && in_range(instant) ? std::optional(instant) : std::nullopt;
}

std::string written(Instant instant) {
  using std::chrono::seconds;
  const std::chrono::sys_seconds at{seconds{instant.seconds}};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{at - day};
  std::string fraction;
  if (instant.nanoseconds != 0) {
    fraction = fmt::format(".{:09}", instant.nanoseconds);
    fraction.erase(fraction.find_last_not_of('0') + 1);
  }
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count(), fraction);
}

std::optional<std::int64_t> read_duration(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text == "0") return 0;
  if (text.empty()) return std::nullopt;
  std::int64_t sum = 0;
  while (!text.empty()) {
    const auto part = take_part(text, negative);
    if (!part || __builtin_add_overflow(sum, *part, &sum)) return std::nullopt;
  }
  return sum;
}

std::string written_duration(std::int64_t nanoseconds) {
  const std::int64_t rest = nanoseconds % per_second;
  std::string out = nanoseconds < 0 ? "-" : "";
  out += fmt::format("{}", nanoseconds < 0 ? -(nanoseconds / per_second) : nanoseconds / per_second);
  if (rest != 0) {
    out += fmt::format(".{:09}", rest < 0 ? -rest : rest);
    out.erase(out.find_last_not_of('0') + 1);
  }
  return out + "s";
}

std::optional<std::int64_t> offset_in(std::string_view zone, Instant at) {
  if (zone == "UTC") return 0;
  std::string_view rest = zone;
  const auto offset = take_offset(rest);
  if (offset && rest.empty()) return offset;
  constexpr std::size_t longest_name = 64;
  if (zone.size() > longest_name) return std::nullopt;
  const auto name = icu::UnicodeString::fromUTF8({zone.data(), static_cast<std::int32_t>(zone.size())});
  const std::unique_ptr<icu::TimeZone> found(icu::TimeZone::createTimeZone(name));
  if (*found == icu::TimeZone::getUnknown()) return std::nullopt;
  std::int32_t raw = 0;
  std::int32_t summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  found->getOffset(static_cast<double>(at.seconds) * 1000, 0, raw, summer, status);
  if (U_FAILURE(status) != 0) return std::nullopt;
  return (raw + summer) / 1000;
}

}  // namespace sekisho::scoring::rules
