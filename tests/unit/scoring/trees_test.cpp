#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <scoring/trees.h>

#include "support/seeded_random.h"
#include "trained_models.h"

namespace sekisho::scoring::testing {
namespace {

using sekisho::testing::SeededRandom;
using ::testing::HasSubstr;
using Node = Trees::Node;

constexpr float nan = std::numeric_limits<float>::quiet_NaN();

Trees forest(std::size_t features, float base, const std::vector<std::vector<Node>>& trees) {
  return Trees::from_preorder(features, base, trees).value();
}

std::string fault(std::size_t features, const std::vector<std::vector<Node>>& trees) {
  const auto read = Trees::from_preorder(features, 0, trees);
  return read ? "accepted" : read.error().detail;
}

/// feature 0 < 1 ? -1 : (feature 1 < 5 ? 0.5 : 2)
std::vector<Node> small_tree() {
  return {split_at(0, 1, 10, true), leaf_of(-1, 6), split_at(1, 5, 4), leaf_of(0.5, 3), leaf_of(2, 1)};
}

std::vector<float> random_row(SeededRandom& random, std::size_t features) {
  std::vector<float> row;
  for (std::size_t i = 0; i < features; ++i)
    row.push_back(random.unit() < 0.2 ? nan : static_cast<float>(random.unit()));
  return row;
}

/// What the tree says when only the features of `known` are: the rest go both ways, by cover.
double expectation(std::span<const Node> tree, std::size_t at, std::span<const float> row, unsigned known) {
  const Node& node = tree[at];
  if (node.feature < 0) return node.value;
  const auto feature = static_cast<std::size_t>(node.feature);
  if ((known >> feature & 1U) != 0) {
    const bool left = std::isnan(row[feature]) ? node.missing_left : row[feature] < node.value;
    return expectation(tree, left ? at + 1 : node.right, row, known);
  }
  const double left = tree[at + 1].cover;
  const double right = tree[node.right].cover;
  return (left * expectation(tree, at + 1, row, known) + right * expectation(tree, node.right, row, known)) /
         (left + right);
}

double value_of(const Trees& trees, std::span<const float> row, unsigned known) {
  double sum = trees.base();
  for (std::size_t i = 0; i < trees.size(); ++i)
    sum += expectation(trees.tree(i), 0, row, known);
  return sum;
}

double factorial(unsigned n) {
  return std::tgamma(n + 1.0);
}

/// Shapley's own formula: over all sets of other features, what this one adds to them.
double shapley(const Trees& trees, std::span<const float> row, unsigned feature) {
  const auto features = static_cast<unsigned>(trees.features());
  double sum = 0;
  for (unsigned set = 0; set < (1U << features); ++set) {
    if ((set >> feature & 1U) != 0) continue;
    const auto size = static_cast<unsigned>(__builtin_popcount(set));
    const double weight = factorial(size) * factorial(features - size - 1) / factorial(features);
    sum += weight * (value_of(trees, row, set | 1U << feature) - value_of(trees, row, set));
  }
  return sum;
}

TEST(Trees, FollowTheSplitsToALeaf) {
  const Trees trees = forest(2, 0.25F, {small_tree()});
  EXPECT_FLOAT_EQ(trees.margin(std::vector<float>{0.5F, 9.0F}), 0.25F - 1.0F);
  EXPECT_FLOAT_EQ(trees.margin(std::vector<float>{1.0F, 4.9F}), 0.25F + 0.5F);
  EXPECT_FLOAT_EQ(trees.margin(std::vector<float>{2.0F, 5.0F}), 0.25F + 2.0F);
}

TEST(Trees, SendAMissingValueItsDefaultWay) {
  const Trees trees = forest(2, 0, {small_tree()});
  EXPECT_FLOAT_EQ(trees.margin(std::vector<float>{nan, 9.0F}), -1.0F);
  EXPECT_FLOAT_EQ(trees.margin(std::vector<float>{3.0F, nan}), 2.0F);
}

TEST(Trees, AddUpAndStopWhereTheyAreTold) {
  const Trees trees = forest(2, 1, {small_tree(), {leaf_of(4, 1)}, {leaf_of(0.5, 1)}});
  const std::vector<std::size_t> counts = {0, 1, 3};
  std::vector<float> margins(3);
  trees.staged_margins(std::vector<float>{0.0F, 0.0F}, counts, margins);
  EXPECT_THAT(margins, ::testing::ElementsAre(1.0F, 0.0F, 4.5F));
  EXPECT_FLOAT_EQ(trees.margin(std::vector<float>{0.0F, 0.0F}), 4.5F);
}

TEST(Trees, AverageIntoOneForest) {
  const std::vector<Trees> two = {forest(2, 1, {small_tree()}), forest(2, 3, {{leaf_of(4, 1)}})};
  const Trees mean = Trees::mean_of(two).value();
  EXPECT_FLOAT_EQ(mean.margin(std::vector<float>{2.0F, 5.0F}), (1 + 2 + 3 + 4) / 2.0F);
  EXPECT_FALSE(Trees::mean_of({}));
}

TEST(Trees, ExpectTheMeanOfTheLeavesByCover) {
  EXPECT_DOUBLE_EQ(forest(2, 0.5F, {small_tree()}).expected(),
                   0.5 + 0.6 * -1 + 0.4 * (0.75 * 0.5 + 0.25 * 2));
}

TEST(Trees, ExplainThemselvesByExactShapleyValues) {
  SeededRandom random(7);
  constexpr std::size_t features = 6;
  for (int round = 0; round < 40; ++round) {
    std::vector<std::vector<Node>> many;
    for (int i = 0; i < 5; ++i)
      many.push_back(random_tree(random, features, 6, 100));
    const Trees trees = forest(features, 0.1F, many);
    const auto row = random_row(random, features);
    std::vector<double> contributions(features);
    trees.contributions(row, contributions);
    double sum = trees.expected();
    for (unsigned i = 0; i < features; ++i) {
      EXPECT_NEAR(contributions[i], shapley(trees, row, i), 1e-9);
      sum += contributions[i];
    }
    EXPECT_NEAR(sum, trees.margin(row), 1e-5);
  }
}

TEST(Trees, ExplainTheDeepestTreeWithoutLosingNumbers) {
  std::vector<Node> chain;
  for (std::size_t i = 0; i < Trees::max_depth; ++i)
    chain.insert(chain.end(), {split_at(static_cast<std::int32_t>(i % 3), 0.5F, 1e12F), leaf_of(1, 1e-6F)});
  chain.push_back(leaf_of(3, 1e12F));
  const Trees trees = forest(3, 0, {chain});
  std::vector<double> contributions(3);
  trees.contributions(std::vector<float>{1.0F, 1.0F, 1.0F}, contributions);
  EXPECT_NEAR(trees.expected() + contributions[0] + contributions[1] + contributions[2], 3, 1e-6);
}

TEST(Trees, RefuseWhatIsNoTree) {
  EXPECT_EQ(fault(2, {small_tree()}), "accepted");
  EXPECT_THAT(fault(2, {std::vector<Node>{}}), HasSubstr("ends before"));
  EXPECT_THAT(fault(2, {{split_at(0, 1, 1), leaf_of(1, 1)}}), HasSubstr("ends before"));
  EXPECT_THAT(fault(2, {{leaf_of(1, 1), leaf_of(1, 1)}}), HasSubstr("beyond its end"));
  EXPECT_THAT(fault(1, {small_tree()}), HasSubstr("feature"));
  EXPECT_THAT(fault(2, {{leaf_of(nan, 1)}}), HasSubstr("finite"));
  EXPECT_THAT(fault(2, {{leaf_of(std::numeric_limits<float>::infinity(), 1)}}), HasSubstr("finite"));
  EXPECT_THAT(fault(2, {{leaf_of(1e7F, 1)}}), HasSubstr("probability"));
  EXPECT_THAT(fault(2, {{leaf_of(1, 0)}}), HasSubstr("cover"));
  EXPECT_THAT(fault(0, {}), HasSubstr("features"));
}

TEST(Trees, RefuseATreeThatIsTooDeep) {
  std::vector<Node> chain;
  for (std::size_t i = 0; i <= Trees::max_depth; ++i)
    chain.insert(chain.end(), {split_at(0, 0.5F, 1), leaf_of(1, 1)});
  chain.push_back(leaf_of(1, 1));
  EXPECT_THAT(fault(1, {chain}), HasSubstr("too deep"));
}

std::string xgboost(const std::string& tree, const std::string& base = "5E-1",
                    const std::string& objective = "binary:logistic") {
  return R"({"learner":{"gradient_booster":{"model":{"trees":[)" + tree +
         R"(]},"name":"gbtree"},"learner_model_param":{"base_score":")" + base +
         R"(","num_feature":"2"},"objective":{"name":")" + objective + R"("}},"version":[1,7,4]})";
}

