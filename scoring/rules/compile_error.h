#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <utility>

namespace sekisho::scoring::rules {

/// Why a text is no rule: where, and what was expected there.
struct CompileError {
  std::size_t byte = 0;  ///< offset in the text, in bytes; rules/source.h turns it into what people count
  std::string expected;  ///< a sentence, without the position
};

template <class T>
using Compiled = std::expected<T, CompileError>;

[[nodiscard]] inline std::unexpected<CompileError> refuse(std::size_t byte, std::string expected) {
  return std::unexpected(CompileError{byte, std::move(expected)});
}

}  // namespace sekisho::scoring::rules
