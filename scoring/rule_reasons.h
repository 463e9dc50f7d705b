#pragma once

#include <span>
#include <vector>

#include <domain/assessment.h>
#include <domain/policy.h>

#include "rules/rule_set.h"

namespace sekisho::scoring {

/// The reasons that a policy's rules give: one for each live rule that holds, its points as contribution, 0
/// when it speaks of a verdict; and `rules.unavailable` for each of which nobody can say.
[[nodiscard]] std::vector<Reason> reasons_of(const rules::Findings& findings, std::span<const Rule> rules);

/// The verdict after the rules had their say. What nobody can say of a live rule is for a person to judge:
/// `review`. Else the strictest verdict of the rules that hold counts if it is stricter than the score's;
/// `approve` overrules the score, and counts only when no other verdict was given.
[[nodiscard]] Verdict verdict_after(const rules::Findings& findings, std::span<const Rule> rules,
                                    Verdict by_score);

}  // namespace sekisho::scoring
