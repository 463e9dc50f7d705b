#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <domain/result.h>

namespace sekisho::scoring {

/// Gradient-boosted decision trees for one yes-or-no question, as they are served: what libxgboost fitted,
/// without libxgboost. Values of a row are floats, NaN where there is none. Immutable, safe to share between
/// threads.
///
/// All sums are in float32 and in libxgboost's order, so that both agree on a probability to 1e-6.
class Trees {
 public:
  static constexpr std::size_t max_trees = 20'000;
  static constexpr std::size_t max_nodes = 1'000'000;
  static constexpr std::size_t max_depth = 32;
  static constexpr std::size_t max_features = 4'096;
  static constexpr float max_leaf = 1e6F;  ///< log-odds: sums of them stay finite

  /// A node; those of a tree stand in preorder: a split, its whole left side, its whole right side.
  struct Node {
    float value = 0;            ///< split: rows below it go left; leaf: its log-odds
    float cover = 1;            ///< the weight of the training rows that came by; above 0
    std::int32_t feature = -1;  ///< the column that the split asks; -1: a leaf
    std::uint32_t right =
        0;  ///< where the right side begins, counted from the tree's root; worked out on reading
    bool missing_left = false;  ///< where rows without a value go
    bool operator==(const Node&) const = default;
  };

  /// No trees, no features.
  Trees() = default;

  /// Takes trees in preorder, `right` unset. Fails when a tree is not whole or too deep, names a feature that
  /// is not among `features`, or holds a number that is not finite or beyond max_leaf, or there are more than
  /// the limits above allow.
  [[nodiscard]] static Result<Trees> from_preorder(std::size_t features, float base,
                                                   std::span<const std::vector<Node>> trees);

  /// Reads the JSON that XGBoosterSaveModel writes (schema of 1.x), of a gbtree booster with the objective
  /// binary:logistic. Untrusted text: everything is checked. Fails as from_preorder, and on what is no such
  /// model.
  [[nodiscard]] static Result<Trees> from_xgboost(std::string_view json);

  /// The forest whose log-odds are the mean of the others'. They must have the same number of features; at
  /// least one.
  [[nodiscard]] static Result<Trees> mean_of(std::span<const Trees> forests);

  /// The log-odds of a row; it has features() values.
  [[nodiscard]] float margin(std::span<const float> row) const;
  /// The log-odds after the first `counts[i]` trees, for every i; `counts` ascends and none exceeds size().
  void staged_margins(std::span<const float> row, std::span<const std::size_t> counts,
                      std::span<float> out) const;

  /// What each value adds to the log-odds of this row: exact Shapley values over the trees' own cover
  /// (path-dependent TreeSHAP, Lundberg, Erion, Lee 2018, algorithm 2). They are written to `out`, one per
  /// feature; expected() and their sum are the margin, but for double rounding.
  void contributions(std::span<const float> row, std::span<double> out) const;

  /// The log-odds of a row of which nothing is known: the mean of the leaves by cover.
  [[nodiscard]] double expected() const { return expected_; }

  [[nodiscard]] std::size_t features() const { return features_; }

  [[nodiscard]] std::size_t size() const { return roots_.size(); }

  [[nodiscard]] float base() const { return base_; }

  [[nodiscard]] std::span<const Node> tree(std::size_t index) const;

  bool operator==(const Trees&) const = default;

 private:
  Trees(std::size_t features, float base) : features_(features), base_(base) {}

  [[nodiscard]] Result<void> add(std::span<const Node> tree);

  std::size_t features_ = 0;
  float base_ = 0;
  double expected_ = 0;
  std::vector<Node> nodes_;
  std::vector<std::size_t> roots_;
};

/// The logistic function in float32, as libxgboost computes it.
[[nodiscard]] float probability_of(float margin);

}  // namespace sekisho::scoring
