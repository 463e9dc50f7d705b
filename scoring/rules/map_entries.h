#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "rules/value.h"

namespace sekisho::scoring::rules {

/// What is wrong with a map's entries: a key of a type that cannot be one, or two that are equal. Counts what
/// it looked at into `steps`.
[[nodiscard]] std::optional<Failure> fault_of_entries(std::span<const Value> entries, std::int64_t& steps);

}  // namespace sekisho::scoring::rules
