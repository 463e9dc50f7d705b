#pragma once

#include <cstddef>
#include <span>

#include <domain/random.h>
#include <domain/time.h>

#include "app/config.h"

namespace sekisho::gateway {

/// The machine's clocks.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override;
  [[nodiscard]] std::chrono::steady_clock::time_point steady() const override;
};

/// OpenSSL's generator, seeded by the kernel. Throws when the system has no randomness: nothing can be signed
/// or sealed then.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::byte> out) override;
};

/// The process's `SEKISHO_*` variables.
[[nodiscard]] Environment process_environment();

}  // namespace sekisho::gateway
