#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <scoring/order_training.h>
#include <scoring/signal_registry.h>
#include <scoring/trainer.h>
#include <scoring/tree_model.h>

#include "support/seeded_random.h"
#include "support/temporary_directory.h"
#include "training/train_table.h"
#include "training/xgboost_library.h"

// With the real libxgboost, which the tests' machine has.

namespace sekisho::gateway {
namespace {

using namespace std::chrono_literals;
using scoring::LabelledRows;
using scoring::Trees;
using sekisho::testing::SeededRandom;
using sekisho::testing::TemporaryDirectory;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr float nan = std::numeric_limits<float>::quiet_NaN();

XgboostLibrary library(std::size_t threads = 2) {
  auto loaded = XgboostLibrary::load(threads);
  if (!loaded) throw std::runtime_error(loaded.error().detail);
  return std::move(*loaded);
}

/// Rows with a pattern, noise, and holes.
LabelledRows rows_with_a_pattern(std::size_t count, std::uint64_t seed) {
  SeededRandom random(seed);
  LabelledRows rows;
  rows.columns = 6;
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<float> row;
    for (std::size_t column = 0; column < rows.columns; ++column)
      row.push_back(random.unit() < 0.15 ? nan : static_cast<float>(100 * random.unit()));
    const bool risky = (row[0] > 80 && !(row[1] < 50)) || std::isnan(row[2]);
    rows.add(row, random.unit() < (risky ? 0.6 : 0.03));
  }
  return rows;
}

TEST(OwnEvaluator, AgreesWithLibxgboostToAMillionth) {
  const XgboostLibrary xgboost = library();
  const LabelledRows rows = rows_with_a_pattern(4000, 1);
  for (const int depth : {1, 3, 6, 10}) {
    const auto fitted =
        xgboost.fit({.rows = rows.all(), .parameters = {.max_depth = depth, .rounds = 150, .seed = 5}});
    ASSERT_TRUE(fitted) << fitted.error().detail;
    const auto trees = Trees::from_xgboost(fitted->json);
    ASSERT_TRUE(trees) << trees.error().detail;
    EXPECT_EQ(trees->size(), 150U);
    double worst = 0;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      const float own = scoring::probability_of(trees->margin(rows.all().row(row)));
      worst = std::max<double>(worst, std::fabs(own - fitted->probabilities[row]));
    }
    EXPECT_LT(worst, 1e-6) << "depth " << depth;
  }
}

TEST(XgboostLibrary, GivesTheSameTreesWithAnyNumberOfThreads) {
  const LabelledRows rows = rows_with_a_pattern(2000, 2);
  std::vector<scoring::BoosterJob> jobs;
  for (std::uint32_t seed = 0; seed < 5; ++seed)
    jobs.push_back({.rows = rows.all(), .parameters = {.rounds = 20, .seed = seed}});
  EXPECT_EQ(library(1).fit(jobs).value(), library(3).fit(jobs).value());
}

TEST(XgboostLibrary, SaysWhyItRefuses) {
  const LabelledRows rows = rows_with_a_pattern(100, 2);
  const std::vector<scoring::BoosterJob> jobs = {{.rows = rows.all(), .parameters = {.subsample = 7}}};
  const auto fitted = library().fit(jobs);
  ASSERT_FALSE(fitted);
  EXPECT_THAT(fitted.error().detail, StartsWith("libxgboost refused"));
}

TEST(Trainer, FindsThePatternAndCalibratesIt) {
  XgboostLibrary xgboost = library(4);
  const auto training = scoring::train(rows_with_a_pattern(6000, 3), xgboost, 1);
  ASSERT_TRUE(training) << training.error().detail;
  const LabelledRows unseen = rows_with_a_pattern(4000, 4);
  std::vector<float> margins;
  double predicted = 0;
  for (std::size_t row = 0; row < unseen.rows(); ++row) {
    margins.push_back(training->trees.margin(unseen.all().row(row)));
    predicted += scoring::probability_of(training->calibration.log_odds(margins.back()));
  }
  EXPECT_GT(scoring::auc_roc(margins, unseen.labels), 0.8);
  const double observed = static_cast<double>(std::ranges::count(unseen.labels, 1.0F));
  EXPECT_NEAR(predicted / observed, 1, 0.15);
  EXPECT_GT(training->importance[0] + training->importance[1] + training->importance[2], 0.8);
}

