#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <scoring/evaluation.h>
#include <scoring/trainer.h>

#include "training/thinning.h"

namespace sekisho::scoring {
namespace {

constexpr std::size_t forests = 4;
constexpr std::size_t fewest_of_a_label = 10;
/// Rounds after which a candidate is looked at.
constexpr int most_rounds = 400;
constexpr int stride = 20;

/// Candidates are compared on no more rows than this.
constexpr std::size_t most_compared = 100'000;

/// What candidates vary in: shallow trees for few positives, deep ones for many, and how much a leaf must
/// hold.
struct Shape {
  int max_depth;
  double min_child_weight;
  double colsample;
};

constexpr std::array shapes = std::to_array<Shape>({
    {3, 1, 0.5},
    {4, 5, 0.5},
    {5, 1, 0.5},
    {6, 5, 0.5},
    {6, 1, 0.3},
});

BoosterParameters parameters_of(const Shape& shape, int rounds, std::uint64_t seed) {
  return {.max_depth = shape.max_depth,
          .eta = 0.05,
          .min_child_weight = shape.min_child_weight,
          .lambda = 1,
          .subsample = 0.8,
          .colsample = shape.colsample,
          .rounds = rounds,
          .seed = static_cast<std::uint32_t>(seed)};
}

/// Earlier rows to learn and later ones to rank.
struct Fold {
  RowsView earlier;
  RowsView later;
};

bool has_positives(const RowsView& rows) {
  return std::ranges::any_of(rows.labels, [](float label) { return label > 0; });
}

/// Those of them that there is something to learn and to rank in.
std::vector<Fold> folds_of(const LabelledRows& rows) {
  const std::size_t half = rows.rows() / 2;
  const std::size_t three_quarters = rows.rows() / 4 * 3;
  std::vector<Fold> folds = {
      {.earlier = rows.view(0, half), .later = rows.view(half, three_quarters)},
      {.earlier = rows.view(0, three_quarters), .later = rows.view(three_quarters, rows.rows())}};
  std::erase_if(folds,
                [](const Fold& fold) { return !has_positives(fold.earlier) || !has_positives(fold.later); });
  return folds;
}

std::vector<std::size_t> looked_at() {
  std::vector<std::size_t> counts;
  for (int rounds = stride; rounds <= most_rounds; rounds += stride)
    counts.push_back(static_cast<std::size_t>(rounds));
  return counts;
}

/// The later rows' margins, by number of rounds.
using Margins = std::vector<std::vector<float>>;

Margins margins_of(const Trees& trees, const RowsView& rows, std::span<const std::size_t> counts) {
  Margins margins(counts.size(), std::vector<float>(rows.rows()));
  std::vector<float> staged(counts.size());
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    trees.staged_margins(rows.row(row), counts, staged);
    for (std::size_t i = 0; i < counts.size(); ++i)
      margins[i][row] = staged[i];
  }
  return margins;
}

/// One candidate on all folds.
struct Trial {
  double average_precision = 0;
  BoosterParameters parameters;
  std::vector<float> margins;  ///< of the folds' later rows
  std::vector<float> labels;
  std::vector<float> weights;
};

/// What a shape's fits on the folds are worth.
Trial judge(const Shape& shape, std::span<const Fold> folds, std::span<const Trees> fitted,
            std::uint64_t seed) {
  const auto counts = looked_at();
  std::vector<double> precision(counts.size(), 0);
  std::vector<Margins> margins;
  Trial trial;
  for (std::size_t fold = 0; fold < folds.size(); ++fold) {
    const RowsView& later = folds[fold].later;
    margins.push_back(margins_of(fitted[fold], later, counts));
    for (std::size_t i = 0; i < counts.size(); ++i)
      precision[i] += average_precision(margins.back()[i], later.labels, later.weights);
    trial.labels.insert(trial.labels.end(), later.labels.begin(), later.labels.end());
    trial.weights.insert(trial.weights.end(), later.weights.begin(), later.weights.end());
  }
  const auto best = static_cast<std::size_t>(std::ranges::max_element(precision) - precision.begin());
  trial.average_precision = precision[best] / static_cast<double>(folds.size());
  trial.parameters = parameters_of(shape, static_cast<int>(counts[best]), seed);
  for (const Margins& of_fold : margins)
    trial.margins.insert(trial.margins.end(), of_fold[best].begin(), of_fold[best].end());
  return trial;
}

Result<Trial> choose(const LabelledRows& rows, Booster& booster, std::uint64_t seed) {
  const auto folds = folds_of(rows);
  if (folds.empty())
    return fail(ErrorKind::invalid, "positive rows must lie in more than one part of the training span");
  std::vector<BoosterJob> jobs;
  for (const Shape& shape : shapes)
    for (const Fold& fold : folds)
      jobs.push_back({.rows = fold.earlier, .parameters = parameters_of(shape, most_rounds, seed)});
  const auto fitted = booster.fit(jobs);
  if (!fitted) return std::unexpected(fitted.error());
  std::optional<Trial> best;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    Trial trial = judge(shapes[i], folds, std::span(*fitted).subspan(i * folds.size(), folds.size()), seed);
    if (!best || trial.average_precision > best->average_precision) best = std::move(trial);
  }
  return std::move(*best);
}

