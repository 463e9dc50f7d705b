#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sekisho {

/// A point on the wall clock, UTC, to the millisecond: what events carry and what is stored.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;
using Milliseconds = std::chrono::milliseconds;

/// Reads an RFC 3339 date-time (`2026-11-23T19:02:11.500+09:00`). Fractions beyond the millisecond are cut.
/// Nothing for anything else: no offset, a space for the `T`, a 61st second, a time before 1970 or after 9999
/// in UTC: what is read can be written and read again.
[[nodiscard]] std::optional<Timestamp> parse_rfc3339(std::string_view text);

/// Writes UTC with a `Z`; milliseconds only when there are any.
[[nodiscard]] std::string format_rfc3339(Timestamp at);

/// Where the time comes from. Passed in wherever time matters, so that a run can be simulated.
/// Implementations are safe to call from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  /// The wall clock: it may jump. For what is stored, shown or signed.
  [[nodiscard]] virtual Timestamp now() const = 0;
  /// Never goes back. For deadlines and durations.
  [[nodiscard]] virtual std::chrono::steady_clock::time_point steady() const = 0;
};

}  // namespace sekisho
