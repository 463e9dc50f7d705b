#include "reference/sorted_lines.h"

#include <utility>

#include <fmt/format.h>

namespace sekisho::scoring {

Result<SortedLines> SortedLines::parse(std::string_view file, std::string text) {
  if (!text.empty() && !text.ends_with('\n')) text += '\n';
  std::size_t head = 0;
  std::size_t line = 0;
  std::string_view previous;
  for (std::size_t at = 0; at < text.size();) {
    ++line;
    const std::size_t end = text.find('\n', at);
    const std::string_view word = std::string_view(text).substr(at, end - at);
    at = end + 1;
    if (previous.empty() && word.starts_with('#')) {
      head = at;
    } else if (word.empty() || word <= previous) {
      return fail(ErrorKind::invalid,
                  fmt::format("{}:{}: not one word a line in order of bytes", file, line));
    } else {
      previous = word;
    }
  }
  return SortedLines(std::move(text), head);
}

bool SortedLines::contains(std::string_view word) const {
  std::size_t low = head_;
  std::size_t high = text_.size();
  while (low < high) {
    // The middle byte lies somewhere in a line: step back to where that line begins.
    const std::size_t middle = low + (high - low) / 2;
    const std::size_t before = middle == low ? std::string::npos : text_.rfind('\n', middle - 1);
    const std::size_t begin = before == std::string::npos || before < low ? low : before + 1;
    const std::size_t end = text_.find('\n', begin);
    const int order = word.compare(std::string_view(text_).substr(begin, end - begin));
    if (order == 0) return true;
    if (order < 0) {
      high = begin;
    } else {
      low = end + 1;
    }
  }
  return false;
}

}  // namespace sekisho::scoring
