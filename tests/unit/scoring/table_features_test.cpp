#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <scoring/table_features.h>

#include "support/seeded_random.h"
#include "training/exact_sum.h"

namespace sekisho::scoring::testing {
namespace {

using namespace std::chrono_literals;
using sekisho::testing::SeededRandom;
using ::testing::ElementsAre;

constexpr Milliseconds day = 24h;

struct Row {
  Milliseconds at;
  double amount;
  bool positive;
  std::string card;
  std::string shop;
};

LabelledTable table_of(const std::vector<Row>& rows) {
  LabelledTableBuilder builder({"C", "T"});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::vector<std::string_view> values = {rows[i].card, rows[i].shop};
    builder.add(std::to_string(i), rows[i].positive, Timestamp{rows[i].at}, rows[i].amount, values);
  }
  return builder.build();
}

Windows days(std::initializer_list<int> lengths, int delay) {
  Windows windows{.windows = {}, .delay = delay * day};
  for (const int length : lengths)
    windows.windows.push_back({.name = std::to_string(length) + "d", .length = length * day});
  return windows;
}

/// Every row's columns.
std::vector<std::vector<double>> all_columns(const LabelledTable& table, const Windows& windows) {
  TableFeatures features(table, windows);
  std::vector<std::vector<double>> out(table.rows(), std::vector<double>(features.names().size()));
  for (auto& row : out)
    features.next(row);
  return out;
}

std::size_t place_of(const LabelledTable& table, const Windows& windows, std::string_view name) {
  const TableFeatures features(table, windows);
  const auto found = std::ranges::find(features.names(), name);
  EXPECT_NE(found, features.names().end()) << name;
  return static_cast<std::size_t>(found - features.names().begin());
}

std::vector<double> column(const LabelledTable& table, const Windows& windows, std::string_view name) {
  const std::size_t place = place_of(table, windows, name);
  std::vector<double> out;
  for (const auto& row : all_columns(table, windows))
    out.push_back(row[place]);
  return out;
}

TEST(LabelledTable, SortsByTimeAndLeavesTiesAsTheFileHadThem) {
  const LabelledTable table = table_of({{2 * day, 1, false, "a", ""},
                                        {1 * day, 2, true, "b", "x"},
                                        {2 * day, 3, false, "a", "x"},
                                        {1 * day, 4, false, "c", "y"}});
  EXPECT_THAT(table.amounts, ElementsAre(2, 4, 1, 3));
  EXPECT_THAT(table.labels, ElementsAre(1, 0, 0, 0));
  EXPECT_EQ(table.id(0), "1");
  EXPECT_EQ(table.id(3), "2");
  EXPECT_EQ(table.entities[0].values[2], table.entities[0].values[3]);
  EXPECT_EQ(table.entities[1].values[2], Entity::none);
}

TEST(TableFeatures, NamesThePinnedColumnsFirst) {
  const LabelledTable table = table_of({{1 * day, 1, false, "a", "x"}});
  const Windows windows = days({1, 7}, 7);
  const TableFeatures features(table, windows);
  EXPECT_EQ(features.pinned(), 16U);
  EXPECT_THAT(std::vector(features.names().begin(), features.names().begin() + 9),
              ElementsAre("C.count.1d", "C.count.7d", "C.mean.1d", "C.mean.7d", "C.delayed_count.1d",
                          "C.delayed_count.7d", "C.risk.1d", "C.risk.7d", "T.count.1d"));
}

TEST(TableFeatures, CountTheRowItselfAndWhatIsYoungerThanTheWindow) {
  const LabelledTable table = table_of({{0 * day, 10, false, "a", "x"},
                                        {1 * day - 1ms, 20, false, "a", "x"},
                                        {1 * day, 30, false, "a", "x"},
                                        {1 * day, 60, false, "a", "x"},
                                        {1 * day, 99, false, "b", "x"}});
  const Windows windows = days({1}, 1);
  EXPECT_THAT(column(table, windows, "C.count.1d"), ElementsAre(1, 2, 2, 3, 1))
      << "the window's far edge is out";
  EXPECT_THAT(column(table, windows, "C.mean.1d"), ElementsAre(10, 15, 25, (20 + 30 + 60) / 3.0, 99));
}

TEST(TableFeatures, KnowALabelOnlyWhenItsDelayIsOver) {
  const LabelledTable table = table_of({{0 * day, 1, true, "a", "x"},
                                        {1 * day, 1, false, "a", "x"},
                                        {7 * day - 1ms, 1, false, "a", "x"},
                                        {7 * day, 1, false, "a", "x"},
                                        {8 * day - 1ms, 1, false, "a", "x"},
                                        {8 * day, 1, false, "a", "x"}});
  const Windows windows = days({1}, 7);
  EXPECT_THAT(column(table, windows, "T.delayed_count.1d"), ElementsAre(0, 0, 0, 1, 1, 1));
  EXPECT_THAT(column(table, windows, "T.risk.1d"), ElementsAre(0, 0, 0, 1, 1, 0)) << "the far edge is out";
}

/// The definitions of the contract, word by word and without any memory.
double by_definition(const LabelledTable& table, std::size_t row, std::size_t entity, std::string_view what,
                     Milliseconds window, Milliseconds delay) {
  double count = 0;
  double amount = 0;
  double known = 0;
  double positive = 0;
  const Timestamp at = table.times[row];
  for (std::size_t i = 0; i <= row; ++i) {
    if (table.entities[entity].values[i] != table.entities[entity].values[row]) continue;
    const Timestamp then = table.times[i];
    if (then > at - window) {
      count += 1;
      amount += table.amounts[i];
    }
    if (then > at - delay - window && then <= at - delay) {
      known += 1;
      positive += table.labels[i];
    }
  }
  if (what == "count") return count;
  if (what == "mean") return amount / count;
  if (what == "delayed_count") return known;
  return known == 0 ? 0 : positive / known;
}

std::vector<Row> random_rows(std::size_t count) {
  SeededRandom random(17);
  std::vector<Row> rows;
  for (std::size_t i = 0; i < count; ++i) {
    // Whole hours: many ties, and many rows on the windows' edges.
    rows.push_back({.at = std::chrono::hours(static_cast<int>(random.unit() * 24 * 60)),
                    .amount = std::round(random.unit() * 1e6) / 100,
                    .positive = random.unit() < 0.2,
                    .card = "c" + std::to_string(static_cast<int>(random.unit() * 5)),
                    .shop = "t" + std::to_string(static_cast<int>(random.unit() * 3))});
  }
  return rows;
}

TEST(TableFeatures, AreWhatTheDefinitionSaysForEveryRow) {
  const LabelledTable table = table_of(random_rows(1500));
  const Windows windows = days({1, 7, 30}, 7);
  const auto columns = all_columns(table, windows);
  std::size_t place = 0;
  for (std::size_t entity = 0; entity < 2; ++entity) {
    for (const std::string_view what : {"count", "mean", "delayed_count", "risk"}) {
      for (const Window& window : windows.windows) {
        for (std::size_t row = 0; row < table.rows(); ++row) {
          const double expected = by_definition(table, row, entity, what, window.length, windows.delay);
          ASSERT_NEAR(columns[row][place], expected, 1e-9 * std::max(1.0, std::abs(expected)))
              << what << ' ' << window.name << " of row " << row;
        }
        ++place;
      }
    }
  }
}

TEST(TableFeatures, CountTheDifferentValuesThatWereMetInTheWindow) {
  const LabelledTable table = table_of(random_rows(800));
  const Windows windows = days({1, 7}, 7);
  const auto met = column(table, windows, "T.distinct.C.7d");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    std::set<std::uint32_t> cards;
    for (std::size_t i = 0; i <= row; ++i) {
      if (table.entities[1].values[i] == table.entities[1].values[row] &&
          table.times[i] > table.times[row] - 7 * day)
        cards.insert(table.entities[0].values[i]);
    }
    ASSERT_EQ(met[row], static_cast<double>(cards.size())) << row;
  }
}

