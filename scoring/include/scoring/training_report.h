#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <domain/time.h>
#include <scoring/booster.h>
#include <scoring/evaluation.h>
#include <scoring/model_file.h>
#include <scoring/trainer.h>

namespace sekisho::scoring {

/// How well one model ranks the rows of the test span.
struct Ranking {
  std::optional<double> auc_roc;            ///< nothing when the rows are all of one label
  std::optional<double> average_precision;  ///< nothing without positives
  double recall_at_1_percent = 0;           ///< recall while 1 % of the honest rows are challenged
  double recall_at_01_percent = 0;          ///< 0.1 %

  /// Scores on any scale, higher is riskier.
  [[nodiscard]] static Ranking of(std::span<const float> scores, std::span<const float> labels);
};

/// What a training came to. The same for tables and orders.
struct TrainingReport {
  struct Rows {
    std::size_t train = 0;
    std::size_t train_positive = 0;
    std::size_t test = 0;
    std::size_t test_positive = 0;
  };

  /// A column and its share of all absolute contributions.
  struct Importance {
    std::string feature;
    double share = 0;
  };

  /// The model that decided these orders when they came, on the same rows.
  struct InForce {
    std::string model;
    Ranking ranking;
  };

  Rows rows;
  Ranking ranking;
  std::optional<double> card_precision_at_100;  ///< of tables
  std::optional<InForce> in_force;              ///< of orders
  std::vector<CalibrationBin> calibration;
  std::vector<CurvePoint> curve;
  std::vector<Importance> importance;  ///< the largest first
  Timestamp test_from;
  Timestamp test_to;
  BoosterParameters chosen;
  double validation_average_precision = 0;
  std::string model_hash;
  ModelOrigin origin;
  std::size_t features = 0;
  std::size_t trees = 0;

  /// Takes over what the training and its model say of themselves.
  void describe(const Training& training, const ModelFile& model);
  /// Fills in ranking, calibration and curve. `margins` are the model's log-odds.
  void judge(std::span<const float> margins, std::span<const float> labels, const Calibration& line);
};

/// The report as JSON.
[[nodiscard]] std::string report_json(const TrainingReport& report);

/// The same as a page with curves, in Japanese and English. It needs nothing but itself.
[[nodiscard]] std::string report_html(const TrainingReport& report);

}  // namespace sekisho::scoring
