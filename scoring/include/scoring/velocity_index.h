#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include <domain/time.h>
#include <scoring/past.h>

namespace sekisho::scoring {

/// Exact counts of orders by identifier over the last 30 days, in memory. Not thread-safe: the desk owns it,
/// and the desk's order of events is what makes the counts exact.
///
/// A key is the first 64 bits of the identifier's keyed hash. Times may arrive a little out of order. A
/// look-up costs the logarithm of the key's own orders, whatever else is stored.
class VelocityIndex {
 public:
  using Key = std::uint64_t;

  /// Orders with `key` in the windows that end at `at`, the edge included. Later orders do not count.
  [[nodiscard]] OrderCounts count(Key key, Timestamp at) const;

  void add(Key key, Timestamp at);
  /// Takes back one add() of the same key and time: a commit that failed did not happen.
  void remove(Key key, Timestamp at);
  /// Forgets what no window that ends at `at` or later can see.
  void prune(Timestamp at);

  [[nodiscard]] std::size_t keys() const { return times_.size(); }

 private:
  std::unordered_map<Key, std::vector<std::int64_t>> times_;  // milliseconds since 1970, ascending
};

}  // namespace sekisho::scoring