TEST(TableFeatures, DoNotDependOnRowsToCome) {
  std::vector<Row> rows = random_rows(300);
  std::ranges::sort(rows, {}, &Row::at);
  const Windows windows = days({1, 7, 30}, 7);
  const auto whole = all_columns(table_of(rows), windows);
  rows.resize(150);
  const auto half = all_columns(table_of(rows), windows);
  for (std::size_t row = 0; row < half.size(); ++row) {
    for (std::size_t i = 0; i < half[row].size(); ++i) {
      if (std::isnan(half[row][i])) {
        ASSERT_TRUE(std::isnan(whole[row][i]));
      } else {
        ASSERT_EQ(half[row][i], whole[row][i]);
      }
    }
  }
}

TEST(TableFeatures, AreTheSameWhenRowsBeforeWereSkipped) {
  const LabelledTable table = table_of(random_rows(400));
  const Windows windows = days({1, 7}, 7);
  const auto all = all_columns(table, windows);
  TableFeatures features(table, windows);
  for (std::size_t row = 0; row < 399; ++row)
    features.skip();
  std::vector<double> last(features.names().size());
  features.next(last);
  for (std::size_t i = 0; i < last.size(); ++i)
    EXPECT_TRUE(last[i] == all.back()[i] || (std::isnan(last[i]) && std::isnan(all.back()[i])));
}

TEST(TableFeatures, HaveNothingToSayOfAnEntityThatIsMissing) {
  const LabelledTable table = table_of({{0 * day, 1, true, "", "x"}, {9 * day, 1, false, "", "x"}});
  const Windows windows = days({1}, 7);
  for (const double number : column(table, windows, "C.count.1d"))
    EXPECT_TRUE(std::isnan(number));
  EXPECT_THAT(column(table, windows, "T.delayed_count.1d"), ElementsAre(0, 0));
  EXPECT_THAT(column(table, windows, "T.known_rows"), ElementsAre(0, 1));
}

TEST(TableFeatures, TellHowLongLabelsHaveRunPositive) {
  const LabelledTable table = table_of({{0 * day, 1, true, "a", "x"},
                                        {1 * day, 1, false, "a", "x"},
                                        {2 * day, 1, true, "a", "x"},
                                        {3 * day, 1, true, "a", "x"},
                                        {10 * day, 1, false, "a", "x"}});
  const Windows windows = days({1}, 7);
  EXPECT_EQ(column(table, windows, "T.positive_run").back(), 2);
  EXPECT_DOUBLE_EQ(column(table, windows, "T.positive_run_days").back(), 8);
  EXPECT_DOUBLE_EQ(column(table, windows, "T.days_since_positive").back(), 7);
}

TEST(ExactSum, LeavesNothingBehind) {
  ExactSum sum;
  for (int i = 1; i <= 100'000; ++i)
    sum.add(1e9 / i);
  sum.add(0.01);
  for (int i = 1; i <= 100'000; ++i)
    sum.subtract(1e9 / i);
  EXPECT_DOUBLE_EQ(sum.value(), 0.01);
}

}  // namespace
}  // namespace sekisho::scoring::testing
