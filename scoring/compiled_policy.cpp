#include <utility>

#include <scoring/compiled_policy.h>

#include "rules/rule_set.h"

namespace sekisho::scoring {

CompiledPolicy::CompiledPolicy(Policy policy)
    : policy_(std::move(policy)), rules_(std::make_unique<const rules::RuleSet>(policy_.rules)) {}

CompiledPolicy::CompiledPolicy(CompiledPolicy&&) noexcept = default;
CompiledPolicy& CompiledPolicy::operator=(CompiledPolicy&&) noexcept = default;
CompiledPolicy::~CompiledPolicy() = default;

}  // namespace sekisho::scoring
