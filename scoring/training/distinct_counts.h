#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include <scoring/table_features.h>

namespace sekisho::scoring {

/// How many different values of another entity each value of one entity met, by window.
class DistinctCounts {
 public:
  DistinctCounts(std::uint32_t values, std::size_t windows)
      : windows_(windows), distinct_(std::size_t{values} * windows) {}

  /// A row of `value` with `other` comes into every window.
  void enter(std::uint32_t value, std::uint32_t other) {
    if (other == Entity::none) return;
    auto& met = met_[key(value, other)];
    for (std::size_t w = 0; w < windows_; ++w)
      if (met[w]++ == 0) ++distinct_[value * windows_ + w];
  }

  /// That row leaves one window. Every row leaves the longest window last, and with it the pair is forgotten.
  void leave(std::size_t window, bool longest, std::uint32_t value, std::uint32_t other) {
    if (other == Entity::none) return;
    const auto pair = met_.find(key(value, other));
    if (--pair->second[window] != 0) return;
    --distinct_[value * windows_ + window];
    if (longest) met_.erase(pair);
  }

  [[nodiscard]] std::uint32_t of(std::uint32_t value, std::size_t window) const {
    return distinct_[value * windows_ + window];
  }

 private:
  static std::uint64_t key(std::uint32_t value, std::uint32_t other) {
    return (std::uint64_t{value} << 32U) | other;
  }

  std::size_t windows_;
  std::vector<std::uint32_t> distinct_;
  std::unordered_map<std::uint64_t, std::array<std::uint32_t, Windows::max_windows>> met_;
};

}  // namespace sekisho::scoring
