#include <algorithm>
#include <limits>
#include <string>

#include <scoring/signal_features.h>

namespace sekisho::scoring {
namespace {

void add_values(const SignalDefinition& signal, std::vector<ModelFeature>& to) {
  std::string_view rest = signal.values;
  while (true) {
    const auto bar = rest.find('|');
    const std::string value(rest.substr(0, bar));
    to.push_back({.name = std::string(signal.name) + '=' + value,
                  .source = std::string(signal.name),
                  .kind = FeatureKind::equals,
                  .value = value});
    if (bar == std::string_view::npos) return;
    rest.remove_prefix(bar + 1);
  }
}

float number_of(const SignalValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? 1.0F : 0.0F;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<float>(*whole);
  if (const auto* real = std::get_if<double>(&value)) return static_cast<float>(*real);
  return std::numeric_limits<float>::quiet_NaN();
}

}  // namespace

std::vector<ModelFeature> signal_features(std::span<const SignalDefinition> registry) {
  std::vector<ModelFeature> features;
  for (const SignalDefinition& signal : registry) {
    if (signal.type == SignalType::text && !signal.values.empty()) {
      add_values(signal, features);
    } else {
      features.push_back(
          {.name = std::string(signal.name),
           .source = std::string(signal.name),
           .kind = signal.type == SignalType::text ? FeatureKind::present : FeatureKind::number,
           .value = {}});
    }
  }
  return features;
}

float feature_value(const ModelFeature& feature, const SignalValue& value) {
  if (feature.kind == FeatureKind::number) return number_of(value);
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return std::numeric_limits<float>::quiet_NaN();
  if (feature.kind == FeatureKind::equals) return *text == feature.value ? 1.0F : 0.0F;
  // Lists answer "none" in words.
  return text->empty() || *text == "none" ? 0.0F : 1.0F;
}

std::vector<float> feature_row(std::span<const ModelFeature> features, std::span<const NamedSignal> signals) {
  std::vector<float> row;
  row.reserve(features.size());
  for (const ModelFeature& feature : features) {
    const auto signal = std::ranges::find(signals, feature.source, &NamedSignal::name);
    row.push_back(signal == signals.end() ? std::numeric_limits<float>::quiet_NaN()
                                          : feature_value(feature, signal->value));
  }
  return row;
}

}  // namespace sekisho::scoring
