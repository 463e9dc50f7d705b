#include "http/rate_limiter.h"

#include <atomic>
#include <chrono>
#include <limits>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

namespace sekisho::gateway {

namespace {

using namespace std::chrono_literals;
using Time = std::chrono::steady_clock::time_point;

constexpr Time kStart{1000h};

/// How many attempts at one moment are let through before the first refusal, up to `most`.
int let_through(RateLimiter& limiter, std::string_view key, Time now, int most) {
  int count = 0;
  while (count < most && !limiter.try_acquire(key, now))
    ++count;
  return count;
}

}  // namespace

TEST(RateLimiter, LetsASecondsWorthThroughAtOnceAndThenAsksToWait) {
  for (const int rate : {1, 2, 3, 7, 10, 1000}) {
    RateLimiter limiter(rate, 100);
    EXPECT_EQ(let_through(limiter, "hook", kStart, 5000), rate);
    EXPECT_EQ(limiter.try_acquire("hook", kStart), 1s);
  }
}

TEST(RateLimiter, GivesATokenBackWithEachInterval) {
  RateLimiter limiter(10, 100);
  ASSERT_EQ(let_through(limiter, "hook", kStart, 100), 10);
  EXPECT_TRUE(limiter.try_acquire("hook", kStart + 99ms));
  EXPECT_FALSE(limiter.try_acquire("hook", kStart + 100ms));
  EXPECT_TRUE(limiter.try_acquire("hook", kStart + 100ms));
  EXPECT_EQ(let_through(limiter, "hook", kStart + 400ms, 100), 3);
}

TEST(RateLimiter, HoldsNoMoreThanASecondsWorthHoweverLongItRests) {
  RateLimiter limiter(5, 100);
  EXPECT_EQ(let_through(limiter, "hook", kStart, 100), 5);
  EXPECT_EQ(let_through(limiter, "hook", kStart + 24h, 100), 5);
}

TEST(RateLimiter, KeepsTheRateOverALongTime) {
  RateLimiter limiter(7, 100);
  int passed = 0;
  for (auto at = 0ms; at < 60s; at += 10ms)
    passed += limiter.try_acquire("hook", kStart + at) ? 0 : 1;
  EXPECT_EQ(passed, 7 + 7 * 60 - 1);
}

TEST(RateLimiter, AllowsOneAtATimeBelowOnePerSecond) {
  RateLimiter limiter(0.1, 100);
  EXPECT_FALSE(limiter.try_acquire("hook", kStart));
  EXPECT_EQ(limiter.try_acquire("hook", kStart), 10s);
  EXPECT_EQ(limiter.try_acquire("hook", kStart + 1s), 9s);
  EXPECT_EQ(limiter.try_acquire("hook", kStart + 9500ms), 1s);
  EXPECT_FALSE(limiter.try_acquire("hook", kStart + 10s));
}

TEST(RateLimiter, RoundsTheWaitUpToWholeSeconds) {
  RateLimiter limiter(0.4, 100);
  ASSERT_FALSE(limiter.try_acquire("hook", kStart));
  EXPECT_EQ(limiter.try_acquire("hook", kStart), 3s);
  EXPECT_EQ(limiter.try_acquire("hook", kStart + 499ms), 3s);
  EXPECT_EQ(limiter.try_acquire("hook", kStart + 500ms), 2s);
}

TEST(RateLimiter, IsRightAboutTheWait) {
  for (const double rate : {0.07, 0.3, 1.0, 2.5, 33.0}) {
    RateLimiter limiter(rate, 100);
    let_through(limiter, "hook", kStart, 100);
    const auto wait = limiter.try_acquire("hook", kStart);
    ASSERT_TRUE(wait);
    EXPECT_FALSE(limiter.try_acquire("hook", kStart + *wait)) << rate;
  }
}

TEST(RateLimiter, DoesNotPunishHammering) {
  RateLimiter limiter(1, 100);
  ASSERT_FALSE(limiter.try_acquire("hook", kStart));
  for (int i = 0; i < 1000; ++i)
    EXPECT_TRUE(limiter.try_acquire("hook", kStart + 500ms));
  EXPECT_FALSE(limiter.try_acquire("hook", kStart + 1s));
}

TEST(RateLimiter, CountsEachKeyAlone) {
  RateLimiter limiter(1, 100);
  EXPECT_FALSE(limiter.try_acquire("a", kStart));
  EXPECT_FALSE(limiter.try_acquire("b", kStart));
  EXPECT_FALSE(limiter.try_acquire("", kStart));
  EXPECT_TRUE(limiter.try_acquire("a", kStart));
  EXPECT_TRUE(limiter.try_acquire("b", kStart));
}

TEST(RateLimiter, KeepsItsOwnCopyOfAKey) {
  RateLimiter limiter(1, 100);
  std::string key = "a key that is too long for the small string";
  EXPECT_FALSE(limiter.try_acquire(key, kStart));
  key.front() = 'A';
  EXPECT_FALSE(limiter.try_acquire(key, kStart));
  EXPECT_TRUE(limiter.try_acquire("a key that is too long for the small string", kStart));
}

TEST(RateLimiter, NeverLimitsAtZero) {
  RateLimiter limiter(0, 100);
  EXPECT_EQ(let_through(limiter, "hook", kStart, 10000), 10000);
}

TEST(RateLimiter, SurvivesRatesOutOfThisWorld) {
  RateLimiter slow(std::numeric_limits<double>::denorm_min(), 100);
  EXPECT_FALSE(slow.try_acquire("hook", kStart));
  EXPECT_EQ(slow.try_acquire("hook", kStart), std::chrono::days{365});
  RateLimiter fast(1e300, 100);
  EXPECT_EQ(let_through(fast, "hook", kStart, 10000), 10000);
}

TEST(RateLimiter, ForgetsTheKeyThatWasUsedLongestAgo) {
  RateLimiter limiter(1, 2);
  ASSERT_FALSE(limiter.try_acquire("a", kStart));
  ASSERT_FALSE(limiter.try_acquire("b", kStart));
  EXPECT_TRUE(limiter.try_acquire("a", kStart));   // a refusal is a use too
  EXPECT_FALSE(limiter.try_acquire("c", kStart));  // b goes
  EXPECT_TRUE(limiter.try_acquire("a", kStart));
  EXPECT_TRUE(limiter.try_acquire("c", kStart));
  EXPECT_FALSE(limiter.try_acquire("b", kStart));
}

TEST(RateLimiter, RemembersOneKeyAtLeast) {
  RateLimiter limiter(1, 0);
  EXPECT_FALSE(limiter.try_acquire("a", kStart));
  EXPECT_TRUE(limiter.try_acquire("a", kStart));
}

TEST(RateLimiter, TakesAClockReadingThatCameLate) {
  RateLimiter limiter(2, 100);
  ASSERT_FALSE(limiter.try_acquire("hook", kStart));
  ASSERT_FALSE(limiter.try_acquire("hook", kStart - 5ms));
  EXPECT_TRUE(limiter.try_acquire("hook", kStart));
  EXPECT_FALSE(limiter.try_acquire("hook", kStart + 500ms));
}

TEST(RateLimiter, LetsNoTokenBeTakenTwiceByManyThreads) {
  RateLimiter limiter(1000, 4);
  std::atomic<int> passed = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] { passed += let_through(limiter, "hook", kStart, 1000); });
    }
  }
  EXPECT_EQ(passed, 1000);
}

}  // namespace sekisho::gateway
