#pragma once

#include <string_view>

#include "rules/ast.h"
#include "rules/compile_error.h"

namespace sekisho::scoring::rules {

/// Reads a rule's text, which must be UTF-8 and outlive the tree. Macros become expressions of their own.
/// Refuses what the grammar does not allow and what goes beyond rules/limits.h.
[[nodiscard]] Compiled<Ast> parse(std::string_view text);

}  // namespace sekisho::scoring::rules
