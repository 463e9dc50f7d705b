#include <chrono>
#include <cstdint>
#include <optional>

#include "rules/builtins.h"
#include "rules/time_values.h"

namespace sekisho::scoring::rules::builtins {
namespace {

using std::chrono::days;
using LocalDays = std::chrono::sys_days;
using LocalSeconds = std::chrono::sys_seconds;

constexpr std::int64_t per_second = 1'000'000'000;
constexpr std::int64_t zone_steps = 50;  // a zone's rules are looked up by name

/// A timestamp as a clock and a calendar on the wall show it.
struct WallTime {
  LocalDays day;
  std::int64_t second_of_day;
  std::uint32_t nanoseconds;

  [[nodiscard]] std::chrono::year_month_day date() const { return day; }
};

std::optional<WallTime> wall_time(Arguments arguments, Workspace& workspace) {
  const Instant instant = arguments[0].instant();
  std::optional<std::int64_t> offset = 0;
  if (arguments.size() == 2) {
    workspace.spend(zone_steps);
    offset = offset_in(arguments[1].characters(), instant);
  }
  if (!offset) return std::nullopt;
  const LocalSeconds at{std::chrono::seconds{instant.seconds + *offset}};
  const auto day = std::chrono::floor<days>(at);
  return WallTime{.day = day, .second_of_day = (at - day).count(), .nanoseconds = instant.nanoseconds};
}

/// What `read` sees on the wall at a timestamp.
template <class Read>
Value shown(Arguments arguments, Workspace& workspace, const Read& read) {
  const bool zone_fits = arguments.size() == 1 || arguments[1].is(Kind::text);
  if (!arguments[0].is(Kind::timestamp) || !zone_fits) return Value::of(Failure::no_such_overload);
  const auto time = wall_time(arguments, workspace);
  return time ? Value::of(static_cast<std::int64_t>(read(*time))) : Value::of(Failure::bad_conversion);
}

bool is_duration(Arguments arguments) {
  return arguments.size() == 1 && arguments[0].is(Kind::duration);
}

}  // namespace

Value full_year(Arguments arguments, Workspace& workspace) {
  return shown(arguments, workspace, [](const WallTime& t) { return static_cast<int>(t.date().year()); });
}

Value month(Arguments arguments, Workspace& workspace) {
  return shown(arguments, workspace,
               [](const WallTime& t) { return static_cast<unsigned>(t.date().month()) - 1; });
}

Value date(Arguments arguments, Workspace& workspace) {
  return shown(arguments, workspace, [](const WallTime& t) { return static_cast<unsigned>(t.date().day()); });
}

Value day_of_month(Arguments arguments, Workspace& workspace) {
  return shown(arguments, workspace,
               [](const WallTime& t) { return static_cast<unsigned>(t.date().day()) - 1; });
}

Value day_of_week(Arguments arguments, Workspace& workspace) {
  return shown(arguments, workspace,
               [](const WallTime& t) { return std::chrono::weekday{t.day}.c_encoding(); });
}

Value day_of_year(Arguments arguments, Workspace& workspace) {
  return shown(arguments, workspace, [](const WallTime& t) {
    return (t.day - LocalDays{t.date().year() / std::chrono::January / 1}).count();
  });
}

Value hours(Arguments arguments, Workspace& workspace) {
  if (is_duration(arguments)) return Value::of(arguments[0].nanoseconds() / (3600 * per_second));
  return shown(arguments, workspace, [](const WallTime& t) { return t.second_of_day / 3600; });
}

Value minutes(Arguments arguments, Workspace& workspace) {
  if (is_duration(arguments)) return Value::of(arguments[0].nanoseconds() / (60 * per_second));
  return shown(arguments, workspace, [](const WallTime& t) { return t.second_of_day / 60 % 60; });
}

Value seconds(Arguments arguments, Workspace& workspace) {
  if (is_duration(arguments)) return Value::of(arguments[0].nanoseconds() / per_second);
  return shown(arguments, workspace, [](const WallTime& t) { return t.second_of_day % 60; });
}

Value milliseconds(Arguments arguments, Workspace& workspace) {
  constexpr std::int64_t per_millisecond = 1'000'000;
  // The milliseconds beside the whole seconds, not the duration in milliseconds: the specification has it so.
  if (is_duration(arguments)) return Value::of(arguments[0].nanoseconds() % per_second / per_millisecond);
  return shown(arguments, workspace, [](const WallTime& t) { return t.nanoseconds / per_millisecond; });
}

}  // namespace sekisho::scoring::rules::builtins
