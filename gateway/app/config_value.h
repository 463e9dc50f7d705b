#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/toml_document.h"

namespace sekisho::gateway {

/// What a configuration key holds.
enum class ConfigType {
  listen,       ///< "host:port"
  path,         ///< relative to the configuration file
  choice,       ///< one word of a few
  storage_url,  ///< "sqlite:" and a path
  duration,     ///< "15s"
  durations,    ///< a list of them
  size,         ///< "64MiB", or bytes as a number
  flag,
  count,  ///< a whole number
  rate,   ///< a number
};

/// The smallest and largest value of a number, in its own unit: milliseconds for durations (of a list: of
/// each entry), bytes for sizes.
struct ConfigBounds {
  std::int64_t min = 0;
  std::int64_t max = INT64_MAX;
};

/// A value that has its key's type and keeps within its bounds. Text types hold the text.
using ConfigValue = std::variant<std::string, std::chrono::milliseconds,
                                 std::vector<std::chrono::milliseconds>, std::int64_t, double, bool>;

enum class Misfit {
  form,   ///< not what the type is written like
  range,  ///< outside the bounds
};

/// Reads a value as its type wants it. `choices` are the words of a `choice`, separated by `|`.
[[nodiscard]] std::expected<ConfigValue, Misfit> read_config_value(ConfigType type,
                                                                   const ConfigBounds& bounds,
                                                                   std::string_view choices,
                                                                   const TomlValue& value);

/// True for the types that a TOML document writes as a string: in an environment variable they stand
/// unquoted.
[[nodiscard]] bool is_text(ConfigType type);

/// The bounds in the words of the type, `from 1ms to 1d`.
[[nodiscard]] std::string describe(ConfigType type, const ConfigBounds& bounds);

/// `250ms`, `15s`, `5m`, `2h`, `1d`: a whole number and its unit. Nothing for any other form.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// `67108864`, `16KiB`, `64MiB`, `1GiB`. Nothing for any other form.
[[nodiscard]] std::optional<std::int64_t> parse_size(std::string_view text);

}  // namespace sekisho::gateway
