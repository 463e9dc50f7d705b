#include <chrono>
#include <cstdint>

#include "signals/families.h"

namespace sekisho::scoring::signals {

SignalValue time_hour(const Facts& facts) {
  using std::chrono::hours;
  const auto japan = facts.order.placed_at.time_since_epoch() + hours{9};  // no summer time since 1951
  const auto of_day = japan - std::chrono::floor<std::chrono::days>(japan);
  return static_cast<std::int64_t>(std::chrono::floor<hours>(of_day).count());
}

}  // namespace sekisho::scoring::signals
