#include "dice.h"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

namespace sekisho::simulation {
namespace {

constexpr int throws = 20000;

TEST(SeededStream, BeginsAsThePublishedGeneratorDoes) {
  // The first two numbers of SplitMix64 from the seed 1234567, as its reference implementation gives them.
  SeededStream stream{1234567};
  std::array<std::uint64_t, 2> words{};
  stream.fill(std::as_writable_bytes(std::span{words}));
  EXPECT_EQ(words[0], 6457827717110365317U);
  EXPECT_EQ(words[1], 3203168211198807973U);
}

TEST(SeedFor, GivesEveryPurposeAndNumberItsOwn) {
  EXPECT_EQ(seed_for(1, "chat", 2), seed_for(1, "chat", 2));
  EXPECT_NE(seed_for(1, "chat", 2), seed_for(1, "chat", 3));
  EXPECT_NE(seed_for(1, "chat", 2), seed_for(1, "shop", 2));
  EXPECT_NE(seed_for(1, "chat", 2), seed_for(2, "chat", 2));
}

TEST(Dice, StayWithinTheirBounds) {
  SeededStream stream{1};
  Dice dice{stream};
  bool low = false;
  bool high = false;
  for (int i = 0; i < throws; ++i) {
    const auto number = dice.between(std::int64_t{3}, 7);
    ASSERT_GE(number, 3);
    ASSERT_LE(number, 7);
    low = low || number == 3;
    high = high || number == 7;
    ASSERT_LT(dice.index(5), 5U);
  }
  EXPECT_TRUE(low && high);
}

TEST(Dice, HaveTheMeansTheyAreAskedFor) {
  SeededStream stream{2};
  Dice dice{stream};
  double normal = 0;
  double square = 0;
  double exponential = 0;
  int below_median = 0;
  for (int i = 0; i < throws; ++i) {
    const double drawn = dice.normal();
    normal += drawn;
    square += drawn * drawn;
    exponential += dice.exponential(4.0);
    below_median += dice.lognormal(10, 0.5) < 10 ? 1 : 0;
  }
  EXPECT_NEAR(normal / throws, 0, 0.03);
  EXPECT_NEAR(square / throws, 1, 0.05);
  EXPECT_NEAR(exponential / throws, 4, 0.15);
  EXPECT_NEAR(static_cast<double>(below_median) / throws, 0.5, 0.02);
}

TEST(Dice, DrawInProportionToWeights) {
  SeededStream stream{3};
  Dice dice{stream};
  constexpr std::array<double, 3> weights{1, 0, 3};
  std::array<int, 3> drawn{};
  for (int i = 0; i < throws; ++i)
    ++drawn[dice.weighted(weights)];
  EXPECT_EQ(drawn[1], 0);
  EXPECT_NEAR(static_cast<double>(drawn[2]) / throws, 0.75, 0.02);
}

}  // namespace
}  // namespace sekisho::simulation
