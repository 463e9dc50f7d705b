#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <domain/assessment.h>
#include <domain/policy.h>
#include <domain/time.h>

#include "rules/program.h"

namespace sekisho::scoring::rules {

/// What a policy's rules say of one order, as their places in the policy, in its order.
struct Findings {
  std::vector<std::size_t> live;    ///< live rules that hold
  std::vector<std::size_t> shadow;  ///< shadow rules that hold
  std::vector<std::size_t>
      unknown;  ///< live rules of which nobody can say: not compiled, or beyond the budget
};

/// The compiled conditions of a policy's rules. Immutable.
class RuleSet {
 public:
  explicit RuleSet(std::span<const Rule> rules);

  /// `rules` are those it was made from, `signals` the values in the order of the registry, `at` when the
  /// order was received. A rule whose condition fails, on a missing signal say, does not hold.
  [[nodiscard]] Findings evaluate(std::span<const Rule> rules, std::span<const NamedSignal> signals,
                                  Timestamp at) const;

 private:
  std::vector<std::optional<Program>> conditions_;  ///< nothing for one that does not compile
};

}  // namespace sekisho::scoring::rules
