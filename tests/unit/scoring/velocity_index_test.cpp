#include <algorithm>
#include <random>
#include <vector>

#include <gtest/gtest.h>
#include <scoring/velocity_index.h>

namespace sekisho::scoring {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

const Timestamp noon = *parse_rfc3339("2026-11-23T12:00:00Z");
constexpr milliseconds tick{1};
constexpr VelocityIndex::Key key = 42;

std::int64_t OrderCounts::* const windows[] = {&OrderCounts::m10, &OrderCounts::h1, &OrderCounts::h24,
                                               &OrderCounts::d7, &OrderCounts::d30};
constexpr milliseconds lengths[] = {minutes{10}, hours{1}, hours{24}, days{7}, days{30}};

TEST(VelocityIndex, KnowsNothingOfAKeyItNeverSaw) {
  EXPECT_EQ(VelocityIndex{}.count(key, noon), OrderCounts{});
}

TEST(VelocityIndex, IncludesTheFarEdgeOfEachWindowAndNotAMillisecondMore) {
  for (std::size_t i = 0; i < std::size(lengths); ++i) {
    VelocityIndex index;
    index.add(key, noon - lengths[i]);
    EXPECT_EQ(index.count(key, noon).*windows[i], 1) << i;
    EXPECT_EQ(index.count(key, noon + tick).*windows[i], 0) << i;
  }
}

TEST(VelocityIndex, IncludesThisVeryMomentButNothingLater) {
  VelocityIndex index;
  index.add(key, noon);
  index.add(key, noon + tick);
  EXPECT_EQ(index.count(key, noon).m10, 1);
  EXPECT_EQ(index.count(key, noon + tick).m10, 2);
}

TEST(VelocityIndex, KeepsKeysApart) {
  VelocityIndex index;
  index.add(1, noon);
  index.add(2, noon);
  index.add(2, noon);
  EXPECT_EQ(index.count(1, noon).h1, 1);
  EXPECT_EQ(index.count(2, noon).h1, 2);
  EXPECT_EQ(index.keys(), 2U);
}

TEST(VelocityIndex, TakesTimesOutOfOrder) {
  VelocityIndex index;
  for (const auto before : {minutes{5}, minutes{61}, minutes{0}, minutes{11}, minutes{59}})
    index.add(key, noon - before);
  EXPECT_EQ(index.count(key, noon), (OrderCounts{.m10 = 2, .h1 = 4, .h24 = 5, .d7 = 5, .d30 = 5}));
}

TEST(VelocityIndex, TakesBackOneOfTwoEqualOrders) {
  VelocityIndex index;
  index.add(key, noon);
  index.add(key, noon);
  index.remove(key, noon);
  EXPECT_EQ(index.count(key, noon).h1, 1);
  index.remove(key, noon);
  EXPECT_EQ(index.keys(), 0U);
}

TEST(VelocityIndex, IgnoresTheRemovalOfWhatIsNotThere) {
  VelocityIndex index;
  index.remove(key, noon);
  index.add(key, noon);
  index.remove(key, noon + tick);
  index.remove(key, noon - tick);
  index.remove(key + 1, noon);
  EXPECT_EQ(index.count(key, noon).h1, 1);
}

TEST(VelocityIndex, ForgetsOnlyWhatNoLaterWindowSees) {
  VelocityIndex index;
  index.add(key, noon - days{30} - tick);
  index.add(key, noon - days{30});
  index.add(key + 1, noon - days{31});
  index.prune(noon);
  EXPECT_EQ(index.keys(), 1U);
  EXPECT_EQ(index.count(key, noon).d30, 1);
  EXPECT_EQ(index.count(key, noon - tick).d30, 1) << "the one at the edge is kept, the one before is gone";
}

TEST(VelocityIndex, AgreesWithCountingByHand) {
  std::mt19937_64 dice(7);
  std::uniform_int_distribution<std::int64_t> within(0, milliseconds(days{40}).count());
  VelocityIndex index;
  std::vector<Timestamp> times;
  for (int i = 0; i < 2'000; ++i) {
    times.push_back(noon - milliseconds{within(dice)});
    index.add(key, times.back());
  }
  for (int i = 0; i < 200; ++i) {
    const Timestamp at = noon - milliseconds{within(dice)};
    const OrderCounts counts = index.count(key, at);
    for (std::size_t w = 0; w < std::size(lengths); ++w) {
      const auto by_hand =
          std::ranges::count_if(times, [&](Timestamp t) { return t <= at && t >= at - lengths[w]; });
      ASSERT_EQ(counts.*windows[w], by_hand);
    }
  }
}

TEST(VelocityIndex, CountsAHotKeyOfAMillionOrders) {
  constexpr int orders = 1'000'000;
  VelocityIndex index;
  for (int i = 0; i < orders; ++i)
    index.add(key, noon + milliseconds{i});
  // Linear look-ups would make these hundred thousand ones take minutes.
  std::int64_t sum = 0;
  for (int i = 0; i < 100'000; ++i)
    sum += index.count(key, noon + milliseconds{orders - 1 - i}).h1;
  EXPECT_EQ(sum, 100'000LL * orders - 99'999LL * 100'000 / 2);
  for (int i = 0; i < 1'000; ++i)
    index.remove(key, noon + milliseconds{orders - 1 - i});
  EXPECT_EQ(index.count(key, noon + hours{1}).h1, orders - 1'000);
}

}  // namespace
}  // namespace sekisho::scoring
