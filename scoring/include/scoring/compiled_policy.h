#pragma once

#include <memory>

#include <domain/policy.h>

namespace sekisho::scoring {

namespace rules {
class RuleSet;
}

/// A policy with its rules compiled, to be kept as long as the policy is in force: compiling costs
/// microseconds, judging with what is compiled nanoseconds. Immutable and safe to share between threads.
class CompiledPolicy {
 public:
  /// Takes any policy. A rule that does not compile (a signal was renamed since it was written) makes every
  /// verdict of the policy `review` while the rule is live: Engine::assess.
  explicit CompiledPolicy(Policy policy);
  CompiledPolicy(CompiledPolicy&&) noexcept;
  CompiledPolicy& operator=(CompiledPolicy&&) noexcept;
  ~CompiledPolicy();

  [[nodiscard]] const Policy& policy() const { return policy_; }

  [[nodiscard]] const rules::RuleSet& rules() const { return *rules_; }

 private:
  Policy policy_;
  std::unique_ptr<const rules::RuleSet> rules_;
};

}  // namespace sekisho::scoring
