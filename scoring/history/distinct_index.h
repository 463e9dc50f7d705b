#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include <domain/time.h>
#include <scoring/trace.h>

namespace sekisho::scoring {

/// Exact counts of the different values that came with a key within a window: names per device, rooms per
/// building. In memory; not thread-safe: the desk owns it through History.
///
/// A count at the present costs the same however much is stored: a busy key keeps a running count for each
/// window that is asked of it. One at an earlier time, which only the event clock asks for, reads the window.
class DistinctIndex {
 public:
  /// How many values came with `key` in the window that ends at `at`, both edges included, `own` among them
  /// whether it came before or not.
  [[nodiscard]] std::int64_t count(TraceKey key, Timestamp at, Milliseconds window, TraceKey own);

  void add(TraceKey key, TraceKey value, Timestamp at);
  /// Takes back one add() of the same.
  void remove(TraceKey key, TraceKey value, Timestamp at);
  /// Forgets what came before.
  void prune(Timestamp oldest);

  [[nodiscard]] std::size_t keys() const { return tracks_.size(); }

 private:
  struct Pair {
    std::int64_t at;  // milliseconds since 1970
    TraceKey value;
  };

  /// The running count of one window: `seen` counts the values of the pairs from `begin` to `end`.
  struct Running {
    std::int64_t window;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::unordered_map<TraceKey, std::uint32_t> seen;
  };

  struct Track {
    std::vector<Pair> pairs;  // by time
    std::vector<Running> running;
  };

  static std::int64_t read(const Track& track, std::int64_t from, std::int64_t to, TraceKey own);
  static std::optional<std::int64_t> advance(Track& track, std::int64_t from, std::int64_t to, TraceKey own);

  std::unordered_map<TraceKey, Track> tracks_;
};

}  // namespace sekisho::scoring
