#include "calendar.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

namespace sekisho::simulation {
namespace {

using std::chrono::hours;

constexpr hours japan{9};

// Share of orders by hour: breakfast, the lunch break, and the evening on the sofa.
constexpr std::array<double, 24> day_hours{2.2, 1.0, 0.5, 0.3, 0.3, 0.5, 1.2, 2.2, 2.8, 3.2, 3.8, 4.2,
                                           5.6, 4.6, 4.0, 4.0, 3.9, 4.2, 4.8, 5.8, 7.2, 8.4, 8.2, 5.4};
constexpr std::array<double, 24> night_hours{4,   6,   8, 9, 8, 5, 5, 6, 5, 2, 1, 0.5,
                                             0.5, 0.5, 1, 2, 3, 3, 2, 1, 1, 1, 2, 3};

double weight_of(std::chrono::sys_days day) {
  const std::chrono::weekday weekday{day};
  const bool weekend = weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
  const auto date = static_cast<unsigned>(std::chrono::year_month_day{day}.day());
  const bool after_payday = date >= 25 && date <= 28;
  return (weekend ? 1.3 : 1.0) * (after_payday ? 1.2 : 1.0);
}

}  // namespace

Timestamp shopping_time(const Span& span, Rhythm rhythm, Dice& dice) {
  std::vector<double> days;
  const auto first = std::chrono::floor<std::chrono::days>(span.from + japan);
  for (int day = 0; day < span.days; ++day)
    days.push_back(weight_of(first + std::chrono::days{day}));
  const auto day = static_cast<int>(dice.weighted(days));
  const std::array<double, 24>& by_hour = rhythm == Rhythm::day ? day_hours : night_hours;
  const auto hour = static_cast<double>(dice.weighted(by_hour));
  return time_on(span, day, hour, hour + 1, dice);
}

Timestamp time_on(const Span& span, int day, double from_hour, double to_hour, Dice& dice) {
  const double hour = dice.between(from_hour, to_hour);
  return span.from + days_long(std::clamp(day, 0, span.days - 1)) + seconds_long(hour * 3600.0);
}

std::string format_jst(Timestamp at) {
  const auto local = at + japan;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::hh_mm_ss time{local - day};
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}+09:00", day_of(at), time.hours().count(),
                     time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

std::string day_of(Timestamp at) {
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(at + japan)};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace sekisho::simulation
