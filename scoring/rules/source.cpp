#include "rules/source.h"

#include <algorithm>

#include <fmt/format.h>

namespace sekisho::scoring::rules {

std::size_t characters_in(std::string_view text) {
  const auto starts = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  return static_cast<std::size_t>(std::ranges::count_if(text, starts));
}

Position position_of(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, std::min(byte, text.size()));
  const auto line_start = before.rfind('\n');
  const auto line = line_start == std::string_view::npos ? before : before.substr(line_start + 1);
  return {.offset = characters_in(before),
          .line = 1 + static_cast<std::size_t>(std::ranges::count(before, '\n')),
          .column = 1 + characters_in(line)};
}

std::string describe(std::string_view text, const CompileError& error) {
  const Position at = position_of(text, error.byte);
  return fmt::format("line {}, column {}: {}", at.line, at.column, error.expected);
}

}  // namespace sekisho::scoring::rules