std::string arrays(const std::string& left, const std::string& right) {
  return R"({"left_children":)" + left + R"(,"right_children":)" + right +
         R"(,"split_indices":[0,0,1,0,0],"split_conditions":[1.0,-1.0,5.0,0.5,2.0],"default_left":[1,0,0,0,0],)"
         R"("sum_hessian":[10.0,6.0,4.0,3.0,1.0]})";
}

TEST(XgboostModel, IsReadAsItsTrees) {
  const auto trees = Trees::from_xgboost(xgboost(arrays("[1,-1,3,-1,-1]", "[2,-1,4,-1,-1]"), "7.5E-1"));
  ASSERT_TRUE(trees) << trees.error().detail;
  EXPECT_EQ(*trees, forest(2, -std::log(1.0F / 0.75F - 1.0F), {small_tree()}));
}

TEST(XgboostModel, MayNumberItsNodesInAnyOrder) {
  const auto trees = Trees::from_xgboost(xgboost(
      R"({"left_children":[4,-1,-1,1,-1],"right_children":[3,-1,-1,2,-1],"split_indices":[0,0,0,1,0],)"
      R"("split_conditions":[1.0,0.5,2.0,5.0,-1.0],"default_left":[true,false,false,false,false],)"
      R"("sum_hessian":[10.0,3.0,1.0,4.0,6.0]})"));
  ASSERT_TRUE(trees) << trees.error().detail;
  EXPECT_EQ(*trees, forest(2, 0, {small_tree()}));
}

