#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sekisho::scoring {

// How well scores tell positive rows from negative ones. Spans of one call are equally long; labels are 0 or
// 1, a positive is above 0. Rows with the same score are one group: their order in the span never matters.

/// The probability that a positive row scores above a negative one, ties counting half: the area under the
/// ROC curve. 0.5 when one kind is missing.
[[nodiscard]] double auc_roc(std::span<const float> scores, std::span<const float> labels);

/// Average precision: over the distinct scores from the highest down, precision times the recall gained
/// there. `weights` (one a row) count rows; empty: each once. 0 without positives.
[[nodiscard]] double average_precision(std::span<const float> scores, std::span<const float> labels,
                                       std::span<const float> weights = {});

/// The share of positive rows that score at or above a threshold so high that at most `challenged` of the
/// negative rows do. 0 without positives.
[[nodiscard]] double recall_at(std::span<const float> scores, std::span<const float> labels,
                               double challenged);

/// One row of the test span for card_precision.
struct CardScore {
  std::int64_t day = 0;
  std::uint32_t card = 0;  ///< value of the first entity
  float score = 0;
  bool positive = false;
};

/// Card precision@k (Le Borgne et al., Fraud Detection Handbook, chapter 4): a day's cards are ranked by
/// their highest score; the share of cards with a positive row that day among the first k (always divided by
/// k), averaged over the days that have rows. Cards caught on an earlier day are left out of later ones. Of
/// cards with equal scores the smaller number ranks first.
[[nodiscard]] double card_precision(std::span<const CardScore> rows, std::size_t k);

/// A point of the ROC and precision-recall curves: what alarming at `threshold` and above does.
struct CurvePoint {
  float threshold = 0;
  double challenged = 0;  ///< share of negatives at or above: the false positive rate
  double recall = 0;
  double precision = 0;
  bool operator==(const CurvePoint&) const = default;
};

/// At most `points` (3 or more) of them, from the highest threshold down, the last one alarming at
/// everything; where recall or the false positive rate changes fastest they lie closest.
[[nodiscard]] std::vector<CurvePoint> curve(std::span<const float> scores, std::span<const float> labels,
                                            std::size_t points);

/// What was predicted and what came of it, for the rows with a prediction in [from, to).
struct CalibrationBin {
  double from = 0;
  double to = 0;
  std::size_t rows = 0;
  double predicted = 0;  ///< mean
  double observed = 0;   ///< share of positives
};

/// Ten bins of probability with edges that fit rare events: 0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 0.7,
/// 0.9, 1. Empty bins are left out.
[[nodiscard]] std::vector<CalibrationBin> calibration_table(std::span<const float> probabilities,
                                                            std::span<const float> labels);

}  // namespace sekisho::scoring
