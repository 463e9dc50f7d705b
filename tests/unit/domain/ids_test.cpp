#include <array>
#include <chrono>
#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include <domain/ids.h>
#include <gtest/gtest.h>

#include "support/seeded_random.h"

namespace sekisho {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp noon{std::chrono::sys_days{std::chrono::November / 23 / 2026} + 12h};
constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Gives the same byte for ever.
class ConstantRandom final : public Random {
 public:
  explicit ConstantRandom(std::byte byte) : byte_(byte) {}

  void fill(std::span<std::byte> out) override { std::ranges::fill(out, byte_); }

 private:
  std::byte byte_;
};

TEST(Ulid, IsTheSpecificationsExampleTime) {
  // https://github.com/ulid/spec: 1469918176385 is written 01ARYZ6S41.
  ConstantRandom zeros{std::byte{0}};
  EXPECT_EQ(make_ulid(Timestamp{1469918176385ms}, zeros), "01ARYZ6S410000000000000000");
}

TEST(Ulid, CarriesEightyRandomBits) {
  ConstantRandom ones{std::byte{0xff}};
  EXPECT_EQ(make_ulid(Timestamp{0ms}, ones), "0000000000ZZZZZZZZZZZZZZZZ");
}

TEST(Ulid, HasTwentySixCharactersOfCrockfordsAlphabet) {
  testing::SeededRandom random;
  for (int i = 0; i < 1000; ++i) {
    const auto ulid = make_ulid(noon + Milliseconds{i}, random);
    ASSERT_EQ(ulid.size(), 26U);
    ASSERT_EQ(ulid.find_first_not_of(crockford), std::string::npos) << ulid;
  }
}

TEST(Ulid, SortsByTimeWhateverTheDice) {
  ConstantRandom low{std::byte{0}};
  ConstantRandom high{std::byte{0xff}};
  for (const auto gap : {1ms, 31ms, 32ms, 1000ms, 86'400'000ms}) {
    EXPECT_LT(make_ulid(noon, high), make_ulid(noon + gap, low)) << gap;
  }
}

TEST(Ulid, IsNeverGivenTwiceWithinOneMillisecond) {
  testing::SeededRandom random;
  std::set<std::string> given;
  for (int i = 0; i < 10'000; ++i)
    given.insert(make_ulid(noon, random));
  EXPECT_EQ(given.size(), 10'000U);
}

TEST(Id, CarriesItsKindAsAPrefix) {
  testing::SeededRandom random;
  const auto id = make_id("ord_", noon, random);
  EXPECT_EQ(id.size(), 30U);
  EXPECT_TRUE(id.starts_with("ord_01")) << id;
}

TEST(RandomUnit, StaysBelowOneAndReachesBothEnds) {
  ConstantRandom low{std::byte{0}};
  ConstantRandom high{std::byte{0xff}};
  EXPECT_EQ(low.unit(), 0.0);
  EXPECT_LT(high.unit(), 1.0);
  EXPECT_GT(high.unit(), 0.9999999);
}

}  // namespace
}  // namespace sekisho
