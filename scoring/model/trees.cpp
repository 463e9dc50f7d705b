#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <scoring/trees.h>

#include "model/tree_nodes.h"

namespace sekisho::scoring {
namespace {

using Node = Trees::Node;

std::unexpected<Error> refuse(std::string detail) {
  return fail(ErrorKind::invalid, std::move(detail));
}

float leaf_of(std::span<const Node> tree, std::span<const float> row) {
  std::size_t at = 0;
  while (!is_leaf(tree[at])) {
    const Node& split = tree[at];
    at = goes_left(split, row[static_cast<std::size_t>(split.feature)]) ? at + 1 : split.right;
  }
  return tree[at].value;
}

/// The mean of a tree's leaves by cover. Sides are finished from the last node backwards: preorder has them
/// later.
double mean_leaf(std::span<const Node> tree) {
  std::vector<double> mean(tree.size());
  for (std::size_t at = tree.size(); at-- > 0;) {
    if (is_leaf(tree[at])) {
      mean[at] = tree[at].value;
    } else {
      const double left = left_share(tree, at);
      mean[at] = left * mean[at + 1] + (1 - left) * mean[tree[at].right];
    }
  }
  return mean.front();
}

/// Works out where right sides begin. A split waits on the stack until its left side is whole.
class Linker {
 public:
  explicit Linker(std::vector<Node>& tree) : tree_(tree) {}

  [[nodiscard]] Result<void> link() {
    for (std::size_t at = 0; at < tree_.size(); ++at) {
      if (at > 0 && open_.empty()) return refuse("a tree has nodes beyond its end");
      if (!is_leaf(tree_[at])) {
        open_.push_back({.split = at, .left_done = false});
        if (open_.size() > Trees::max_depth) return refuse("a tree is too deep");
      } else {
        end_leaf(at);
      }
    }
    if (tree_.empty() || !open_.empty()) return refuse("a tree ends before its leaves");
    return {};
  }

 private:
  struct Open {
    std::size_t split;
    bool left_done;
  };

  void end_leaf(std::size_t leaf) {
    while (!open_.empty() && open_.back().left_done)
      open_.pop_back();
    if (open_.empty()) return;
    open_.back().left_done = true;
    tree_[open_.back().split].right = static_cast<std::uint32_t>(leaf + 1);
  }

  std::vector<Node>& tree_;
  std::vector<Open> open_;
};

}  // namespace

Result<Trees> Trees::from_preorder(std::size_t features, float base,
                                   std::span<const std::vector<Node>> trees) {
  if (features == 0 || features > max_features) return refuse("the number of features is out of bounds");
  if (trees.size() > max_trees) return refuse(fmt::format("there are more than {} trees", max_trees));
  if (!std::isfinite(base) || std::fabs(base) > max_leaf) return refuse("the base is beyond all probability");
  Trees forest(features, base);
  forest.expected_ = base;
  for (const auto& tree : trees) {
    if (auto added = forest.add(tree); !added) return std::unexpected(added.error());
  }
  return forest;
}

Result<void> Trees::add(std::span<const Node> tree) {
  if (nodes_.size() + tree.size() > max_nodes)
    return refuse(fmt::format("there are more than {} nodes", max_nodes));
  std::vector<Node> linked(tree.begin(), tree.end());
  if (auto whole = Linker(linked).link(); !whole) return whole;
  for (Node& node : linked) {
    if (!std::isfinite(node.value)) return refuse("a node's value is no finite number");
    if (!std::isfinite(node.cover) || node.cover <= 0) return refuse("a node's cover must be above 0");
    if (is_leaf(node)) {
      if (std::fabs(node.value) > max_leaf) return refuse("a leaf is beyond all probability");
      node = {.value = node.value, .cover = node.cover};
    } else if (static_cast<std::size_t>(node.feature) >= features_) {
      return refuse("a split asks for a feature that is not there");
    }
  }
  expected_ += mean_leaf(linked);
  roots_.push_back(nodes_.size());
  nodes_.insert(nodes_.end(), linked.begin(), linked.end());
  return {};
}

Result<Trees> Trees::mean_of(std::span<const Trees> forests) {
  if (forests.empty()) return refuse("there are no trees");
  const auto share = 1 / static_cast<float>(forests.size());
  float base = 0;
  std::vector<std::vector<Node>> trees;
  for (const Trees& forest : forests) {
    if (forest.features() != forests.front().features())
      return refuse("the forests differ in their features");
    base += forest.base() * share;
    for (std::size_t i = 0; i < forest.size(); ++i) {
      const auto nodes = forest.tree(i);
      auto& tree = trees.emplace_back(nodes.begin(), nodes.end());
      for (Node& node : tree)
        if (is_leaf(node)) node.value *= share;
    }
  }
  return from_preorder(forests.front().features(), base, trees);
}

std::span<const Node> Trees::tree(std::size_t index) const {
  const std::size_t from = roots_[index];
  const std::size_t to = index + 1 < roots_.size() ? roots_[index + 1] : nodes_.size();
  return std::span(nodes_).subspan(from, to - from);
}

float Trees::margin(std::span<const float> row) const {
  float sum = base_;
  for (const std::size_t root : roots_)
    sum += leaf_of(std::span(nodes_).subspan(root), row);
  return sum;
}

void Trees::staged_margins(std::span<const float> row, std::span<const std::size_t> counts,
                           std::span<float> out) const {
  float sum = base_;
  std::size_t done = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    for (; done < counts[i]; ++done)
      sum += leaf_of(std::span(nodes_).subspan(roots_[done]), row);
    out[i] = sum;
  }
}

float probability_of(float margin) {
  // Beyond it exp is infinite in float32.
  constexpr float steepest = 88.7F;
  return 1.0F / (std::exp(std::min(-margin, steepest)) + 1.0F);
}

}  // namespace sekisho::scoring
