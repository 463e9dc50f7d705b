#pragma once

#include <span>
#include <vector>

#include <domain/assessment.h>
#include <scoring/model_file.h>
#include <scoring/signal_registry.h>

namespace sekisho::scoring {

/// The columns that a model of orders has: each signal of the registry as it can be put in numbers. A
/// boolean, integer or number is a column of its own; a text with closed values one column a value; a text
/// with open values one that tells whether there is any.
[[nodiscard]] std::vector<ModelFeature> signal_features(std::span<const SignalDefinition> registry);

/// The value of one column; NaN for a signal that is missing.
[[nodiscard]] float feature_value(const ModelFeature& feature, const SignalValue& value);

/// The row of an order: its signals in the columns' order. Signals may stand in any order; a column whose
/// signal is not among them is missing.
[[nodiscard]] std::vector<float> feature_row(std::span<const ModelFeature> features,
                                             std::span<const NamedSignal> signals);

}  // namespace sekisho::scoring
