#include "http/rate_limiter.h"

#include <algorithm>

namespace sekisho::gateway {

namespace {

using namespace std::chrono_literals;

/// Bounds a rate that is all but zero, lest its interval overflow.
constexpr std::chrono::nanoseconds kLongestInterval = std::chrono::days{365};

/// Rounded down, so that a second holds all of its tokens.
std::chrono::nanoseconds interval_of(double per_second) {
  if (!(per_second > 0)) return 0ns;
  const double nanoseconds = 1e9 / per_second;
  if (nanoseconds >= static_cast<double>(kLongestInterval.count())) return kLongestInterval;
  return std::chrono::nanoseconds(static_cast<std::chrono::nanoseconds::rep>(nanoseconds));
}

}  // namespace

RateLimiter::RateLimiter(double per_second, std::size_t max_keys)
    : interval_(interval_of(per_second)),
      depth_(std::max<std::chrono::nanoseconds>(interval_, 1s)),
      max_keys_(std::max<std::size_t>(max_keys, 1)) {}

std::optional<std::chrono::seconds> RateLimiter::try_acquire(std::string_view key, Time now) {
  if (interval_ == 0ns) return std::nullopt;
  const std::scoped_lock lock(mutex_);
  now = latest_ = std::max(latest_, now);
  Bucket& bucket = bucket_of(key);
  const Time full_at = std::max(bucket.full_at, now) + interval_;
  const std::chrono::nanoseconds wait = full_at - now - depth_;
  if (wait > 0ns) return std::chrono::ceil<std::chrono::seconds>(wait);
  bucket.full_at = full_at;
  return std::nullopt;
}

RateLimiter::Bucket& RateLimiter::bucket_of(std::string_view key) {
  if (const auto known = by_key_.find(key); known != by_key_.end()) {
    by_use_.splice(by_use_.begin(), by_use_, known->second);
    return by_use_.front();
  }
  if (by_use_.size() >= max_keys_) {
    by_key_.erase(by_use_.back().key);
    by_use_.pop_back();
  }
  by_use_.push_front({.key = std::string(key), .full_at = Time::min()});
  by_key_.emplace(by_use_.front().key, by_use_.begin());
  return by_use_.front();
}

}  // namespace sekisho::gateway
