#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

#include <scoring/trees.h>

namespace sekisho::scoring {

[[nodiscard]] inline bool is_leaf(const Trees::Node& node) {
  return node.feature < 0;
}

[[nodiscard]] inline bool goes_left(const Trees::Node& split, float value) {
  return std::isnan(value) ? split.missing_left : value < split.value;
}

/// The share of a split's training rows that went left. It keeps away from 0 and 1 so that the product of the
/// shares of the deepest tree is still no zero: explanations divide by it.
[[nodiscard]] inline double left_share(std::span<const Trees::Node> tree, std::size_t at) {
  constexpr double least = 1e-9;
  const double left = tree[at + 1].cover;
  const double right = tree[tree[at].right].cover;
  return std::clamp(left / (left + right), least, 1 - least);
}

}  // namespace sekisho::scoring
