#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/value.h"

namespace sekisho::scoring::rules {

using ExprId = std::uint32_t;

enum class ExprKind : std::uint8_t {
  literal,
  name,         ///< `phone`; with a leading dot too
  member,       ///< operand `.` name
  has,          ///< has(operand.name)
  call,         ///< name(arguments…), or an operator under its CEL name (`_+_`)
  method,       ///< first argument `.` name(others…)
  all_of,       ///< `&&` over all arguments
  any_of,       ///< `||` over all arguments
  conditional,  ///< condition, then, else
  list,
  map,    ///< key, value, key, value …
  macro,  ///< see Macro
};

enum class MacroKind : std::uint8_t { all, exists, exists_one, map, filter, transform_map };

/// `range.all(x, body)` and its kin. Arguments: the range, the body and, for map and its kin, the filter if
/// any. With two variables the first is a list's index or a map's key, the second the value under it.
struct Macro {
  MacroKind kind = MacroKind::all;
  std::string_view first;
  std::string_view second;  ///< empty with one variable
};

struct Expr {
  ExprKind kind = ExprKind::literal;
  std::uint32_t byte = 0;    ///< where in the text it is: an operator's own place
  std::uint32_t height = 1;  ///< of the tree below and with it
  std::uint32_t first = 0;   ///< of its arguments
  std::uint32_t count = 0;
  std::uint32_t macro = 0;  ///< its Macro
  std::string_view name = {};
  Value value = {};  ///< a literal's
};

/// A rule's text as a tree. Refers to the text it was read from.
class Ast {
 public:
  [[nodiscard]] const Expr& at(ExprId id) const { return exprs_[id]; }

  [[nodiscard]] std::span<const ExprId> arguments(const Expr& expr) const {
    return std::span(arguments_).subspan(expr.first, expr.count);
  }

  [[nodiscard]] ExprId argument(const Expr& expr, std::size_t i) const { return arguments_[expr.first + i]; }

  [[nodiscard]] const Macro& macro(const Expr& expr) const { return macros_[expr.macro]; }

  [[nodiscard]] ExprId root() const { return root_; }

  [[nodiscard]] std::size_t size() const { return exprs_.size(); }

  // For the parser.
  ExprId add(Expr expr, std::span<const ExprId> arguments = {});
  std::uint32_t add(const Macro& macro);
  std::string_view keep(std::string text);

  void set_root(ExprId id) { root_ = id; }

  /// What literals refer to. Addresses stay when it moves.
  [[nodiscard]] std::deque<std::string> take_texts() { return std::move(texts_); }

 private:
  std::vector<Expr> exprs_;
  std::vector<ExprId> arguments_;
  std::vector<Macro> macros_;
  std::deque<std::string> texts_;
  ExprId root_ = 0;
};

/// `velocity.phone.orders_24h` when the expression is names joined by dots and nothing else; else empty.
[[nodiscard]] std::string dotted_name(const Ast& ast, ExprId id);

}  // namespace sekisho::scoring::rules
