#pragma once

#include <span>

namespace sekisho::scoring {

/// Turns a model's log-odds into those of a probability that can be taken at its word: a line, so that the
/// order of rows and the sum of contributions stay as they are (Platt 1999).
struct Calibration {
  double scale = 1;  ///< above 0
  double offset = 0;
  bool operator==(const Calibration&) const = default;

  [[nodiscard]] double log_odds(double margin) const { return scale * margin + offset; }
};

/// Fits the line to rows that the model has not seen, by weighted maximum likelihood with Platt's smoothed
/// targets. The spans are equally long; labels are 0 or 1. With one kind of label only, or a slope that would
/// not be positive, the line stays what it is by default.
[[nodiscard]] Calibration fit_calibration(std::span<const float> margins, std::span<const float> labels,
                                          std::span<const float> weights);

/// The logistic function.
[[nodiscard]] double probability_of(double log_odds);

}  // namespace sekisho::scoring
