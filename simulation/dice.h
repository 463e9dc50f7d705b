#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <domain/random.h>

namespace sekisho::simulation {

/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014): a stream for each
/// seed, the same on every machine. Safe to call from any thread; the order of calls is the caller's.
class SeededStream final : public Random {
 public:
  explicit SeededStream(std::uint64_t seed) : state_(seed) {}

  void fill(std::span<std::byte> out) override;

 private:
  std::atomic<std::uint64_t> state_;
};

/// A seed of its own for one purpose and number, so that what one story draws never moves another's.
[[nodiscard]] std::uint64_t seed_for(std::uint64_t seed, std::string_view purpose, std::uint64_t number);

/// Samplers over `Random`. Built from arithmetic that IEEE 754 rounds alike everywhere: no function of the
/// mathematics library, whose last bit differs from machine to machine, and none of <random>'s distributions,
/// whose results are the implementation's.
class Dice {
 public:
  explicit Dice(Random& random) : random_(random) {}

  /// Uniform in [0, 1).
  [[nodiscard]] double unit() { return random_.unit(); }

  [[nodiscard]] bool chance(double probability) { return unit() < probability; }

  /// Uniform in [low, high], both included.
  [[nodiscard]] std::int64_t between(std::int64_t low, std::int64_t high);

  [[nodiscard]] double between(double low, double high) { return low + (high - low) * unit(); }

  /// Uniform in [0, size).
  [[nodiscard]] std::size_t index(std::size_t size);
  /// An index drawn in proportion to its weight.
  [[nodiscard]] std::size_t weighted(std::span<const double> weights);

  template <class Range>
  [[nodiscard]] const auto& pick(const Range& items) {
    return items[index(items.size())];
  }

  /// Mean 0, deviation 1: twelve uniforms less six, which is near enough to the bell and ends at ±6.
  [[nodiscard]] double normal();
  /// `median` · e^(sigma · normal).
  [[nodiscard]] double lognormal(double median, double sigma);
  /// Von Neumann's sampler, which compares and never takes a logarithm.
  [[nodiscard]] double exponential(double mean);

  /// `size` digits, letters (a–z) or either.
  [[nodiscard]] std::string digits(std::size_t size);
  [[nodiscard]] std::string letters(std::size_t size);
  [[nodiscard]] std::string hex(std::size_t size);

 private:
  [[nodiscard]] std::string from(std::string_view alphabet, std::size_t size);

  Random& random_;
};

}  // namespace sekisho::simulation
