#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <scoring/model_file.h>

#include "support/seeded_random.h"

namespace sekisho::scoring::testing {

inline Trees::Node split_at(std::int32_t feature, float below, float cover, bool missing_left = false) {
  return {.value = below, .cover = cover, .feature = feature, .missing_left = missing_left};
}

inline Trees::Node leaf_of(float value, float cover) {
  return {.value = value, .cover = cover};
}

inline std::vector<Trees::Node> random_tree(sekisho::testing::SeededRandom& random, std::size_t features,
                                            int depth, float cover) {
  if (depth == 0 || random.unit() < 0.2) return {leaf_of(static_cast<float>(random.unit() * 4 - 2), cover)};
  const auto share = static_cast<float>(0.1 + 0.8 * random.unit());
  std::vector<Trees::Node> tree = {
      split_at(static_cast<std::int32_t>(random.unit() * static_cast<double>(features)),
               static_cast<float>(random.unit()), cover, random.unit() < 0.5)};
  for (const float side : {cover * share, cover * (1 - share)}) {
    const auto below = random_tree(random, features, depth - 1, side);
    tree.insert(tree.end(), below.begin(), below.end());
  }
  return tree;
}

inline Trees random_trees(std::uint64_t seed, std::size_t features, int trees, int depth) {
  sekisho::testing::SeededRandom random(seed);
  std::vector<std::vector<Trees::Node>> many;
  for (int i = 0; i < trees; ++i)
    many.push_back(random_tree(random, features, depth, 100));
  return Trees::from_preorder(features, -1, many).value();
}

inline ModelFile model_with(std::vector<ModelFeature> features, Trees trees) {
  return {.features = std::move(features),
          .trees = std::move(trees),
          .calibration = {.scale = 0.8, .offset = -0.3},
          .origin = {.trainer = "sekisho 0.1.0",
                     .train_from = *parse_rfc3339("2026-01-01T00:00:00Z"),
                     .train_to = *parse_rfc3339("2026-02-01T00:00:00Z"),
                     .delay = std::chrono::days{7},
                     .seed = 42,
                     .rows = 1000,
                     .positives = 10}};
}

}  // namespace sekisho::scoring::testing
