#include "rules/lexer.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace sekisho::scoring::rules {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool in_name(char c) {
  return starts_name(c) || is_digit(c);
}

// Longest first.
constexpr std::array<std::string_view, 24> symbols{"&&", "||", "==", "!=", "<=", ">=", "<", ">",
                                                   "+",  "-",  "*",  "/",  "%",  "!",  "?", ":",
                                                   ".",  ",",  "(",  ")",  "[",  "]",  "{", "}"};

/// The whole character that begins at the text's front.
std::string_view first_character(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U)
    ++size;
  return text.substr(0, size);
}

}  // namespace

Compiled<Token> Lexer::next() {
  skip_space();
  if (position_ == text_.size()) return Token{.kind = TokenKind::end, .text = {}, .byte = position_};
  const char c = text_[position_];
  // r'…', b'…', br'…' and rb'…': up to two letters before a quote.
  for (std::size_t letters = 0; letters <= 2; ++letters) {
    const char quote = at(position_ + letters);
    if (quote == '\'' || quote == '"') return string(position_ + letters);
    if (std::string_view("rRbB").find(quote) == std::string_view::npos) break;
  }
  if (starts_name(c)) {
    std::size_t end = position_;
    while (in_name(at(end)))
      ++end;
    return token(TokenKind::identifier, end);
  }
  if (is_digit(c) || (c == '.' && is_digit(at(position_ + 1)))) return number();
  if (c == '`') return quoted_name();
  return symbol();
}

void Lexer::skip_space() {
  while (position_ < text_.size()) {
    const std::string_view rest = text_.substr(position_);
    if (std::string_view(" \t\n\r\f").find(rest.front()) != std::string_view::npos) {
      ++position_;
    } else if (rest.starts_with("//")) {
      position_ += std::min(rest.find('\n'), rest.size());
    } else {
      return;
    }
  }
}

Compiled<Token> Lexer::string(std::size_t quote) {
  const std::string_view prefix = text_.substr(position_, quote - position_);
  if (prefix.size() == 2 && (prefix[0] | 0x20) == (prefix[1] | 0x20))
    return refuse(position_, "a string's prefix is r, b or br");
  const bool raw = prefix.find_first_of("rR") != std::string_view::npos;
  const std::string one(1, text_[quote]);
  const std::string three(3, text_[quote]);
  const bool triple = text_.substr(quote).starts_with(three);
  const std::string_view end = triple ? std::string_view(three) : std::string_view(one);
  std::size_t byte = quote + end.size();
  while (byte < text_.size()) {
    if (text_.substr(byte).starts_with(end)) return token(TokenKind::text, byte + end.size());
    if (!triple && (text_[byte] == '\n' || text_[byte] == '\r')) break;
    byte += text_[byte] == '\\' && !raw ? 2 : 1;
  }
  return refuse(position_, fmt::format("this string does not end; expected a closing {}", end));
}

Compiled<Token> Lexer::quoted_name() {
  const std::size_t end = text_.find('`', position_ + 1);
  const auto allowed = [](char c) { return in_name(c) || std::string_view("./- ").find(c) < 4; };
  const std::string_view name = text_.substr(position_ + 1, std::min(end, text_.size()) - position_ - 1);
  if (end == std::string_view::npos || name.empty() || !std::ranges::all_of(name, allowed))
    return refuse(position_,
                  "expected a name of letters, digits, '_', '.', '/', '-' or spaces in back-ticks");
  const Token token{.kind = TokenKind::quoted, .text = name, .byte = position_};
  position_ = end + 1;
  return token;
}

Token Lexer::number() {
  std::size_t end = position_;
  const auto digits = [&](auto allowed) {
    while (allowed(at(end)))
      ++end;
  };
  TokenKind kind = TokenKind::integer;
  if (at(end) == '0' && (at(end + 1) | 0x20) == 'x' && is_hex(at(end + 2))) {
    end += 2;
    digits(is_hex);
  } else {
    digits(is_digit);
    if (at(end) == '.' && is_digit(at(end + 1))) {
      kind = TokenKind::real;
      ++end;
      digits(is_digit);
    }
    const std::size_t sign = at(end + 1) == '+' || at(end + 1) == '-' ? 1 : 0;
    if ((at(end) | 0x20) == 'e' && is_digit(at(end + 1 + sign))) {
      kind = TokenKind::real;
      end += 1 + sign;
      digits(is_digit);
    }
  }
  if (kind == TokenKind::integer && (at(end) | 0x20) == 'u') {
    kind = TokenKind::natural;
    ++end;
  }
  return token(kind, end);
}

Compiled<Token> Lexer::symbol() {
  const std::string_view rest = text_.substr(position_);
  const auto found = std::ranges::find_if(symbols, [&](auto symbol) { return rest.starts_with(symbol); });
  if (found != symbols.end()) return token(TokenKind::symbol, position_ + found->size());
  if (rest.front() == '=') return refuse(position_, "'=' alone is no operator; equality is '=='");
  if (rest.front() == '&' || rest.front() == '|')
    return refuse(position_, fmt::format("'{0}' alone is no operator; expected '{0}{0}'", rest.front()));
  if (static_cast<unsigned char>(rest.front()) < 0x20)
    return refuse(position_, "a control character can stand nowhere but in a string");
  return refuse(position_, fmt::format("'{}' can stand nowhere but in a string", first_character(rest)));
}

Token Lexer::token(TokenKind kind, std::size_t end) {
  const Token token{.kind = kind, .text = text_.substr(position_, end - position_), .byte = position_};
  position_ = end;
  return token;
}

}  // namespace sekisho::scoring::rules
