#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include <domain/time.h>

namespace sekisho::gateway {

/// Entry k is the wait before attempt k, counted from the end of attempt k−1 (the first: from the commit);
/// the number of entries is the number of attempts.
using RetrySchedule = std::vector<std::chrono::milliseconds>;

/// Decides the fate of one callback after an attempt. Pure: no clock, no socket, no randomness.
class DeliveryFsm {
 public:
  struct Wait {
    std::chrono::milliseconds delay;  ///< until the next attempt
    bool operator==(const Wait&) const = default;
  };

  struct Settle {  ///< the receiver has it
    bool operator==(const Settle&) const = default;
  };

  struct Bury {  ///< no further attempt by itself: a person decides
    std::string_view reason;
    bool endpoint_gone = false;  ///< 410: nothing more goes to this hook until a person says so
    bool operator==(const Bury&) const = default;
  };

  using Action = std::variant<Wait, Settle, Bury>;

  /// What the attempt brought. `status` is nothing when no response arrived; `retry_after` is the receiver's
  /// wish.
  struct Attempt {
    std::optional<int> status;
    std::optional<std::chrono::seconds> retry_after;
  };

  /// `attempts_made` counts the one that just ended.
  DeliveryFsm(const RetrySchedule& schedule, std::int64_t attempts_made)
      : schedule_(schedule), attempts_made_(attempts_made) {}

  /// `jitter` in [0,1) is the caller's dice: it lengthens a wait by at most 20 %. `Retry-After` lengthens it
  /// too, up to 24 h; nothing shortens it.
  [[nodiscard]] Action on_attempt(const Attempt& attempt, double jitter) const;

 private:
  const RetrySchedule& schedule_;
  std::int64_t attempts_made_;
};

/// How long a `Retry-After` header asks to wait from `now` on: RFC 9110 seconds or an IMF-fixdate, a past one
/// being no wait. Anything else is nothing, and the schedule alone counts.
[[nodiscard]] std::optional<std::chrono::seconds> parse_retry_after(std::string_view value, Timestamp now);

}  // namespace sekisho::gateway
