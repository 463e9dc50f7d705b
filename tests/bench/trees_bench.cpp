#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <scoring/labelled_table.h>
#include <scoring/signal_features.h>
#include <scoring/signal_registry.h>
#include <scoring/table_features.h>
#include <scoring/tree_model.h>

#include "unit/scoring/trained_models.h"

namespace sekisho::scoring {
namespace {

using testing::model_with;
using testing::random_trees;

/// As large as a trained one: 400 trees, most of them six deep.
TreeModel large_model() {
  auto features = signal_features(signal_registry());
  const std::size_t columns = features.size();
  return TreeModel::create(model_with(std::move(features), random_trees(1, columns, 400, 6))).value();
}

std::vector<NamedSignal> half_of_the_signals() {
  std::vector<NamedSignal> signals;
  for (const SignalDefinition& signal : signal_registry()) {
    signals.push_back({.name = std::string(signal.name), .value = Missing{}});
    if (signal.type == SignalType::integer) signals.back().value = std::int64_t{1};
    if (signal.type == SignalType::boolean) signals.back().value = true;
  }
  return signals;
}

void score_one_row_by_400_trees(benchmark::State& state) {
  const TreeModel model = large_model();
  const auto row = feature_row(model.file().features, half_of_the_signals());
  for (auto _ : state)
    benchmark::DoNotOptimize(model.file().trees.margin(row));
}

void explain_one_row_by_400_trees(benchmark::State& state) {
  const TreeModel model = large_model();
  const auto row = feature_row(model.file().features, half_of_the_signals());
  std::vector<double> contributions(row.size());
  for (auto _ : state) {
    model.file().trees.contributions(row, contributions);
    benchmark::DoNotOptimize(contributions.data());
  }
}

void score_one_order_by_a_trained_model(benchmark::State& state) {
  const TreeModel model = large_model();
  const auto signals = half_of_the_signals();
  for (auto _ : state)
    benchmark::DoNotOptimize(model.probability(signals));
}

void score_and_explain_one_order_by_a_trained_model(benchmark::State& state) {
  const TreeModel model = large_model();
  const auto signals = half_of_the_signals();
  for (auto _ : state)
    benchmark::DoNotOptimize(model.score(signals));
}

/// A row a minute, of 5,000 cards and 10,000 shops.
void compute_the_columns_of_one_row_of_a_table(benchmark::State& state) {
  sekisho::testing::SeededRandom random(1);
  LabelledTableBuilder builder({"card", "shop"});
  constexpr int rows = 200'000;
  for (int i = 0; i < rows; ++i) {
    const std::string card = std::to_string(static_cast<int>(random.unit() * 5000));
    const std::string shop = std::to_string(static_cast<int>(random.unit() * 10'000));
    const std::vector<std::string_view> values = {card, shop};
    builder.add("id", random.unit() < 0.01, Timestamp{std::chrono::minutes(i)}, random.unit() * 100, values);
  }
  const LabelledTable table = builder.build();
  const Windows windows{
      .windows = {{"1d", std::chrono::days{1}}, {"7d", std::chrono::days{7}}, {"30d", std::chrono::days{30}}},
      .delay = std::chrono::days{7}};
  for (auto _ : state) {
    TableFeatures features(table, windows);
    std::vector<double> columns(features.names().size());
    for (int i = 0; i < rows; ++i)
      features.next(columns);
    benchmark::DoNotOptimize(columns.data());
  }
  state.SetItemsProcessed(state.iterations() * rows);
}

BENCHMARK(score_one_row_by_400_trees);
BENCHMARK(explain_one_row_by_400_trees);
BENCHMARK(score_one_order_by_a_trained_model);
BENCHMARK(score_and_explain_one_order_by_a_trained_model);
BENCHMARK(compute_the_columns_of_one_row_of_a_table)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sekisho::scoring

BENCHMARK_MAIN();
