#pragma once

#include <cstddef>
#include <span>

namespace sekisho {

/// Where randomness comes from: the system's generator in production, a seed in simulation and tests.
/// Implementations are safe to call from any thread.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::byte> out) = 0;

  /// Uniform in [0, 1).
  [[nodiscard]] double unit();
};

}  // namespace sekisho
