#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "rules/value.h"
#include "rules/workspace.h"

namespace sekisho::scoring::rules {

/// How a signature names a type: a plain one, or one about the open types A and B of a call.
enum class Pattern : std::uint8_t {
  none,
  dyn,
  boolean,
  integer,
  natural,
  real,
  text,
  bytes,
  timestamp,
  duration,
  type,
  a,
  b,
  list_of_a,
  map_of_a_to_b,
};

struct Signature {
  std::array<Pattern, 2> parameters;
  Pattern result;
};

enum class Style : std::uint8_t { call, method };

/// A function of the language, operators included. `run` chooses by its arguments' kinds, so that it serves
/// what is known at evaluation alone; it answers no_such_overload for kinds that no signature has. No
/// argument is a failure.
struct Function {
  std::string_view name;
  Style style;
  std::size_t arity;  ///< a method's target counts
  /// Null for `matches`: its pattern is compiled with the rule.
  Value (*run)(std::span<const Value> arguments, Workspace& workspace);
  std::span<const Signature> signatures;
};

/// The function of that name, style and number of arguments, or null.
[[nodiscard]] const Function* function_named(std::string_view name, Style style, std::size_t arity);

/// All of them.
[[nodiscard]] std::span<const Function> functions();

/// `+` for `_+_`; other names as they are.
[[nodiscard]] std::string_view as_written(std::string_view name);

}  // namespace sekisho::scoring::rules
