#include "history/distinct_index.h"

#include <algorithm>
#include <random>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace sekisho::scoring {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

const Timestamp noon = *parse_rfc3339("2026-11-23T12:00:00Z");
constexpr TraceKey device = 7;
constexpr milliseconds tick{1};

TEST(DistinctIndex, CountsTheOneThatAsks) {
  DistinctIndex index;
  EXPECT_EQ(index.count(device, noon, hours{1}, 1), 1);
  index.add(device, 2, noon);
  EXPECT_EQ(index.count(device, noon, hours{1}, 1), 2);
  EXPECT_EQ(index.count(device, noon, hours{1}, 2), 1);
}

TEST(DistinctIndex, CountsAValueOnceHoweverOftenItCame) {
  DistinctIndex index;
  for (int i = 0; i < 5; ++i)
    index.add(device, 2, noon);
  EXPECT_EQ(index.count(device, noon, hours{1}, 1), 2);
}

TEST(DistinctIndex, IncludesBothEdgesOfTheWindow) {
  DistinctIndex index;
  index.add(device, 2, noon - hours{1});
  index.add(device, 3, noon);
  EXPECT_EQ(index.count(device, noon, hours{1}, 1), 3);
  EXPECT_EQ(index.count(device, noon + tick, hours{1}, 1), 2);
  EXPECT_EQ(index.count(device, noon - tick, hours{1}, 1), 2) << "what comes later does not count";
}

TEST(DistinctIndex, TakesBackWhatDidNotHappen) {
  DistinctIndex index;
  index.add(device, 2, noon);
  index.add(device, 3, noon);
  index.remove(device, 3, noon);
  index.remove(device, 4, noon);
  EXPECT_EQ(index.count(device, noon, hours{1}, 1), 2);
  index.remove(device, 2, noon);
  EXPECT_EQ(index.keys(), 0U);
}

TEST(DistinctIndex, ForgetsWhatIsOld) {
  DistinctIndex index;
  index.add(device, 2, noon - hours{2});
  index.add(device, 3, noon);
  index.add(8, 2, noon - hours{2});
  index.prune(noon - hours{1});
  EXPECT_EQ(index.keys(), 1U);
  EXPECT_EQ(index.count(device, noon, hours{9}, 1), 2);
}

/// The same by brute force.
class Ledger {
 public:
  void add(TraceKey value, Timestamp at) { rows_.emplace_back(at, value); }

  void remove_last() { rows_.pop_back(); }

  [[nodiscard]] const std::pair<Timestamp, TraceKey>& last() const { return rows_.back(); }

  [[nodiscard]] bool empty() const { return rows_.empty(); }

  [[nodiscard]] std::int64_t count(Timestamp at, milliseconds window, TraceKey own) const {
    std::set<TraceKey> values{own};
    for (const auto& [when, value] : rows_) {
      if (when <= at && when >= at - window) values.insert(value);
    }
    return static_cast<std::int64_t>(values.size());
  }

 private:
  std::vector<std::pair<Timestamp, TraceKey>> rows_;
};

TEST(DistinctIndex, IsExactOnABusyKeyWhateverComes) {
  std::mt19937_64 dice{20261123};
  DistinctIndex index;
  Ledger ledger;
  Timestamp now = noon;
  for (int i = 0; i < 5000; ++i) {
    now += milliseconds{static_cast<std::int64_t>(dice() % 60'000)};
    // Now and then something comes late, is asked about the past, or is taken back.
    const bool late = dice() % 20 == 0;
    const Timestamp at = late ? now - minutes{static_cast<int>(dice() % 300)} : now;
    const TraceKey value = dice() % 40;
    for (const milliseconds window : {milliseconds{hours{1}}, milliseconds{hours{24}}}) {
      ASSERT_EQ(index.count(device, at, window, value), ledger.count(at, window, value)) << i;
    }
    index.add(device, value, at);
    ledger.add(value, at);
    if (dice() % 50 == 0) {
      index.remove(device, ledger.last().second, ledger.last().first);
      ledger.remove_last();
    }
  }
}

}  // namespace
}  // namespace sekisho::scoring
