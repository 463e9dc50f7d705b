#include "model/scorecard.h"

#include <utility>

namespace sekisho::scoring {

Score Scorecard::score(std::span<const NamedSignal> signals, std::vector<Reason> further) const {
  for (const Characteristic& line : characteristics_) {
    const SignalValue& value = signals[line.signal].value;
    if (!holds(line.condition, value)) continue;
    further.push_back({.code = line.code,
                       .contribution = line.points,
                       .detail = explain(line.ja, {value, signals}, words_, Language::ja),
                       .detail_en = explain(line.en, {value, signals}, words_, Language::en)});
  }
  return sum_up(base_, std::move(further), bounds_);
}

}  // namespace sekisho::scoring
