#include "rules/literals.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "rules/numbers.h"

namespace sekisho::scoring::rules {
namespace {

void append_utf8(std::string& out, std::uint32_t point) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | (point >> 6));
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | (point >> 12));
    put(0x80 | ((point >> 6) & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | (point >> 18));
    put(0x80 | ((point >> 12) & 0x3F));
    put(0x80 | ((point >> 6) & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

constexpr std::array<std::pair<char, char>, 12> simple_escapes{{{'a', '\a'},
                                                                {'b', '\b'},
                                                                {'f', '\f'},
                                                                {'n', '\n'},
                                                                {'r', '\r'},
                                                                {'t', '\t'},
                                                                {'v', '\v'},
                                                                {'\\', '\\'},
                                                                {'?', '?'},
                                                                {'"', '"'},
                                                                {'\'', '\''},
                                                                {'`', '`'}}};

/// Resolves the escapes of one literal's content.
class Unescaper {
 public:
  Unescaper(std::string_view content, std::size_t byte, bool bytes)
      : content_(content), byte_(byte), bytes_(bytes) {}

  Compiled<std::string> read() {
    for (at_ = 0; at_ < content_.size();) {
      if (content_[at_] != '\\') {
        out_ += content_[at_++];
      } else if (auto escaped = escape(); !escaped) {
        return std::unexpected(std::move(escaped.error()));
      }
    }
    return std::move(out_);
  }

 private:
  Compiled<void> escape() {
    const char letter = at_ + 1 < content_.size() ? content_[at_ + 1] : '\0';
    for (const auto& [name, meaning] : simple_escapes) {
      if (name != letter) continue;
      out_ += meaning;
      at_ += 2;
      return {};
    }
    switch (letter) {
      case 'x':
      case 'X':
        return number(2, 2, 16);
      case 'u':
        return bytes_ ? unknown() : number(2, 4, 16);
      case 'U':
        return bytes_ ? unknown() : number(2, 8, 16);
      case '0':
      case '1':
      case '2':
      case '3':
        return number(1, 3, 8);
      default:
        return unknown();
    }
  }

  [[nodiscard]] Compiled<void> unknown() const {
    return refuse(
        byte_ + at_,
        bytes_ ? R"(in bytes an escape is one of \a \b \f \n \r \t \v \\ \? \" \' \` \xHH \OOO)"
               : R"(an escape is one of \a \b \f \n \r \t \v \\ \? \" \' \` \xHH \uHHHH \UHHHHHHHH \OOO)");
  }

  Compiled<void> number(std::size_t skipped, std::size_t digits, int base) {
    std::uint32_t point = 0;
    const std::string_view text = content_.substr(at_ + skipped, digits);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), point, base);
    if (text.size() != digits || error != std::errc{} || end != text.data() + text.size()) return unknown();
    if (bytes_) {
      out_ += static_cast<char>(static_cast<unsigned char>(point));
    } else if (point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
      return refuse(byte_ + at_, "this escape is not a Unicode character");
    } else {
      append_utf8(out_, point);
    }
    at_ += skipped + digits;
    return {};
  }

  std::string_view content_;
  std::size_t byte_;
  bool bytes_;
  std::size_t at_ = 0;
  std::string out_;
};

}  // namespace

Compiled<TextLiteral> read_text(const Token& token) {
  const std::size_t quote = token.text.find_first_of("'\"");
  const std::string_view prefix = token.text.substr(0, quote);
  const std::string_view quoted = token.text.substr(quote);
  const bool triple = quoted.size() >= 6 && quoted[1] == quoted[0] && quoted[2] == quoted[0];
  const std::size_t quotes = triple ? 3 : 1;
  const std::string_view content = quoted.substr(quotes, quoted.size() - 2 * quotes);
  TextLiteral literal{.bytes = prefix.find_first_of("bB") != std::string_view::npos, .content = {}};
  if (prefix.find_first_of("rR") != std::string_view::npos) {
    literal.content = content;
    return literal;
  }
  auto resolved = Unescaper(content, token.byte + quote + quotes, literal.bytes).read();
  if (!resolved) return std::unexpected(std::move(resolved.error()));
  literal.content = *std::move(resolved);
  return literal;
}

Compiled<Value> read_number(const Token& token, bool negative) {
  if (token.kind == TokenKind::real) {
    const auto number = real_in(token.text);
    if (!number) return refuse(token.byte, "this number is beyond what a double can hold");
    return Value::of(negative ? -*number : *number);
  }
  std::string_view digits = token.text;
  if (token.kind == TokenKind::natural) digits.remove_suffix(1);
  const bool hex = digits.starts_with("0x") || digits.starts_with("0X");
  if (hex) digits.remove_prefix(2);
  std::uint64_t magnitude = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, hex ? 16 : 10);
  if (token.kind == TokenKind::natural) {
    if (read.ec != std::errc{}) return refuse(token.byte, "a uint is at most 18446744073709551615");
    return Value::of(magnitude);
  }
  constexpr std::uint64_t lowest = std::uint64_t{1} << 63U;
  if (read.ec != std::errc{} || magnitude > (negative ? lowest : lowest - 1))
    return refuse(token.byte, "an int is from -9223372036854775808 to 9223372036854775807");
  return Value::of(static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude));
}

}  // namespace sekisho::scoring::rules
