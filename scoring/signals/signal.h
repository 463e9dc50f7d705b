#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include <domain/assessment.h>
#include <scoring/signal_registry.h>

#include "signals/facts.h"

namespace sekisho::scoring {

/// A signal of the registry and the function that computes it.
struct Signal {
  SignalDefinition definition;
  SignalValue (*compute)(const Facts& facts);
};

/// The registry with its functions, in the order of signal_registry().
[[nodiscard]] std::span<const Signal> signal_table();

/// Where the signal of that name stands in the table.
[[nodiscard]] std::optional<std::size_t> signal_index(std::string_view name);

/// True when `value` can be a value of a text signal with the given `values` (SignalDefinition::values).
[[nodiscard]] bool is_value_of(const SignalDefinition& definition, std::string_view value);

/// Missing, or of the definition's type and among its values.
[[nodiscard]] bool has_type_of(const SignalDefinition& definition, const SignalValue& value);

}  // namespace sekisho::scoring
