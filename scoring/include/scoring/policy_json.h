#pragma once

#include <string>
#include <string_view>

#include <domain/policy.h>
#include <domain/result.h>

namespace sekisho::scoring {

/// Reads the policy document of the admin API. `thresholds` is required; `confirmation` and `review` and each
/// of their members default to a new merchant's. Every fault has its pointer: unknown members, thresholds out
/// of order or outside 0–101 or finer than a tenth, an unknown channel, provider or model, a rule that is not
/// well formed or whose condition does not compile (docs/rules.md; the fault's position is in characters of
/// the condition). The version is the caller's to set.
[[nodiscard]] Result<Policy> read_policy(std::string_view json);

/// Reads a document that read_policy accepted when it was written. Its rules may speak of signals that are no
/// longer there: CompiledPolicy knows what to do then.
[[nodiscard]] Result<Policy> read_stored_policy(std::string_view json);

/// Writes the whole document, defaults included.
[[nodiscard]] std::string write_policy(const Policy& policy);

}  // namespace sekisho::scoring
