#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace sekisho::scoring {

/// Which rows are learnt when there are more than can be held. Either label gets half the room, and what it
/// does not need goes to the other. A row's fate depends on its number and the seed alone.
class Thinning {
 public:
  Thinning(std::size_t positive, std::size_t negative, std::size_t room, std::uint64_t seed) : seed_(seed) {
    const std::size_t half = room / 2;
    const std::size_t for_positive = std::max(half, room - std::min(room, negative));
    const std::size_t for_negative = room - std::min(positive, for_positive);
    positive_ = share(for_positive, positive);
    negative_ = share(for_negative, negative);
  }

  /// How many rows the row stands for; 0: it is left out.
  [[nodiscard]] float weight(std::size_t row, bool positive) const {
    const double share = positive ? positive_ : negative_;
    if (share >= 1) return 1;
    constexpr double range = 0x1p64;
    return static_cast<double>(mixed(row ^ (seed_ << 40U))) < share * range ? static_cast<float>(1 / share)
                                                                            : 0;
  }

 private:
  static double share(std::size_t room, std::size_t rows) {
    return rows <= room ? 1 : static_cast<double>(room) / static_cast<double>(rows);
  }

  /// SplitMix64's finaliser (Steele, Lea, Flood 2014): neighbours become far apart.
  static std::uint64_t mixed(std::uint64_t number) {
    number += 0x9e3779b97f4a7c15U;
    number = (number ^ (number >> 30U)) * 0xbf58476d1ce4e5b9U;
    number = (number ^ (number >> 27U)) * 0x94d049bb133111ebU;
    return number ^ (number >> 31U);
  }

  std::uint64_t seed_;
  double positive_ = 1;
  double negative_ = 1;
};

}  // namespace sekisho::scoring