TEST(Trainer, RefusesRowsWithNothingToLearn) {
  XgboostLibrary xgboost = library();
  LabelledRows rows;
  rows.columns = 1;
  for (int i = 0; i < 100; ++i)
    rows.add(std::vector<float>{1.0F}, i < 5);
  EXPECT_THAT(scoring::train(rows, xgboost, 0).error().detail, HasSubstr("5 positive"));
  for (int i = 0; i < 20; ++i)
    rows.labels[static_cast<std::size_t>(i)] = 1;
  EXPECT_THAT(scoring::train(rows, xgboost, 0).error().detail, HasSubstr("more than one part"));
}

/// Orders that are fraud when their device was busy; the scorecard of the day scored at random.
std::vector<scoring::LabelledOrder> orders(std::size_t count) {
  SeededRandom random(8);
  std::vector<scoring::LabelledOrder> out;
  for (std::size_t i = 0; i < count; ++i) {
    const auto busy = static_cast<std::int64_t>(random.unit() * 6);
    const std::string method = random.unit() < 0.5 ? "cod" : "card";
    const bool risky = busy >= 4 && method == "cod";
    out.push_back({.received_at = *parse_rfc3339("2026-01-01T00:00:00Z") + Milliseconds(i * 10min),
                   .signals = {{"velocity.device.orders_24h", busy}, {"payment.method", method}},
                   .fraud = random.unit() < (risky ? 0.7 : 0.02),
                   .score = static_cast<Tenths>(1000 * random.unit()),
                   .model = "scorecard-1"});
  }
  return out;
}

TEST(OrderTraining, BeatsTheModelInForceAndCanTakeItsPlace) {
  XgboostLibrary xgboost = library(4);
  const scoring::OrderTask task = {.train_from = *parse_rfc3339("2026-01-01T00:00:00Z"),
                                   .test_from = *parse_rfc3339("2026-02-10T00:00:00Z"),
                                   .test_to = *parse_rfc3339("2026-03-01T00:00:00Z"),
                                   .delay = std::chrono::days{7},
                                   .seed = 3,
                                   .trainer = "test"};
  const auto trained = scoring::train_on_orders(orders(8000), task, xgboost);
  ASSERT_TRUE(trained) << trained.error().detail;
  EXPECT_EQ(trained->report.rows.train, 33U * 144) << "not the week whose outcomes were not known yet";
  EXPECT_EQ(trained->report.in_force->model, "scorecard-1");
  EXPECT_GT(*trained->report.ranking.auc_roc, *trained->report.in_force->ranking.auc_roc + 0.2);

  const auto model = scoring::TreeModel::create(trained->model);
  ASSERT_TRUE(model) << model.error().faults.front().detail;
  std::vector<NamedSignal> signals;
  for (const auto& signal : scoring::signal_registry())
    signals.push_back({.name = std::string(signal.name), .value = Missing{}});
  const auto set = [&](std::string_view name, SignalValue value) {
    std::ranges::find(signals, name, &NamedSignal::name)->value = std::move(value);
  };
  set("velocity.device.orders_24h", std::int64_t{5});
  set("payment.method", std::string("cod"));
  const auto risky = model->score(signals);
  EXPECT_GT(risky.value, 400);
  EXPECT_THAT(risky.reasons.front().code, ::testing::AnyOf("velocity.device.orders_24h", "payment.method"));
}

TEST(OrderTraining, NeedsOrdersToJudge) {
  XgboostLibrary xgboost = library();
  const scoring::OrderTask task = {.train_from = *parse_rfc3339("2026-01-01T00:00:00Z"),
                                   .test_from = *parse_rfc3339("2027-01-01T00:00:00Z"),
                                   .test_to = *parse_rfc3339("2027-02-01T00:00:00Z"),
                                   .delay = {},
                                   .seed = 0,
                                   .trainer = "test"};
  EXPECT_FALSE(scoring::train_on_orders(orders(500), task, xgboost));
}

