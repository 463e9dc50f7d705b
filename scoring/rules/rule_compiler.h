#pragma once

#include <expected>
#include <string_view>

#include <domain/result.h>

#include "rules/environment.h"
#include "rules/program.h"

namespace sekisho::scoring::rules {

/// What a merchant's rules may speak of: every signal of the registry, in its order. Built once.
[[nodiscard]] const Environment& signal_environment();

/// Compiles the condition of a rule. The fault has no pointer; its position is in characters of `when`, its
/// detail says line, column and what was expected.
[[nodiscard]] std::expected<Program, Fault> compile_condition(std::string_view when);

}  // namespace sekisho::scoring::rules
