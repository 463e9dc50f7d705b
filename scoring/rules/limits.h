#pragma once

#include <cstddef>
#include <cstdint>

/// What a rule may cost. Rules are written by strangers and judged on the one thread that decides every
/// order: each of these bounds is refused or stopped at, never hoped for.
namespace sekisho::scoring::rules {

constexpr std::size_t longest_text = 4'000;        ///< characters of one rule
constexpr std::size_t most_expressions = 1'000;    ///< in one rule, literals included
constexpr std::uint32_t deepest = 100;             ///< expressions in expressions
constexpr std::size_t deepest_macro = 8;           ///< macros in macros
constexpr std::size_t longest_pattern = 200;       ///< bytes of a regular expression
constexpr std::int64_t pattern_memory = 64 << 10;  ///< bytes that RE2 may spend on one

/// Evaluation counts steps: one for each expression, and one for every few bytes or elements that a function
/// looks at or makes. A typical rule takes five to twenty.
constexpr std::int64_t steps_per_rule = 5'000;
constexpr std::int64_t steps_per_order = 20'000;  ///< all rules of a policy together

}  // namespace sekisho::scoring::rules
