#include <array>
#include <cmath>
#include <cstddef>

#include <scoring/calibration.h>

namespace sekisho::scoring {
namespace {

/// What Newton's method needs of the likelihood at one line.
struct Slope {
  std::array<double, 2> gradient{};
  double a = 0;  // the curvature's matrix: a b, b c
  double b = 0;
  double c = 0;
};

struct Targets {
  double positive;
  double negative;
};

double sum_of_weights(std::span<const float> labels, std::span<const float> weights, bool positive) {
  double sum = 0;
  for (std::size_t i = 0; i < labels.size(); ++i)
    if ((labels[i] > 0) == positive) sum += weights[i];
  return sum;
}

Slope slope_at(const Calibration& line, std::span<const float> margins, std::span<const float> labels,
               std::span<const float> weights, const Targets& targets) {
  Slope slope;
  for (std::size_t i = 0; i < margins.size(); ++i) {
    const double x = margins[i];
    const double p = probability_of(line.log_odds(x));
    const double target = labels[i] > 0 ? targets.positive : targets.negative;
    const double gap = weights[i] * (p - target);
    const double bend = weights[i] * p * (1 - p);
    slope.gradient[0] += gap * x;
    slope.gradient[1] += gap;
    slope.a += bend * x * x;
    slope.b += bend * x;
    slope.c += bend;
  }
  return slope;
}

}  // namespace

double probability_of(double log_odds) {
  return log_odds >= 0 ? 1 / (1 + std::exp(-log_odds)) : std::exp(log_odds) / (1 + std::exp(log_odds));
}

Calibration fit_calibration(std::span<const float> margins, std::span<const float> labels,
                            std::span<const float> weights) {
  const double positive = sum_of_weights(labels, weights, true);
  const double negative = sum_of_weights(labels, weights, false);
  if (positive <= 0 || negative <= 0) return {};
  const Targets targets{.positive = (positive + 1) / (positive + 2), .negative = 1 / (negative + 2)};
  Calibration line;
  constexpr int most_steps = 50;
  constexpr double close_enough = 1e-9;
  constexpr double ridge = 1e-9;
  for (int step = 0; step < most_steps; ++step) {
    const Slope at = slope_at(line, margins, labels, weights, targets);
    const double a = at.a + ridge;
    const double c = at.c + ridge;
    const double determinant = a * c - at.b * at.b;
    const double scale = (c * at.gradient[0] - at.b * at.gradient[1]) / determinant;
    const double offset = (a * at.gradient[1] - at.b * at.gradient[0]) / determinant;
    if (!std::isfinite(scale) || !std::isfinite(offset)) return {};
    // A full step can overshoot where the curve is flat.
    const double length = std::fmax(1.0, std::fmax(std::fabs(scale), std::fabs(offset)));
    line.scale -= scale / length;
    line.offset -= offset / length;
    if (std::fabs(scale) + std::fabs(offset) < close_enough) break;
  }
  return line.scale > 0 ? line : Calibration{};
}

}  // namespace sekisho::scoring
