#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "rules/compile_error.h"

namespace sekisho::scoring::rules {

/// A place in a rule's text as people count: characters are Unicode code points.
struct Position {
  std::size_t offset = 0;  ///< characters before it
  std::size_t line = 1;
  std::size_t column = 1;
  bool operator==(const Position&) const = default;
};

[[nodiscard]] Position position_of(std::string_view text, std::size_t byte);

/// How many characters a text has. It is UTF-8.
[[nodiscard]] std::size_t characters_in(std::string_view text);

/// `line 1, column 18: there is no signal 'phone.knd'; did you mean 'phone.kind'?`
[[nodiscard]] std::string describe(std::string_view text, const CompileError& error);

}  // namespace sekisho::scoring::rules
