#pragma once

#include <algorithm>
#include <atomic>

#include <domain/time.h>

namespace sekisho::gateway {

/// The process's time. The machine's, or under the event clock (`[runtime] clock = "event"`) the latest
/// timestamp that any event carried: outcomes, expiries and reference data follow it then. Deadlines and the
/// attempts of callbacks stay on the machine's clock (`wall`, `steady`). Safe from any thread.
class ProcessClock final : public Clock {
 public:
  ProcessClock(const Clock& machine, bool follows_events)
      : machine_(machine), follows_events_(follows_events) {}

  /// Until the first event is seen, the machine's time.
  [[nodiscard]] Timestamp now() const override {
    const Timestamp latest{Milliseconds{latest_.load(std::memory_order_relaxed)}};
    return latest == Timestamp{} ? machine_.now() : latest;
  }

  [[nodiscard]] std::chrono::steady_clock::time_point steady() const override { return machine_.steady(); }

  [[nodiscard]] Timestamp wall() const { return machine_.now(); }

  [[nodiscard]] bool follows_events() const { return follows_events_; }

  /// An event of that time was seen. Called by the desk alone; time never goes back.
  void saw(Timestamp at) {
    if (!follows_events_) return;
    const auto latest = latest_.load(std::memory_order_relaxed);
    latest_.store(std::max(latest, at.time_since_epoch().count()), std::memory_order_relaxed);
  }

 private:
  const Clock& machine_;
  const bool follows_events_;
  std::atomic<std::int64_t> latest_ = 0;  // milliseconds since 1970
};

}  // namespace sekisho::gateway
