#include "app/config_value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "app/listen_address.h"

namespace sekisho::gateway {
namespace {

using std::chrono::milliseconds;
using Read = std::expected<ConfigValue, Misfit>;

struct Unit {
  std::string_view name;
  std::int64_t factor = 1;
};

constexpr std::array duration_units =
    std::to_array<Unit>({{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}});
constexpr std::array size_units = std::to_array<Unit>({{"", 1},
                                                       {"KiB", std::int64_t{1} << 10},
                                                       {"MiB", std::int64_t{1} << 20},
                                                       {"GiB", std::int64_t{1} << 30}});

/// Digits and a unit, nothing between them and nothing around.
std::optional<std::int64_t> parse_quantity(std::string_view text, std::span<const Unit> units) {
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || number < 0) return std::nullopt;
  const std::string_view rest = text.substr(static_cast<std::size_t>(end - text.data()));
  const auto unit = std::ranges::find(units, rest, &Unit::name);
  if (unit == units.end() || number > INT64_MAX / unit->factor) return std::nullopt;
  return number * unit->factor;
}

/// The quantity in its largest unit that divides it.
std::string show_quantity(std::int64_t quantity, std::span<const Unit> units) {
  const Unit* best = units.data();
  for (const Unit& unit : units) {
    if (quantity != 0 && quantity % unit.factor == 0) best = &unit;
  }
  return fmt::format("{}{}", quantity / best->factor, best->name);
}

bool within(const ConfigBounds& bounds, std::int64_t number) {
  return number >= bounds.min && number <= bounds.max;
}

bool is_printable(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool is_choice(std::string_view choices, std::string_view word) {
  while (!choices.empty()) {
    const std::size_t bar = choices.find('|');
    if (choices.substr(0, bar) == word) return true;
    choices = bar == std::string_view::npos ? std::string_view{} : choices.substr(bar + 1);
  }
  return false;
}

bool fits_text(ConfigType type, std::string_view choices, std::string_view text) {
  constexpr std::string_view sqlite = "sqlite:";
  if (type == ConfigType::listen) return parse_listen(text).has_value();
  if (type == ConfigType::choice) return is_choice(choices, text);
  if (type == ConfigType::storage_url) return text.starts_with(sqlite) && text.size() > sqlite.size();
  return true;
}

Read read_quantity(ConfigType type, const ConfigBounds& bounds, std::string_view text) {
  const auto number = type == ConfigType::duration ? parse_quantity(text, duration_units) : parse_size(text);
  if (!number) return std::unexpected(Misfit::form);
  if (!within(bounds, *number)) return std::unexpected(Misfit::range);
  if (type == ConfigType::duration) return ConfigValue{milliseconds{*number}};
  return ConfigValue{*number};
}

Read read_durations(const ConfigBounds& bounds, const std::vector<std::string>& texts) {
  constexpr std::size_t max_entries = 64;
  if (texts.empty() || texts.size() > max_entries) return std::unexpected(Misfit::form);
  std::vector<milliseconds> durations;
  for (const std::string& text : texts) {
    const auto duration = parse_duration(text);
    if (!duration) return std::unexpected(Misfit::form);
    if (!within(bounds, duration->count())) return std::unexpected(Misfit::range);
    durations.push_back(*duration);
  }
  return ConfigValue{std::move(durations)};
}

Read read_rate(const ConfigBounds& bounds, double number) {
  if (!std::isfinite(number)) return std::unexpected(Misfit::form);
  const bool inside = number >= static_cast<double>(bounds.min) && number <= static_cast<double>(bounds.max);
  return inside ? Read{ConfigValue{number}} : std::unexpected(Misfit::range);
}

Read read_text(ConfigType type, const ConfigBounds& bounds, std::string_view choices,
               const std::string& text) {
  if (!is_printable(text)) return std::unexpected(Misfit::form);
  if (type == ConfigType::duration || type == ConfigType::size) return read_quantity(type, bounds, text);
  if (!is_text(type) || !fits_text(type, choices, text)) return std::unexpected(Misfit::form);
  return ConfigValue{text};
}

Read read_whole(ConfigType type, const ConfigBounds& bounds, std::int64_t number) {
  if (type == ConfigType::rate) return read_rate(bounds, static_cast<double>(number));
  if (type != ConfigType::count && type != ConfigType::size) return std::unexpected(Misfit::form);
  return within(bounds, number) ? Read{ConfigValue{number}} : std::unexpected(Misfit::range);
}

}  // namespace

Read read_config_value(ConfigType type, const ConfigBounds& bounds, std::string_view choices,
                       const TomlValue& value) {
  if (const auto* text = std::get_if<std::string>(&value.value))
    return read_text(type, bounds, choices, *text);
  if (const auto* whole = std::get_if<std::int64_t>(&value.value)) return read_whole(type, bounds, *whole);
  if (const auto* flag = std::get_if<bool>(&value.value); flag != nullptr && type == ConfigType::flag)
    return ConfigValue{*flag};
  if (const auto* number = std::get_if<double>(&value.value); number != nullptr && type == ConfigType::rate)
    return read_rate(bounds, *number);
  if (const auto* texts = std::get_if<std::vector<std::string>>(&value.value);
      texts != nullptr && type == ConfigType::durations)
    return read_durations(bounds, *texts);
  return std::unexpected(Misfit::form);
}

bool is_text(ConfigType type) {
  switch (type) {
    case ConfigType::listen:
    case ConfigType::path:
    case ConfigType::choice:
    case ConfigType::storage_url:
    case ConfigType::duration:
    case ConfigType::size:
      return true;
    case ConfigType::durations:
    case ConfigType::flag:
    case ConfigType::count:
    case ConfigType::rate:
      return false;
  }
  std::unreachable();
}

std::string describe(ConfigType type, const ConfigBounds& bounds) {
  const auto shown = [&](std::int64_t number) {
    if (type == ConfigType::duration || type == ConfigType::durations)
      return show_quantity(number, duration_units);
    if (type == ConfigType::size) return show_quantity(number, size_units);
    return fmt::to_string(number);
  };
  return fmt::format("from {} to {}", shown(bounds.min), shown(bounds.max));
}

std::optional<milliseconds> parse_duration(std::string_view text) {
  const auto number = parse_quantity(text, duration_units);
  if (!number) return std::nullopt;
  return milliseconds{*number};
}

std::optional<std::int64_t> parse_size(std::string_view text) {
  return parse_quantity(text, size_units);
}

}  // namespace sekisho::gateway
