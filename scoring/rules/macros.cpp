#include "rules/macros.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace sekisho::scoring::rules {
namespace {

struct Form {
  std::string_view name;
  MacroKind kind;
  std::size_t variables;
  bool takes_filter;  ///< an argument more: the filter stands before the body
};

constexpr std::array forms{
    Form{"all", MacroKind::all, 1, false},
    Form{"all", MacroKind::all, 2, false},
    Form{"exists", MacroKind::exists, 1, false},
    Form{"exists", MacroKind::exists, 2, false},
    Form{"exists_one", MacroKind::exists_one, 1, false},
    Form{"exists_one", MacroKind::exists_one, 2, false},
    Form{"existsOne", MacroKind::exists_one, 1, false},
    Form{"existsOne", MacroKind::exists_one, 2, false},
    Form{"map", MacroKind::map, 1, true},
    Form{"filter", MacroKind::filter, 1, false},
    Form{"transformList", MacroKind::map, 2, true},
    Form{"transformMap", MacroKind::transform_map, 2, true},
};

const Form* form_of(std::string_view name, std::size_t arguments) {
  const auto fits = [&](const Form& form) {
    const std::size_t plain = form.variables + 1;
    return form.name == name && (arguments == plain || (form.takes_filter && arguments == plain + 1));
  };
  const auto found = std::ranges::find_if(forms, fits);
  return found == forms.end() ? nullptr : &*found;
}

}  // namespace

Compiled<std::optional<ExprId>> expand_macro(Ast& ast, const Expr& call, ExprId target,
                                             std::span<const ExprId> arguments) {
  const Form* form = form_of(call.name, arguments.size());
  if (form == nullptr) return std::nullopt;
  Macro macro{.kind = form->kind, .first = {}, .second = {}};
  for (std::size_t i = 0; i < form->variables; ++i) {
    const Expr& variable = ast.at(arguments[i]);
    if (variable.kind != ExprKind::name)
      return refuse(variable.byte, fmt::format("expected a plain name: {} gives it each element", call.name));
    (i == 0 ? macro.first : macro.second) = variable.name;
  }
  if (macro.first == macro.second)
    return refuse(ast.at(arguments[1]).byte, "expected another name than the first one");
  // Range, body, and the filter last, so that the body is in one place.
  std::vector<ExprId> parts{target, arguments.back()};
  if (arguments.size() == form->variables + 2) parts.push_back(arguments[form->variables]);
  Expr expr = call;
  expr.kind = ExprKind::macro;
  expr.macro = ast.add(macro);
  return ast.add(expr, parts);
}

Compiled<ExprId> expand_has(Ast& ast, const Expr& call, std::span<const ExprId> arguments) {
  if (arguments.size() != 1 || ast.at(arguments.front()).kind != ExprKind::member)
    return refuse(call.byte, "has() takes one argument, a name with a dot such as has(phone.kind)");
  Expr expr = ast.at(arguments.front());
  const std::array operand{ast.argument(expr, 0)};
  expr.kind = ExprKind::has;
  return ast.add(expr, operand);
}

}  // namespace sekisho::scoring::rules
