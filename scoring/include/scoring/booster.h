#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <domain/result.h>
#include <domain/time.h>
#include <scoring/trees.h>

namespace sekisho::scoring {

/// Rows to learn from, beside each other in memory; NaN where there is no value.
struct RowsView {
  std::size_t columns = 0;
  std::span<const float> values;   ///< row after row
  std::span<const float> labels;   ///< 0 or 1
  std::span<const float> weights;  ///< how many rows each stands for

  [[nodiscard]] std::size_t rows() const { return labels.size(); }

  [[nodiscard]] std::span<const float> row(std::size_t index) const {
    return values.subspan(index * columns, columns);
  }
};

/// Labelled rows in order of time.
struct LabelledRows {
  std::size_t columns = 0;
  std::vector<float> values;
  std::vector<float> labels;
  std::vector<float> weights;

  [[nodiscard]] std::size_t rows() const { return labels.size(); }

  void add(std::span<const float> row, bool positive, float weight = 1) {
    values.insert(values.end(), row.begin(), row.end());
    labels.push_back(positive ? 1.0F : 0.0F);
    weights.push_back(weight);
  }

  /// The rows in [from, to).
  [[nodiscard]] RowsView view(std::size_t from, std::size_t to) const {
    return {.columns = columns,
            .values = std::span(values).subspan(from * columns, (to - from) * columns),
            .labels = std::span(labels).subspan(from, to - from),
            .weights = std::span(weights).subspan(from, to - from)};
  }

  [[nodiscard]] RowsView all() const { return view(0, rows()); }
};

/// How trees are grown, in XGBoost's terms.
struct BoosterParameters {
  int max_depth = 4;
  double eta = 0.05;
  double min_child_weight = 1;
  double lambda = 1;
  double subsample = 0.8;
  double colsample = 0.5;  ///< share of the columns that a tree may use
  int rounds = 200;
  std::uint32_t seed = 0;
};

/// One forest to fit.
struct BoosterJob {
  RowsView rows;
  BoosterParameters parameters;
};

/// What fits trees. The seam behind which libxgboost lies: it is loaded by the training command alone.
class Booster {
 public:
  virtual ~Booster() = default;
  /// Fits each job, in parallel if it likes; the results stand in the jobs' order. The same arguments give
  /// the same trees, however many threads there are. Fails when the library refuses one.
  [[nodiscard]] virtual Result<std::vector<Trees>> fit(std::span<const BoosterJob> jobs) = 0;
};

}  // namespace sekisho::scoring
