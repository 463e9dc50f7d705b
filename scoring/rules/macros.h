#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "rules/ast.h"
#include "rules/compile_error.h"

namespace sekisho::scoring::rules {

/// What `target.name(arguments…)` means when it is a macro; nothing when it is an ordinary method. Refuses a
/// macro whose variables are no plain names. Adds nothing to the tree but the macro's expression.
[[nodiscard]] Compiled<std::optional<ExprId>> expand_macro(Ast& ast, const Expr& call, ExprId target,
                                                           std::span<const ExprId> arguments);

/// The same for `has(argument)`, whose argument must select a member.
[[nodiscard]] Compiled<ExprId> expand_has(Ast& ast, const Expr& call, std::span<const ExprId> arguments);

}  // namespace sekisho::scoring::rules
