#include <algorithm>
#include <chrono>
#include <iterator>

#include <scoring/velocity_index.h>

namespace sekisho::scoring {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr Milliseconds longest = days{30};

std::int64_t stored(Timestamp at) {
  return at.time_since_epoch().count();
}

}  // namespace

OrderCounts VelocityIndex::count(Key key, Timestamp at) const {
  const auto found = times_.find(key);
  if (found == times_.end()) return {};
  const std::vector<std::int64_t>& times = found->second;
  const auto end = std::ranges::upper_bound(times, stored(at));
  const auto since = [&](Milliseconds window) {
    return static_cast<std::int64_t>(end - std::lower_bound(times.begin(), end, stored(at - window)));
  };
  return {.m10 = since(minutes{10}),
          .h1 = since(hours{1}),
          .h24 = since(hours{24}),
          .d7 = since(days{7}),
          .d30 = since(longest)};
}

void VelocityIndex::add(Key key, Timestamp at) {
  std::vector<std::int64_t>& times = times_[key];
  // Times arrive nearly in order, so this is at or near the end.
  times.insert(std::ranges::upper_bound(times, stored(at)), stored(at));
}

void VelocityIndex::remove(Key key, Timestamp at) {
  const auto found = times_.find(key);
  if (found == times_.end()) return;
  std::vector<std::int64_t>& times = found->second;
  const auto after = std::ranges::upper_bound(times, stored(at));
  if (after == times.begin() || *(after - 1) != stored(at)) return;
  times.erase(after - 1);
  if (times.empty()) times_.erase(found);
}

void VelocityIndex::prune(Timestamp at) {
  const std::int64_t oldest = stored(at - longest);
  for (auto entry = times_.begin(); entry != times_.end();) {
    std::vector<std::int64_t>& times = entry->second;
    times.erase(times.begin(), std::ranges::lower_bound(times, oldest));
    entry = times.empty() ? times_.erase(entry) : std::next(entry);
  }
}

}  // namespace sekisho::scoring
