#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "rules/ast.h"
#include "rules/compile_error.h"
#include "rules/environment.h"
#include "rules/functions.h"
#include "rules/value.h"
#include "rules/workspace.h"

namespace re2 {
class RE2;
}

namespace sekisho::scoring::rules {

enum class Op : std::uint8_t {
  constant,
  variable,
  has_variable,
  compare,  ///< a variable with a constant: what most rules are made of
  local,    ///< a macro's variable
  all_of,
  any_of,
  conditional,
  call,
  matches,
  member,
  has_member,
  list,
  map,
  macro,
};

enum class Comparison : std::uint8_t { equal, different, less, at_most, greater, at_least };

/// One step of a compiled rule.
struct Node {
  Op op = Op::constant;
  Comparison comparison = Comparison::equal;
  MacroKind macro = MacroKind::all;
  bool two_variables = false;
  std::uint32_t first = 0;  ///< of its arguments
  std::uint32_t count = 0;
  std::uint32_t slot = 0;  ///< which variable, local or pattern
  const Function* function = nullptr;
  Value constant = {};
};

/// A compiled rule. Immutable: safe to share between threads.
class Program {
 public:
  Program();
  Program(Program&&) noexcept;
  Program& operator=(Program&&) noexcept;
  ~Program();

  /// The rule's value, a failure included. `variables` are those of the environment it was compiled for, in
  /// its order; a missing one is Failure::missing. The value lives as long as they, the program and the
  /// workspace.
  [[nodiscard]] Value evaluate(std::span<const Value> variables, Workspace& workspace) const;

 private:
  friend class Linker;
  friend class Evaluation;

  [[nodiscard]] std::span<const std::uint32_t> arguments(const Node& node) const {
    return std::span(arguments_).subspan(node.first, node.count);
  }

  std::vector<Node> nodes_;  ///< the root last
  std::vector<std::uint32_t> arguments_;
  std::deque<std::string> texts_;             ///< what constants refer to
  std::deque<std::vector<Value>> sequences_;  ///< lists and maps of constants, made once
  std::vector<std::unique_ptr<const re2::RE2>> patterns_;
};

/// Turns a tree into a program. What a name or function that is not known would give is a failure of the
/// evaluation: whoever wants it refused checks the tree first (rules/checker.h). Refuses a pattern that is
/// not a literal, or not one that RE2 takes within rules/limits.h, and macros too deep in each other.
[[nodiscard]] Compiled<Program> link(Ast ast, const Environment& environment);

}  // namespace sekisho::scoring::rules
