#include <cmath>
#include <cstdlib>
#include <numeric>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <scoring/signal_features.h>
#include <scoring/signal_registry.h>
#include <scoring/tree_model.h>

#include "support/seeded_random.h"
#include "trained_models.h"

namespace sekisho::scoring::testing {
namespace {

using sekisho::testing::SeededRandom;
using ::testing::ElementsAre;
using ::testing::StartsWith;

TreeModel whole_model(std::uint64_t seed) {
  auto features = signal_features(signal_registry());
  const std::size_t columns = features.size();
  return TreeModel::create(model_with(std::move(features), random_trees(seed, columns, 60, 6))).value();
}

SignalValue random_value(const SignalDefinition& signal, SeededRandom& random) {
  if (random.unit() < 0.3) return Missing{};
  switch (signal.type) {
    case SignalType::boolean:
      return random.unit() < 0.5;
    case SignalType::integer:
      return static_cast<std::int64_t>(random.unit() * 2);
    case SignalType::number:
      return random.unit();
    case SignalType::text:
      break;
  }
  const std::string_view values = signal.values;
  return std::string(values.empty() ? "none" : values.substr(0, values.find('|')));
}

std::vector<NamedSignal> random_signals(std::uint64_t seed) {
  SeededRandom random(seed);
  std::vector<NamedSignal> signals;
  for (const SignalDefinition& signal : signal_registry())
    signals.push_back({.name = std::string(signal.name), .value = random_value(signal, random)});
  return signals;
}

std::vector<std::string> faults(std::vector<ModelFeature> features) {
  const std::size_t columns = features.size();
  const auto model = TreeModel::create(model_with(std::move(features), random_trees(1, columns, 1, 2)));
  std::vector<std::string> out;
  if (!model)
    for (const Fault& fault : model.error().faults)
      out.push_back(fault.pointer);
  return out;
}

TEST(SignalFeatures, PutEverySignalInNumbers) {
  const std::vector<SignalDefinition> registry = {
      {.name = "a", .type = SignalType::boolean, .unit = "", .meaning = "", .meaning_en = ""},
      {.name = "b", .type = SignalType::text, .unit = "", .meaning = "", .meaning_en = "", .values = "x|y"},
      {.name = "c", .type = SignalType::text, .unit = "", .meaning = "", .meaning_en = ""},
      {.name = "d", .type = SignalType::integer, .unit = "", .meaning = "", .meaning_en = ""}};
  const auto features = signal_features(registry);
  std::vector<std::string> names;
  for (const ModelFeature& feature : features)
    names.push_back(feature.name);
  EXPECT_THAT(names, ElementsAre("a", "b=x", "b=y", "c", "d"));
  const std::vector<NamedSignal> signals = {
      {"d", std::int64_t{7}}, {"b", std::string("y")}, {"a", true}, {"c", Missing{}}};
  const auto row = feature_row(features, signals);
  EXPECT_EQ(row[0], 1);
  EXPECT_EQ(row[1], 0);
  EXPECT_EQ(row[2], 1);
  EXPECT_TRUE(std::isnan(row[3])) << "missing is a value of its own";
  EXPECT_EQ(row[4], 7);
}

TEST(TreeModel, ExplainsItsScoreExactlyInTenths) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const TreeModel model = whole_model(seed);
    const auto score = model.score(random_signals(seed + 1000));
    Tenths sum = model.base();
    Tenths before = 1'000'000;
    for (const Reason& reason : score.reasons) {
      sum += reason.contribution;
      EXPECT_NE(reason.contribution, 0);
      EXPECT_LE(std::abs(reason.contribution), before) << "the largest first";
      EXPECT_FALSE(reason.detail.empty());
      EXPECT_FALSE(reason.detail_en.empty());
      before = std::abs(reason.contribution);
    }
    EXPECT_EQ(sum, score.value) << "seed " << seed;
    EXPECT_GE(score.value, 0);
    EXPECT_LE(score.value, 1000);
  }
}

TEST(TreeModel, GivesItsScoreAsTheCalibratedProbability) {
  const TreeModel model = whole_model(5);
  const auto signals = random_signals(5);
  EXPECT_EQ(model.score(signals).value, std::llround(1000 * model.probability(signals)));
}

TEST(TreeModel, GivesEachSignalTheSignOfItsShapleyValue) {
  const TreeModel model = whole_model(9);
  const auto signals = random_signals(9);
  const auto row = feature_row(model.file().features, signals);
  std::vector<double> columns(row.size());
  model.file().trees.contributions(row, columns);
  for (const Reason& reason : model.score(signals).reasons) {
    double of_signal = 0;
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (model.file().features[i].source == reason.code) of_signal += columns[i];
    EXPECT_GT(of_signal * static_cast<double>(reason.contribution), 0) << reason.code;
  }
}

TEST(TreeModel, IsNamedAfterItsHash) {
  const TreeModel model = whole_model(2);
  EXPECT_EQ(model.name(), "trees-" + model.file().hash().substr(0, 12));
}

TEST(TreeModel, RefusesColumnsThatTheRegistryCannotFill) {
  EXPECT_THAT(faults({{.name = "amount", .source = {}, .value = {}}}), ElementsAre("/features/0"));
  EXPECT_THAT(faults({{.name = "a", .source = "no.such.signal", .value = {}}}), ElementsAre("/features/0"));
  EXPECT_THAT(faults({{.name = "a", .source = "phone.kind", .value = {}}}), ElementsAre("/features/0"));
  EXPECT_THAT(
      faults({{.name = "a", .source = "phone.kind", .kind = FeatureKind::equals, .value = "satellite"}}),
      ElementsAre("/features/0"));
  EXPECT_THAT(faults({{.name = "a", .source = "phone.valid", .kind = FeatureKind::present, .value = {}}}),
              ElementsAre("/features/0"));
  EXPECT_TRUE(faults({{.name = "a", .source = "phone.valid", .value = {}}}).empty());
}

TEST(RoundToTotal, GivesWholePartsThatAddUp) {
  EXPECT_THAT(round_to_total(10, std::vector<double>{3.3, 3.3, 3.4}), ElementsAre(3, 3, 4));
  EXPECT_THAT(round_to_total(-1, std::vector<double>{-0.4, -0.6, 0.2}), ElementsAre(0, -1, 0));
  EXPECT_THAT(round_to_total(1, std::vector<double>{0.4, 0, 0.0}), ElementsAre(1, 0, 0)) << "zero stays zero";
  EXPECT_THAT(round_to_total(2, std::vector<double>{0, 0}), ElementsAre(2, 0));
}

TEST(RoundToTotal, NeverStraysByATenthOrMore) {
  SeededRandom random(4);
  for (int round = 0; round < 200; ++round) {
    std::vector<double> parts;
    for (int i = 0; i < 12; ++i)
      parts.push_back(200 * random.unit() - 100);
    const double sum = std::accumulate(parts.begin(), parts.end(), 0.0);
    const auto whole = round_to_total(std::llround(sum), parts);
    EXPECT_EQ(std::accumulate(whole.begin(), whole.end(), Tenths{0}), std::llround(sum));
    for (std::size_t i = 0; i < parts.size(); ++i)
      EXPECT_LT(std::abs(static_cast<double>(whole[i]) - parts[i]), 1.0 + 1e-9);
  }
}

}  // namespace
}  // namespace sekisho::scoring::testing
