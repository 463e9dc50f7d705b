#include <vector>

#include <gtest/gtest.h>
#include <scoring/evaluation.h>

#include "support/seeded_random.h"

namespace sekisho::scoring::testing {
namespace {

using Floats = std::vector<float>;

TEST(AucRoc, IsTheShareOfPairsInTheRightOrder) {
  const Floats scores = {0.1F, 0.4F, 0.35F, 0.8F};
  const Floats labels = {0, 0, 1, 1};
  EXPECT_DOUBLE_EQ(auc_roc(scores, labels), 0.75);
}

TEST(AucRoc, CountsTiesHalf) {
  EXPECT_DOUBLE_EQ(auc_roc(Floats{1, 1, 1, 1}, Floats{0, 1, 0, 1}), 0.5);
  EXPECT_DOUBLE_EQ(auc_roc(Floats{1, 2, 2}, Floats{0, 0, 1}), 0.75);
}

TEST(AucRoc, AgreesWithCountingEveryPair) {
  sekisho::testing::SeededRandom random(3);
  Floats scores;
  Floats labels;
  for (int i = 0; i < 300; ++i) {
    scores.push_back(static_cast<float>(static_cast<int>(random.unit() * 40)));
    labels.push_back(random.unit() < 0.2 ? 1.0F : 0.0F);
  }
  double right = 0;
  double pairs = 0;
  for (std::size_t a = 0; a < scores.size(); ++a) {
    for (std::size_t b = 0; b < scores.size(); ++b) {
      if (labels[a] == 0 || labels[b] == 1) continue;
      pairs += 1;
      right += scores[a] > scores[b] ? 1 : scores[a] == scores[b] ? 0.5 : 0;
    }
  }
  EXPECT_NEAR(auc_roc(scores, labels), right / pairs, 1e-12);
}

TEST(AveragePrecision, WeighsPrecisionWithTheRecallGained) {
  EXPECT_NEAR(average_precision(Floats{0.1F, 0.4F, 0.35F, 0.8F}, Floats{0, 0, 1, 1}), 0.5 * 1 + 0.5 * 2 / 3,
              1e-12);
}

TEST(AveragePrecision, TakesEqualScoresAtOnce) {
  EXPECT_DOUBLE_EQ(average_precision(Floats{1, 1, 1, 1}, Floats{1, 0, 0, 0}), 0.25);
}

TEST(AveragePrecision, CountsARowAsOftenAsItsWeightSays) {
  EXPECT_NEAR(average_precision(Floats{3, 2, 1}, Floats{1, 0, 1}, Floats{1, 4, 1}), 0.5 + 0.5 * 2 / 6, 1e-12);
}

TEST(RecallAt, LetsNoMoreHonestRowsThroughThanAllowed) {
  Floats scores;
  Floats labels;
  for (int i = 0; i < 100; ++i) {  // one positive between any two honest rows
    scores.insert(scores.end(), {static_cast<float>(2 * i), static_cast<float>(2 * i + 1)});
    labels.insert(labels.end(), {0.0F, 1.0F});
  }
  EXPECT_DOUBLE_EQ(recall_at(scores, labels, 0.01), 0.02);
  EXPECT_DOUBLE_EQ(recall_at(scores, labels, 0.001), 0.01);
}

TEST(CardPrecision, RanksADaysCardsByTheirHighestScore) {
  const std::vector<CardScore> rows = {
      {.day = 1, .card = 1, .score = 0.2F, .positive = true},
      {.day = 1, .card = 1, .score = 0.9F, .positive = false},
      {.day = 1, .card = 2, .score = 0.8F, .positive = false},
      {.day = 1, .card = 3, .score = 0.7F, .positive = true},
      {.day = 1, .card = 4, .score = 0.1F, .positive = true},
  };
  EXPECT_DOUBLE_EQ(card_precision(rows, 3), 2.0 / 3);
  EXPECT_DOUBLE_EQ(card_precision(rows, 1), 1.0);
}

TEST(CardPrecision, LeavesOutCardsCaughtOnAnEarlierDay) {
  const std::vector<CardScore> rows = {
      {.day = 1, .card = 1, .score = 0.9F, .positive = true},
      {.day = 2, .card = 1, .score = 0.9F, .positive = true},
      {.day = 2, .card = 2, .score = 0.5F, .positive = false},
      {.day = 3, .card = 2, .score = 0.5F, .positive = true},
  };
  EXPECT_DOUBLE_EQ(card_precision(rows, 1), (1.0 + 0 + 1) / 3);
}

TEST(CardPrecision, DividesByTheWholeNumberOnADayWithFewCards) {
  EXPECT_DOUBLE_EQ(
      card_precision(std::vector<CardScore>{{.day = 1, .card = 1, .score = 1, .positive = true}}, 100), 0.01);
  EXPECT_DOUBLE_EQ(card_precision({}, 100), 0);
}

TEST(Curve, GoesFromTheStrictestThresholdToAlarmingAtAll) {
  sekisho::testing::SeededRandom random(5);
  Floats scores;
  Floats labels;
  for (int i = 0; i < 5000; ++i) {
    labels.push_back(random.unit() < 0.1 ? 1.0F : 0.0F);
    scores.push_back(static_cast<float>(random.unit()) + labels.back());
  }
  const auto points = curve(scores, labels, 50);
  ASSERT_GT(points.size(), 20U);
  EXPECT_LE(points.size(), 50U);
  for (std::size_t i = 1; i < points.size(); ++i) {
    EXPECT_LT(points[i].threshold, points[i - 1].threshold);
    EXPECT_GE(points[i].recall, points[i - 1].recall);
    EXPECT_GE(points[i].challenged, points[i - 1].challenged);
  }
  EXPECT_DOUBLE_EQ(points.back().recall, 1);
  EXPECT_DOUBLE_EQ(points.back().challenged, 1);
}

TEST(CalibrationTable, ComparesPredictionsWithWhatCame) {
  const auto bins = calibration_table(Floats{0.2F, 0.2F, 0.2F, 0.2F, 1.0F}, Floats{1, 0, 0, 0, 1});
  ASSERT_EQ(bins.size(), 2U);
  EXPECT_EQ(bins[0].rows, 4U);
  EXPECT_NEAR(bins[0].predicted, 0.2, 1e-6);
  EXPECT_DOUBLE_EQ(bins[0].observed, 0.25);
  EXPECT_DOUBLE_EQ(bins[1].to, 1.0);
  EXPECT_DOUBLE_EQ(bins[1].observed, 1.0);
}

}  // namespace
}  // namespace sekisho::scoring::testing
