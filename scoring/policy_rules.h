#pragma once

#include <span>
#include <vector>

#include <domain/json_writer.h>
#include <domain/policy.h>
#include <domain/result.h>
#include <nlohmann/json.hpp>

namespace sekisho::scoring {

/// Reads the policy's `rules`: `{"id", "when", "points" or "verdict", "reason", "mode", "from", "until"}`
/// each. Every fault goes to `faults` with its pointer; conditions are not compiled.
[[nodiscard]] std::vector<Rule> read_rules(const nlohmann::json& value, std::vector<Fault>& faults);

/// The faults of the rules' conditions: pointer `/rules/N/when`, position in characters.
[[nodiscard]] std::vector<Fault> faults_of_conditions(std::span<const Rule> rules);

void write_rules(JsonWriter& out, std::span<const Rule> rules);

}  // namespace sekisho::scoring
