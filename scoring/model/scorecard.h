#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <domain/assessment.h>
#include <domain/result.h>

#include "model/condition.h"
#include "model/explanation.h"
#include "model/score.h"

namespace sekisho::scoring {

/// One line of a scorecard: points for one signal in one condition.
struct Characteristic {
  std::size_t signal = 0;  ///< its place in signal_table()
  Condition condition;
  Tenths points = 0;
  std::string code;
  std::string ja;
  std::string en;
};

/// The built-in model: a base and points per characteristic, which add up. Its weights are data
/// (data/scorecard-1.json), each with the reason why. Immutable, safe to share between threads.
class Scorecard {
 public:
  /// Reads and checks the data file against the registry of signals: every name, type, value and template.
  /// Fails with a pointer to every fault.
  [[nodiscard]] static Result<Scorecard> parse(std::string_view json);

  /// `signals` holds the values in the order of signal_table(). `further` are reasons from elsewhere, the
  /// policy's rules: their contributions count as the card's own, before the score is brought within its
  /// bounds.
  [[nodiscard]] Score score(std::span<const NamedSignal> signals, std::vector<Reason> further = {}) const;

  [[nodiscard]] const std::string& name() const { return name_; }

  [[nodiscard]] Tenths base() const { return base_; }

  /// What a score says that left its bounds.
  [[nodiscard]] const Word& bounds() const { return bounds_; }

  [[nodiscard]] std::span<const Characteristic> characteristics() const { return characteristics_; }

 private:
  friend class ScorecardReader;
  Scorecard() = default;

  std::string name_;
  Tenths base_ = 0;
  std::vector<Characteristic> characteristics_;
  Words words_;
  Word bounds_;
};

}  // namespace sekisho::scoring
