#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rules/value.h"

namespace sekisho::scoring::rules {

/// Whether the instant lies in the years 1 to 9999.
[[nodiscard]] bool in_range(Instant instant);

/// The instant so many nanoseconds later; nothing beyond the range.
[[nodiscard]] std::optional<Instant> instant_after(Instant instant, std::int64_t nanoseconds);

/// Nanoseconds from one to the other; nothing when a duration cannot hold them.
[[nodiscard]] std::optional<std::int64_t> between(Instant from, Instant to);

/// Reads RFC 3339 (`2026-11-23T19:02:11.5+09:00`), to the nanosecond, in the years 1 to 9999.
[[nodiscard]] std::optional<Instant> read_instant(std::string_view text);
[[nodiscard]] std::string written(Instant instant);  ///< UTC with a Z

/// Reads `1h30m`, `-1.5s`, `300ms`: numbers with the units h, m, s, ms, us (µs) and ns.
[[nodiscard]] std::optional<std::int64_t> read_duration(std::string_view text);
[[nodiscard]] std::string written_duration(std::int64_t nanoseconds);  ///< in seconds: `5400s`

/// Seconds east of Greenwich in a zone at an instant: `UTC`, `+09:00`, `-02:30`, `09:00`, or a name of the
/// IANA database. Nothing when there is no such zone.
[[nodiscard]] std::optional<std::int64_t> offset_in(std::string_view zone, Instant at);

}  // namespace sekisho::scoring::rules