TEST(XgboostModel, IsRefusedWhenItIsDamaged) {
  const auto refused = [](const std::string& text) { return !Trees::from_xgboost(text).has_value(); };
  EXPECT_TRUE(refused("nonsense"));
  EXPECT_TRUE(refused("{}"));
  EXPECT_TRUE(refused(xgboost("{}")));
  EXPECT_TRUE(refused(xgboost(arrays("[1,-1,0,-1,-1]", "[2,-1,4,-1,-1]")))) << "a circle";
  EXPECT_TRUE(refused(xgboost(arrays("[1,-1,9,-1,-1]", "[2,-1,4,-1,-1]")))) << "a child that is not there";
  EXPECT_TRUE(refused(xgboost(arrays("[1,-1,3]", "[2,-1,4,-1,-1]")))) << "arrays of different lengths";
  EXPECT_TRUE(refused(xgboost(arrays("[1,-1,3,-1,-1]", "[2,-1,4,-1,-1]"), "1.5"))) << "no probability";
  EXPECT_TRUE(refused(xgboost("", "5E-1", "reg:squarederror")));
}

TEST(Probability, IsLogisticAndNeverInfinite) {
  EXPECT_FLOAT_EQ(probability_of(0.0F), 0.5F);
  EXPECT_FLOAT_EQ(probability_of(2.0F), 0.880797F);
  EXPECT_GE(probability_of(-1000.0F), 0.0F);
  EXPECT_FLOAT_EQ(probability_of(1000.0F), 1.0F);
}

}  // namespace
}  // namespace sekisho::scoring::testing
