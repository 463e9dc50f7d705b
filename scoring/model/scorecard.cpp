#include "model/scorecard.h"

#include <algorithm>
#include <cstdlib>
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

Scorecard::Score Scorecard::score(std::span<const NamedSignal> signals, std::vector<Reason> further) const {
  Score score{.value = base_, .reasons = std::move(further)};
  for (const Reason& reason : score.reasons)
    score.value += reason.contribution;
  for (const Characteristic& line : characteristics_) {
    const SignalValue& value = signals[line.signal].value;
    if (!holds(line.condition, value)) continue;
    score.value += line.points;
    score.reasons.push_back({.code = line.code,
                             .contribution = line.points,
                             .detail = explain(line.ja, {value, signals}, words_, Language::ja),
                             .detail_en = explain(line.en, {value, signals}, words_, Language::en)});
  }
  const Tenths within = std::clamp(score.value, lowest, highest);
  if (within != score.value) {
    score.reasons.push_back({.code = std::string(bounds_code),
                             .contribution = within - score.value,
                             .detail = bounds_.ja,
                             .detail_en = bounds_.en});
    score.value = within;
  }
  sort(score.reasons);
  return score;
}

}  // namespace sekisho::scoring
