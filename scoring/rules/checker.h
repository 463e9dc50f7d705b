#pragma once

#include "rules/ast.h"
#include "rules/compile_error.h"
#include "rules/environment.h"
#include "rules/types.h"

namespace sekisho::scoring::rules {

/// What the whole of a rule's text gives.
struct Checked {
  TypeId type;
  TypePool types;
};

/// Finds the type of every expression. Refuses unknown names (with the nearest known one), arguments of a
/// wrong type (with what was expected), and a literal that a text with a closed set of values can never be.
[[nodiscard]] Compiled<Checked> check(const Ast& ast, const Environment& environment);

}  // namespace sekisho::scoring::rules
