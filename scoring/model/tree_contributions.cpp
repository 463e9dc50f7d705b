#include <algorithm>
#include <array>

#include <scoring/trees.h>

#include "model/tree_nodes.h"

// Path-dependent TreeSHAP: Lundberg, Erion, Lee, "Consistent individualized feature attribution for tree
// ensembles" (2018), algorithm 2. The path keeps, for every feature that was asked on the way, the share of
// rows that goes the same way without the feature (`zero`) and with it (`one`), and the weights of all sizes
// of sets of known features.

namespace sekisho::scoring {
namespace {

using Node = Trees::Node;

struct Step {
  std::int32_t feature;
  double zero;
  double one;
  double weight;
};

constexpr Step root_step{.feature = -1, .zero = 1, .one = 1, .weight = 0};

/// 1/n: divisions are what this costs most.
constexpr auto inverse = [] {
  std::array<double, Trees::max_depth + 3> out{};
  for (std::size_t n = 1; n < out.size(); ++n)
    out[n] = 1 / static_cast<double>(n);
  return out;
}();

/// The features that were asked between the root and a node, each once.
class Path {
 public:
  Path() = default;

  /// Every node copies the path: only what is on it.
  Path(const Path& other) : size_(other.size_) { std::copy_n(other.steps_.begin(), size_, steps_.begin()); }

  Path& operator=(const Path&) = delete;
  ~Path() = default;

  /// `one` is 0 or 1.
  void extend(double zero, double one, std::int32_t feature) {
    const std::size_t depth = size_++;
    steps_[depth] = {.feature = feature, .zero = zero, .one = one, .weight = depth == 0 ? 1.0 : 0.0};
    const double share = inverse[depth + 1];
    for (std::size_t i = depth; i-- > 0;) {
      steps_[i + 1].weight += one * steps_[i].weight * static_cast<double>(i + 1) * share;
      steps_[i].weight *= zero * static_cast<double>(depth - i) * share;
    }
  }

  /// Takes back what extend() did for the step at `index`.
  void unwind(std::size_t index) {
    unwound(index, [&](std::size_t i, double weight) { steps_[i].weight = weight; });
    --size_;
    for (std::size_t i = index; i < size_; ++i) {
      steps_[i].feature = steps_[i + 1].feature;
      steps_[i].zero = steps_[i + 1].zero;
      steps_[i].one = steps_[i + 1].one;
    }
  }

  /// The sum of the weights that unwind(index) would leave.
  [[nodiscard]] double unwound_sum(std::size_t index) const {
    double total = 0;
    unwound(index, [&](std::size_t, double weight) { total += weight; });
    return total;
  }

  /// Where the feature stands, or size() when it was not asked yet. The first step is the root's, of no
  /// feature.
  [[nodiscard]] std::size_t find(std::int32_t feature) const {
    std::size_t i = 1;
    while (i < size_ && steps_[i].feature != feature)
      ++i;
    return i;
  }

  [[nodiscard]] std::size_t size() const { return size_; }

  [[nodiscard]] const Step& operator[](std::size_t index) const { return steps_[index]; }

 private:
  /// Tells each weight as it was before the step at `index` came, the last one first.
  template <class Take>
  void unwound(std::size_t index, const Take& take) const {
    const std::size_t depth = size_ - 1;
    const double zero = steps_[index].zero;
    const auto count = static_cast<double>(depth + 1);
    if (steps_[index].one == 0) {
      const double share = count / zero;
      for (std::size_t i = depth; i-- > 0;)
        take(i, steps_[i].weight * share * inverse[depth - i]);
      return;
    }
    const double share = zero * inverse[depth + 1];
    double next = steps_[depth].weight;
    for (std::size_t i = depth; i-- > 0;) {
      const double before = steps_[i].weight;
      const double weight = next * count * inverse[i + 1];
      next = before - weight * share * static_cast<double>(depth - i);
      take(i, weight);
    }
  }

  std::array<Step, Trees::max_depth + 2> steps_;
  std::size_t size_ = 0;
};

struct Explained {
  std::span<const Node> tree;
  std::span<const float> row;
  std::span<double> out;
};

// NOLINTNEXTLINE(misc-no-recursion): a tree's depth is bounded by Trees::max_depth.
void walk(const Explained& it, std::size_t at, const Path& above, const Step& from) {
  Path path = above;
  path.extend(from.zero, from.one, from.feature);
  const Node& node = it.tree[at];
  if (is_leaf(node)) {
    for (std::size_t i = 1; i < path.size(); ++i) {
      const Step& step = path[i];
      it.out[static_cast<std::size_t>(step.feature)] +=
          path.unwound_sum(i) * (step.one - step.zero) * node.value;
    }
    return;
  }
  const bool left = goes_left(node, it.row[static_cast<std::size_t>(node.feature)]);
  const double share = left_share(it.tree, at);
  Step before = root_step;
  if (const std::size_t asked = path.find(node.feature); asked < path.size()) {
    before = path[asked];
    path.unwind(asked);
  }
  walk(it, at + 1, path,
       {.feature = node.feature, .zero = before.zero * share, .one = left ? before.one : 0.0, .weight = 0});
  walk(it, node.right, path,
       {.feature = node.feature,
        .zero = before.zero * (1 - share),
        .one = left ? 0.0 : before.one,
        .weight = 0});
}

}  // namespace

void Trees::contributions(std::span<const float> row, std::span<double> out) const {
  for (double& one : out)
    one = 0;
  for (std::size_t i = 0; i < size(); ++i)
    walk({.tree = tree(i), .row = row, .out = out}, 0, Path{}, root_step);
}

}  // namespace sekisho::scoring