/// A month of cards and shops; shop 3 is bad from the tenth day on, card amounts above 900 are fraud at once.
std::string shopping_table() {
  SeededRandom random(21);
  std::string text = "id,at,card,shop,yen,fraud\n";
  const Timestamp start = *parse_rfc3339("2026-01-01T00:00:00Z");
  for (int i = 0; i < 9000; ++i) {
    const Timestamp at = start + Milliseconds(i * 5min);
    const int shop = static_cast<int>(random.unit() * 20);
    const int yen = static_cast<int>(random.unit() * 1000);
    const bool fraud = yen > 960 || (shop == 3 && i > 2880);
    text += std::to_string(i) + ',' + format_rfc3339(at) + ",c" +
            std::to_string(static_cast<int>(random.unit() * 150)) + ",s" + std::to_string(shop) + ',' +
            std::to_string(yen) + ',' + (fraud ? '1' : '0') + '\n';
  }
  return text;
}

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The first row's cell of a CSV text, line by line.
std::vector<std::string> ids_of(const std::string& csv) {
  std::vector<std::string> out;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);)
    out.push_back(line.substr(0, line.find(',')));
  return out;
}

class TableTraining : public ::testing::Test {
 protected:
  TableTraining() {
    std::ofstream(directory.path() / "t.csv") << shopping_table();
    const auto day = [](std::string_view text) { return parse_day(text).value(); };
    task.spans = {.train_from = day("2026-01-08"),
                  .train_to = day("2026-01-20"),
                  .test_from = day("2026-01-24"),
                  .test_to = day("2026-01-30")};
    task.windows = {.windows = {{.name = "1d", .length = Milliseconds(24h)},
                                {.name = "7d", .length = Milliseconds(168h)}},
                    .delay = Milliseconds(96h)};
    task.trainer = "test";
  }

  [[nodiscard]] TableFiles files(const std::string& name) const {
    return {.table = directory.path() / "t.csv",
            .model = directory.path() / (name + ".model"),
            .report = directory.path() / (name + ".json"),
            .features = directory.path() / (name + ".features.csv"),
            .scores = directory.path() / (name + ".scores.csv")};
  }

  TemporaryDirectory directory;
  TableColumns columns = {
      .id = "id", .label = "fraud", .time = "at", .amount = "yen", .entities = {"card", "shop"}};
  scoring::TableTask task;
};

TEST_F(TableTraining, WritesWhatTheContractSays) {
  XgboostLibrary xgboost = library(4);
  const auto report = train_table(files("a"), columns, task, xgboost);
  ASSERT_TRUE(report) << report.error().detail;

  const auto json = nlohmann::json::parse(content_of(directory.path() / "a.json"));
  EXPECT_EQ(json["rows"]["train"], 12 * 288);
  EXPECT_LT(json["rows"]["test"], 6 * 288) << "cards that were caught are left out";
  EXPECT_GT(json["auc_roc"], 0.95);
  EXPECT_GT(json["average_precision"], 0.9);
  EXPECT_GT(json["card_precision_at_100"], 0.0);
  EXPECT_THAT(content_of(directory.path() / "a.html"), HasSubstr("<svg"));
  EXPECT_THAT(content_of(directory.path() / "a.html"), Not(HasSubstr("http://")));

  const auto features = ids_of(content_of(directory.path() / "a.features.csv"));
  EXPECT_EQ(features.size(), 1U + 22 * 288);
  EXPECT_EQ(features[1], "2016") << "the first row of the training span";
  EXPECT_THAT(content_of(directory.path() / "a.features.csv"),
              StartsWith("id,card.count.1d,card.count.7d,card.mean.1d,"));
  const auto scores = ids_of(content_of(directory.path() / "a.scores.csv"));
  EXPECT_EQ(scores.size(), 1U + 6 * 288) << "every row of the test span";
  EXPECT_THAT(content_of(directory.path() / "a.scores.csv"), StartsWith("id,score\n"));
  EXPECT_TRUE(scoring::read_model(content_of(directory.path() / "a.model")));
}

TEST_F(TableTraining, GivesTheSameBytesForTheSameSeed) {
  XgboostLibrary one = library(1);
  XgboostLibrary many = library(4);
  ASSERT_TRUE(train_table(files("a"), columns, task, one));
  ASSERT_TRUE(train_table(files("b"), columns, task, many));
  for (const char* ending : {".model", ".json", ".html", ".scores.csv", ".features.csv"})
    EXPECT_EQ(content_of(directory.path() / (std::string("a") + ending)),
              content_of(directory.path() / (std::string("b") + ending)));
}

TEST_F(TableTraining, LeavesNoFileBehindWhenItFails) {
  XgboostLibrary xgboost = library();
  task.spans.test_from = parse_day("2027-01-01").value();
  task.spans.test_to = parse_day("2027-01-02").value();
  EXPECT_FALSE(train_table(files("a"), columns, task, xgboost));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory.path() / "."), {}), 1);
}

}  // namespace
}  // namespace sekisho::gateway
