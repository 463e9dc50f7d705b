#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <scoring/signal_features.h>
#include <scoring/tree_model.h>

#include "model/explanation.h"
#include "signals/signal.h"

namespace sekisho::scoring {
namespace {

constexpr double whole_scale = 1000;
constexpr std::size_t digits_in_name = 12;

Tenths tenths_of(double log_odds) {
  return std::llround(whole_scale * probability_of(log_odds));
}

/// How much probability a unit of log-odds is worth on the way from one to the other.
double mean_slope(double from, double to) {
  constexpr double close = 1e-6;
  const double p = probability_of(from);
  if (std::fabs(to - from) < close) return p * (1 - p);
  return (probability_of(to) - p) / (to - from);
}

/// Why the registry cannot fill the column, or nothing.
std::optional<std::string> unfit(const ModelFeature& feature) {
  if (feature.source.empty()) return "is not read from a signal: this model scores tables, not orders";
  const auto index = signal_index(feature.source);
  if (!index) return fmt::format("the signal {} is not in the registry", feature.source);
  const SignalDefinition& signal = signal_registry()[*index];
  const bool text = signal.type == SignalType::text;
  if (text == (feature.kind == FeatureKind::number)) return "does not fit its signal's type";
  if (feature.kind == FeatureKind::equals && !is_value_of(signal, feature.value))
    return "asks for a value that its signal does not have";
  return std::nullopt;
}

std::string shown(const SignalValue& value, Language language) {
  const bool ja = language == Language::ja;
  if (std::holds_alternative<Missing>(value)) return ja ? "不明" : "not known";
  if (const auto* flag = std::get_if<bool>(&value)) {
    if (ja) return *flag ? "はい" : "いいえ";
    return *flag ? "yes" : "no";
  }
  return explain("{value}", {.value = value, .signals = {}}, {}, language);
}

Reason reason_of(const SignalDefinition& signal, const SignalValue& value, Tenths contribution) {
  return {.code = std::string(signal.name),
          .contribution = contribution,
          .detail = fmt::format("{}: {}", signal.meaning, shown(value, Language::ja)),
          .detail_en = fmt::format("{}: {}", signal.meaning_en, shown(value, Language::en))};
}

}  // namespace

TreeModel::TreeModel(ModelFile model)
    : model_(std::move(model)),
      name_("trees-" + model_.hash().substr(0, digits_in_name)),
      base_(tenths_of(model_.calibration.log_odds(model_.trees.expected()))) {
  for (const ModelFeature& feature : model_.features)
    signal_of_.push_back(signal_index(feature.source).value_or(0));
}

Result<TreeModel> TreeModel::create(ModelFile model) {
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < model.features.size(); ++i) {
    if (auto why = unfit(model.features[i]))
      faults.push_back({.pointer = fmt::format("/features/{}", i), .detail = std::move(*why)});
  }
  if (!faults.empty())
    return fail(ErrorKind::invalid, "the model does not fit this version's signals", std::move(faults));
  return TreeModel(std::move(model));
}

std::vector<float> TreeModel::row_of(std::span<const NamedSignal> signals) const {
  std::vector<float> row(signal_of_.size());
  for (std::size_t i = 0; i < row.size(); ++i)
    row[i] = feature_value(model_.features[i], signals[signal_of_[i]].value);
  return row;
}

double TreeModel::probability(std::span<const NamedSignal> signals) const {
  return probability_of(model_.calibration.log_odds(model_.trees.margin(row_of(signals))));
}

TreeModel::Score TreeModel::score(std::span<const NamedSignal> signals) const {
  const std::vector<float> row = row_of(signals);
  std::vector<double> of_columns(row.size());
  model_.trees.contributions(row, of_columns);
  std::vector<double> of_signals(signals.size());
  for (std::size_t i = 0; i < row.size(); ++i)
    of_signals[signal_of_[i]] += of_columns[i];

  const double from = model_.calibration.log_odds(model_.trees.expected());
  const double to = model_.calibration.log_odds(model_.trees.margin(row));
  const double per_log_odds = whole_scale * model_.calibration.scale * mean_slope(from, to);
  for (double& one : of_signals)
    one *= per_log_odds;

  Score score{.value = tenths_of(to), .reasons = {}};
  const std::vector<Tenths> shares = round_to_total(score.value - base_, of_signals);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (shares[i] != 0) score.reasons.push_back(reason_of(signal_registry()[i], signals[i].value, shares[i]));
  }
  std::ranges::sort(score.reasons, {}, [](const Reason& reason) {
    return std::tuple{-std::abs(reason.contribution), std::string_view(reason.code)};
  });
  return score;
}

std::vector<Tenths> round_to_total(Tenths total, std::span<const double> parts) {
  std::vector<Tenths> out(parts.size(), 0);
  std::vector<std::size_t> order;
  Tenths left = total;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i] == 0) continue;
    order.push_back(i);
    out[i] = static_cast<Tenths>(std::floor(parts[i]));
    left -= out[i];
  }
  if (order.empty()) {
    out.front() = total;
    return out;
  }
  const auto remainder = [&](std::size_t i) { return parts[i] - std::floor(parts[i]); };
  std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair{-remainder(i), i}; });
  // Between none and one for each but for rounding, which the wrapping around takes in.
  for (std::size_t i = 0; left > 0; i = (i + 1) % order.size(), --left)
    ++out[order[i]];
  for (std::size_t i = order.size() - 1; left < 0; i = (i + order.size() - 1) % order.size(), ++left)
    --out[order[i]];
  return out;
}

}  // namespace sekisho::scoring
