#include "rules/ast.h"

#include <algorithm>
#include <utility>

namespace sekisho::scoring::rules {

ExprId Ast::add(Expr expr, std::span<const ExprId> arguments) {
  expr.first = static_cast<std::uint32_t>(arguments_.size());
  expr.count = static_cast<std::uint32_t>(arguments.size());
  for (const ExprId argument : arguments)
    expr.height = std::max(expr.height, exprs_[argument].height + 1);
  arguments_.insert(arguments_.end(), arguments.begin(), arguments.end());
  exprs_.push_back(expr);
  return static_cast<ExprId>(exprs_.size() - 1);
}

std::uint32_t Ast::add(const Macro& macro) {
  macros_.push_back(macro);
  return static_cast<std::uint32_t>(macros_.size() - 1);
}

std::string_view Ast::keep(std::string text) {
  return texts_.emplace_back(std::move(text));
}

std::string dotted_name(const Ast& ast, ExprId id) {
  const Expr& expr = ast.at(id);
  if (expr.kind == ExprKind::name) return std::string(expr.name);
  if (expr.kind != ExprKind::member && expr.kind != ExprKind::has) return {};
  std::string name = dotted_name(ast, ast.argument(expr, 0));
  if (!name.empty()) name.append(".").append(expr.name);
  return name;
}

}  // namespace sekisho::scoring::rules
