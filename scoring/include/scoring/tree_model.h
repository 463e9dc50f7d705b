#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <domain/assessment.h>
#include <domain/result.h>
#include <scoring/model_file.h>

namespace sekisho::scoring {

/// A trained model in the place of the scorecard: signals in, score and reasons out. Immutable, safe to share
/// between threads.
///
/// The score is the calibrated probability on 0–100, in tenths. Its explanation starts from `base()`, the
/// probability of an order of which nothing is known. The Shapley values of the columns are in log-odds and
/// add up there; each signal's are added together and multiplied with the mean slope of the logistic curve
/// between base and score. So a contribution has the sign of its Shapley value, and they stand in its
/// proportions. They are rounded to tenths by largest remainder, so that base and contributions are the score
/// exactly; a signal whose contribution rounds to zero is not a reason.
class TreeModel {
 public:
  /// Fails with a pointer to each column that the registry of signals cannot fill: a signal that is not
  /// there, of another type, or without that value; a column without a signal (a table's model).
  [[nodiscard]] static Result<TreeModel> create(ModelFile model);

  struct Score {
    Tenths value = 0;             ///< 0 to 1000
    std::vector<Reason> reasons;  ///< largest contribution first; `code` is the signal's name
  };

  /// `signals` holds the values in the order of signal_registry().
  [[nodiscard]] Score score(std::span<const NamedSignal> signals) const;

  /// The calibrated probability alone, in [0, 1]: microseconds, where score() takes
  /// a good part of a millisecond; for backtests and shadow models.
  [[nodiscard]] double probability(std::span<const NamedSignal> signals) const;

  [[nodiscard]] Tenths base() const { return base_; }

  /// `trees-` and the first twelve digits of the hash: what a policy's `model` and an assessment say.
  [[nodiscard]] const std::string& name() const { return name_; }

  [[nodiscard]] const ModelFile& file() const { return model_; }

 private:
  explicit TreeModel(ModelFile model);

  [[nodiscard]] std::vector<float> row_of(std::span<const NamedSignal> signals) const;

  ModelFile model_;
  std::vector<std::size_t> signal_of_;  ///< of each column, its place in the registry
  std::string name_;
  Tenths base_ = 0;
};

/// Exact parts as whole ones that add up to `total`, which is less than 1 away from the parts' own sum: by
/// largest remainder, the earlier one first where remainders are equal. A part of zero stays zero; without
/// any other, the first one takes the total. `parts` is not empty.
[[nodiscard]] std::vector<Tenths> round_to_total(Tenths total, std::span<const double> parts);

}  // namespace sekisho::scoring
