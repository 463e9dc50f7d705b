#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <domain/result.h>

namespace sekisho::scoring {

/// A set of words kept as the text of its file: one a line, in order of bytes, after a head of `#` lines. A
/// look-up is a binary search in the text itself, so that loading builds nothing.
class SortedLines {
 public:
  /// Fails with `file:line` at the first line that is empty or not after the one before.
  [[nodiscard]] static Result<SortedLines> parse(std::string_view file, std::string text);

  [[nodiscard]] bool contains(std::string_view word) const;

 private:
  SortedLines(std::string text, std::size_t head) : text_(std::move(text)), head_(head) {}

  std::string text_;
  std::size_t head_;
};

}  // namespace sekisho::scoring
