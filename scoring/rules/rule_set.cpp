#include "rules/rule_set.h"

#include <algorithm>
#include <cstdint>
#include <variant>

#include "rules/limits.h"
#include "rules/rule_compiler.h"
#include "rules/workspace.h"

namespace sekisho::scoring::rules {
namespace {

struct ToValue {
  Value operator()(Missing) const { return Value::of(Failure::missing); }

  Value operator()(const std::string& text) const { return Value::text(text); }

  Value operator()(auto plain) const { return Value::of(plain); }
};

/// Evaluates rules until the order's budget is used up; each has its own as well.
class Evaluator {
 public:
  explicit Evaluator(std::span<const NamedSignal> signals) : workspace_(0) {
    values_.reserve(signals.size());
    for (const NamedSignal& signal : signals)
      values_.push_back(std::visit(ToValue{}, signal.value));
  }

  /// Nothing when it cannot be told.
  std::optional<bool> holds(const std::optional<Program>& condition) {
    if (!condition) return std::nullopt;
    const std::int64_t allowance = std::min(steps_per_rule, left_);
    workspace_.set_left(allowance);
    const Value value = condition->evaluate(values_, workspace_);
    left_ -= allowance - std::max<std::int64_t>(workspace_.left(), 0);
    if (value.failed() && value.failure() == Failure::budget) return std::nullopt;
    return value.is_true();
  }

 private:
  std::vector<Value> values_;
  Workspace workspace_;
  std::int64_t left_ = steps_per_order;
};

}  // namespace

RuleSet::RuleSet(std::span<const Rule> rules) {
  conditions_.reserve(rules.size());
  for (const Rule& rule : rules) {
    auto compiled = compile_condition(rule.when);
    conditions_.push_back(compiled ? std::optional(*std::move(compiled)) : std::nullopt);
  }
}

Findings RuleSet::evaluate(std::span<const Rule> rules, std::span<const NamedSignal> signals,
                           Timestamp at) const {
  Findings findings;
  if (rules.empty()) return findings;
  Evaluator evaluator(signals);
  // The live ones first: what a shadow rule costs must not be felt either.
  for (const RuleMode mode : {RuleMode::live, RuleMode::shadow}) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
      if (rules[i].mode != mode || !rules[i].holds_at(at)) continue;
      const auto holds = evaluator.holds(conditions_[i]);
      if (!holds && mode == RuleMode::live) findings.unknown.push_back(i);
      if (holds.value_or(false)) (mode == RuleMode::live ? findings.live : findings.shadow).push_back(i);
    }
  }
  return findings;
}

}  // namespace sekisho::scoring::rules
