#include "model/score.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace sekisho::scoring {
namespace {

constexpr Tenths lowest = 0;
constexpr Tenths highest = 1000;
constexpr std::string_view bounds_code = "score.bounds";

void sort(std::vector<Reason>& reasons) {
  std::ranges::sort(reasons, {}, [](const Reason& reason) {
    return std::tuple{-std::abs(reason.contribution), std::string_view(reason.code),
                      std::string_view(reason.detail)};
  });
}

}  // namespace

Score sum_up(Tenths base, std::vector<Reason> reasons, const Word& bounds) {
  Score score{.value = base, .reasons = std::move(reasons)};
  for (const Reason& reason : score.reasons)
    score.value += reason.contribution;
  const Tenths within = std::clamp(score.value, lowest, highest);
  if (within != score.value) {
    score.reasons.push_back({.code = std::string(bounds_code),
                             .contribution = within - score.value,
                             .detail = bounds.ja,
                             .detail_en = bounds.en});
    score.value = within;
  }
  sort(score.reasons);
  return score;
}

}  // namespace sekisho::scoring
