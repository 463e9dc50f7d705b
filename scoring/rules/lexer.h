#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "rules/compile_error.h"

namespace sekisho::scoring::rules {

enum class TokenKind : std::uint8_t {
  end,
  identifier,  ///< reserved words too: after a dot they are names like any other
  quoted,      ///< a member's name in back-ticks; the text is what stands between them
  integer,
  natural,  ///< with its u
  real,
  text,  ///< a string or bytes with prefix and quotes; rules/literals.h reads it
  symbol,
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;  ///< as it stands in the rule
  std::size_t byte = 0;   ///< where it begins

  [[nodiscard]] bool is(std::string_view symbol) const { return kind == TokenKind::symbol && text == symbol; }
};

/// Cuts a rule's text into tokens, one at a time. Comments run from `//` to the end of the line.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  /// The next token; `end` for ever after the last one. Fails where no token can begin, and at a string or
  /// name that does not end.
  Compiled<Token> next();

 private:
  void skip_space();
  Compiled<Token> string(std::size_t quote);
  Compiled<Token> quoted_name();
  Token number();
  Compiled<Token> symbol();

  [[nodiscard]] char at(std::size_t byte) const { return byte < text_.size() ? text_[byte] : '\0'; }

  Token token(TokenKind kind, std::size_t end);

  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace sekisho::scoring::rules
