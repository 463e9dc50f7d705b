#pragma once

#include <atomic>
#include <chrono>

#include <domain/time.h>

namespace sekisho::testing {

/// A clock that stands until it is told to move.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start) : millis_(start.time_since_epoch().count()) {}

  [[nodiscard]] Timestamp now() const override { return Timestamp{Milliseconds{millis_}}; }

  [[nodiscard]] std::chrono::steady_clock::time_point steady() const override {
    return std::chrono::steady_clock::time_point{Milliseconds{millis_}};
  }

  void advance(Milliseconds by) { millis_ += by.count(); }

 private:
  std::atomic<Milliseconds::rep> millis_;
};

}  // namespace sekisho::testing
