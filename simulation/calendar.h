#pragma once

#include <chrono>
#include <string>

#include <domain/time.h>

#include "dice.h"

namespace sekisho::simulation {

/// The simulated stretch of time; days are Japan's.
struct Span {
  Timestamp from;
  int days = 30;

  [[nodiscard]] Timestamp end() const { return from + std::chrono::hours{24} * days; }

  [[nodiscard]] bool contains(Timestamp at) const { return at >= from && at < end(); }
};

/// When people have time for a chat form: those who sleep at night, and those who work then.
enum class Rhythm { day, night };

/// A moment of the span: more on week-ends and after paydays, by the hours of the rhythm.
[[nodiscard]] Timestamp shopping_time(const Span& span, Rhythm rhythm, Dice& dice);

/// A moment of one day (0: the span's first) between two hours of the clock.
[[nodiscard]] Timestamp time_on(const Span& span, int day, double from_hour, double to_hour, Dice& dice);

/// `2026-11-23T20:14:00.000+09:00`
[[nodiscard]] std::string format_jst(Timestamp at);
/// `2026-11-23`, the day in Japan
[[nodiscard]] std::string day_of(Timestamp at);

[[nodiscard]] inline std::chrono::milliseconds days_long(double days) {
  return std::chrono::milliseconds{static_cast<std::int64_t>(days * 86'400'000.0)};
}

[[nodiscard]] inline std::chrono::milliseconds seconds_long(double seconds) {
  return std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1000.0)};
}

}  // namespace sekisho::simulation