/// Enough of the rows to compare candidates with, still in order of time.
LabelledRows sample_of(const LabelledRows& rows, std::size_t positive, std::uint64_t seed) {
  const Thinning thinning(positive, rows.rows() - positive, most_compared, seed);
  LabelledRows sample;
  sample.columns = rows.columns;
  const RowsView all = rows.all();
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const bool is_positive = rows.labels[row] > 0;
    const float weight = thinning.weight(row, is_positive);
    if (weight > 0) sample.add(all.row(row), is_positive, weight * rows.weights[row]);
  }
  return sample;
}

Result<Trees> fit_all(const LabelledRows& rows, Booster& booster, BoosterParameters parameters) {
  std::vector<BoosterJob> jobs;
  for (std::size_t i = 0; i < forests; ++i, ++parameters.seed)
    jobs.push_back({.rows = rows.all(), .parameters = parameters});
  const auto fitted = booster.fit(jobs);
  if (!fitted) return std::unexpected(fitted.error());
  return Trees::mean_of(*fitted);
}

/// From an even sample of rows: contributions are costly.
std::vector<double> importance_of(const Trees& trees, const LabelledRows& rows) {
  constexpr std::size_t sample = 500;
  std::vector<double> sum(rows.columns, 0);
  std::vector<double> one(rows.columns);
  for (std::size_t row = 0; row < rows.rows(); row += rows.rows() / sample + 1) {
    trees.contributions(rows.all().row(row), one);
    for (std::size_t i = 0; i < one.size(); ++i)
      sum[i] += std::fabs(one[i]);
  }
  const double total = std::accumulate(sum.begin(), sum.end(), 0.0);
  for (double& share : sum)
    share = total > 0 ? share / total : 0;
  return sum;
}

}  // namespace

Result<Training> train(const LabelledRows& rows, Booster& booster, std::uint64_t seed) {
  const auto positive =
      static_cast<std::size_t>(std::ranges::count_if(rows.labels, [](float l) { return l > 0; }));
  if (positive < fewest_of_a_label || rows.rows() - positive < fewest_of_a_label)
    return fail(ErrorKind::invalid,
                fmt::format("the training span holds {} positive and {} other rows; {} of each are "
                            "needed to learn anything",
                            positive, rows.rows() - positive, fewest_of_a_label));
  auto trial = rows.rows() <= most_compared ? choose(rows, booster, seed)
                                            : choose(sample_of(rows, positive, seed), booster, seed);
  if (!trial) return std::unexpected(trial.error());
  auto trees = fit_all(rows, booster, trial->parameters);
  if (!trees) return std::unexpected(trees.error());
  Training training{.trees = std::move(*trees),
                    .calibration = fit_calibration(trial->margins, trial->labels, trial->weights),
                    .chosen = trial->parameters,
                    .validation_average_precision = trial->average_precision,
                    .importance = {}};
  training.importance = importance_of(training.trees, rows);
  return training;
}

}  // namespace sekisho::scoring
