#include <vector>

#include <gtest/gtest.h>
#include <scoring/calibration.h>

#include "support/seeded_random.h"

namespace sekisho::scoring::testing {
namespace {

struct Rows {
  std::vector<float> margins;
  std::vector<float> labels;
  std::vector<float> weights;
};

/// Rows whose true log-odds are scale·margin + offset.
Rows rows_of(double scale, double offset, int count) {
  sekisho::testing::SeededRandom random(11);
  Rows rows;
  for (int i = 0; i < count; ++i) {
    const double margin = 8 * random.unit() - 6;
    rows.margins.push_back(static_cast<float>(margin));
    rows.labels.push_back(random.unit() < probability_of(scale * margin + offset) ? 1.0F : 0.0F);
    rows.weights.push_back(1);
  }
  return rows;
}

TEST(Calibration, FindsTheLineThatRowsWereDrawnFrom) {
  const Rows rows = rows_of(0.6, -0.8, 40'000);
  const Calibration line = fit_calibration(rows.margins, rows.labels, rows.weights);
  EXPECT_NEAR(line.scale, 0.6, 0.03);
  EXPECT_NEAR(line.offset, -0.8, 0.06);
}

TEST(Calibration, CountsARowAsOftenAsItsWeightSays) {
  Rows once = rows_of(1, 0, 500);
  Rows twice = once;
  for (float& weight : once.weights)
    weight = 2;
  for (auto* column : {&twice.margins, &twice.labels, &twice.weights}) {
    const std::vector<float> copy = *column;
    column->insert(column->end(), copy.begin(), copy.end());
  }
  const Calibration a = fit_calibration(once.margins, once.labels, once.weights);
  const Calibration b = fit_calibration(twice.margins, twice.labels, twice.weights);
  EXPECT_NEAR(a.scale, b.scale, 1e-6);
  EXPECT_NEAR(a.offset, b.offset, 1e-6);
}

TEST(Calibration, LeavesAModelAloneThatItCannotJudge) {
  const std::vector<float> margins = {-1, 0, 1};
  const std::vector<float> weights = {1, 1, 1};
  EXPECT_EQ(fit_calibration(margins, std::vector<float>{0, 0, 0}, weights), Calibration{});
  EXPECT_EQ(fit_calibration(margins, std::vector<float>{1, 1, 0}, weights), Calibration{})
      << "higher is not riskier";
  EXPECT_EQ(fit_calibration({}, {}, {}), Calibration{});
}

TEST(Calibration, KeepsAPerfectRankingFinite) {
  const Calibration line = fit_calibration(std::vector<float>{-3, -2, 2, 3}, std::vector<float>{0, 0, 1, 1},
                                           std::vector<float>{1, 1, 1, 1});
  EXPECT_GT(line.scale, 0);
  EXPECT_LT(line.scale, 10);
}

}  // namespace
}  // namespace sekisho::scoring::testing
