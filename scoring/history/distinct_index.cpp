#include "history/distinct_index.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace sekisho::scoring {
namespace {

/// Below it, reading the window is cheaper than keeping a running count.
constexpr std::size_t busy = 64;

std::int64_t stored(Timestamp at) {
  return at.time_since_epoch().count();
}

}  // namespace

std::int64_t DistinctIndex::count(TraceKey key, Timestamp at, Milliseconds window, TraceKey own) {
  const auto found = tracks_.find(key);
  if (found == tracks_.end()) return 1;
  const std::int64_t to = stored(at);
  const std::int64_t from = to - window.count();
  Track& track = found->second;
  if (track.pairs.size() >= busy) {
    if (const auto counted = advance(track, from, to, own)) return *counted;
  }
  return read(track, from, to, own);
}

std::int64_t DistinctIndex::read(const Track& track, std::int64_t from, std::int64_t to, TraceKey own) {
  const auto begin = std::ranges::lower_bound(track.pairs, from, {}, &Pair::at);
  const auto end = std::ranges::upper_bound(track.pairs, to, {}, &Pair::at);
  std::vector<TraceKey> values{own};
  for (auto pair = begin; pair < end; ++pair)
    values.push_back(pair->value);
  std::ranges::sort(values);
  return std::ranges::unique(values).begin() - values.begin();
}

/// Moves the window's running count forward; nothing when it stands beyond `to` or `from` already.
std::optional<std::int64_t> DistinctIndex::advance(Track& track, std::int64_t from, std::int64_t to,
                                                   TraceKey own) {
  auto running = std::ranges::find(track.running, to - from, &Running::window);
  if (running == track.running.end()) {
    track.running.push_back({.window = to - from, .begin = 0, .end = 0, .seen = {}});
    running = std::prev(track.running.end());
  }
  auto& [window, begin, end, seen] = *running;
  const auto& pairs = track.pairs;
  const bool ahead = (end > 0 && pairs[end - 1].at > to) || (begin > 0 && pairs[begin - 1].at >= from);
  if (ahead) return std::nullopt;
  for (; end < pairs.size() && pairs[end].at <= to; ++end)
    ++seen[pairs[end].value];
  for (; begin < end && pairs[begin].at < from; ++begin) {
    if (const auto gone = seen.find(pairs[begin].value); --gone->second == 0) seen.erase(gone);
  }
  return static_cast<std::int64_t>(seen.size() + (seen.contains(own) ? 0 : 1));
}

void DistinctIndex::add(TraceKey key, TraceKey value, Timestamp at) {
  Track& track = tracks_[key];
  const auto place = std::ranges::upper_bound(track.pairs, stored(at), {}, &Pair::at);
  const auto index = static_cast<std::size_t>(place - track.pairs.begin());
  // What comes out of order may fall into what was counted already.
  std::erase_if(track.running, [&](const Running& running) { return index < running.end; });
  track.pairs.insert(place, {.at = stored(at), .value = value});
}

void DistinctIndex::remove(TraceKey key, TraceKey value, Timestamp at) {
  const auto found = tracks_.find(key);
  if (found == tracks_.end()) return;
  auto& [pairs, running] = found->second;
  const auto [begin, end] = std::ranges::equal_range(pairs, stored(at), {}, &Pair::at);
  const auto pair = std::find_if(begin, end, [&](const Pair& p) { return p.value == value; });
  if (pair == end) return;
  pairs.erase(pair);
  running.clear();
  if (pairs.empty()) tracks_.erase(found);
}

void DistinctIndex::prune(Timestamp oldest) {
  for (auto entry = tracks_.begin(); entry != tracks_.end();) {
    auto& [pairs, running] = entry->second;
    const auto kept = std::ranges::lower_bound(pairs, stored(oldest), {}, &Pair::at);
    if (kept != pairs.begin()) {
      pairs.erase(pairs.begin(), kept);
      running.clear();
    }
    entry = pairs.empty() ? tracks_.erase(entry) : std::next(entry);
  }
}

}  // namespace sekisho::scoring
