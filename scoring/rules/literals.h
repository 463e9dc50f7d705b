#pragma once

#include <string>

#include "rules/compile_error.h"
#include "rules/lexer.h"
#include "rules/value.h"

namespace sekisho::scoring::rules {

/// A string literal's content, its escapes resolved. Bytes may hold anything, a text is UTF-8 (the rule's
/// text is, and escapes that are no characters are refused).
struct TextLiteral {
  bool bytes = false;
  std::string content;
};

[[nodiscard]] Compiled<TextLiteral> read_text(const Token& token);

/// The value of a number's token, `negative` when a minus sign stood before it. Refuses what its type cannot
/// hold; a double too small to tell from zero is zero.
[[nodiscard]] Compiled<Value> read_number(const Token& token, bool negative);

}  // namespace sekisho::scoring::rules
