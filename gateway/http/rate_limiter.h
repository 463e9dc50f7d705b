#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sekisho::gateway {

/// A token bucket per key (a hook, an address): `per_second` tokens flow in, and up to max(1, per_second)
/// wait. It remembers the `max_keys` keys that were used last; a forgotten key begins again with a full
/// bucket. Thread-safe under one mutex, held for about 0.1 µs (0.7 µs when keys come and go): at 40,000 calls
/// a second it is busy for 0.5 to 3 % of the time, so shards would buy nothing.
class RateLimiter {
 public:
  /// `per_second` 0: no limit. `max_keys` is at least 1.
  RateLimiter(double per_second, std::size_t max_keys);

  /// Takes a token: nothing when there was one, otherwise how long to wait for the next, in whole seconds, at
  /// least 1. A refused attempt takes nothing, so hammering does not make it worse. `now` may lie
  /// before another thread's: whoever reads the clock first need not come in first.
  [[nodiscard]] std::optional<std::chrono::seconds> try_acquire(std::string_view key,
                                                                std::chrono::steady_clock::time_point now);

 private:
  using Time = std::chrono::steady_clock::time_point;

  /// The bucket as one point in time (the generic cell rate algorithm): when it will be full again.
  struct Bucket {
    std::string key;
    Time full_at;
  };

  Bucket& bucket_of(std::string_view key);

  const std::chrono::nanoseconds interval_;  ///< one token's worth of time; 0: no limit
  const std::chrono::nanoseconds depth_;     ///< a full bucket's worth of time
  const std::size_t max_keys_;
  std::mutex mutex_;
  Time latest_ = Time::min();
  std::list<Bucket> by_use_;  ///< the last used first
  std::unordered_map<std::string_view, std::list<Bucket>::iterator> by_key_;
};

}  // namespace sekisho::gateway
