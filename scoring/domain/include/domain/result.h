#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sekisho {

/// What went wrong, in the terms a caller acts on. The gateway maps each kind to one HTTP status.
enum class ErrorKind {
  malformed,     ///< not what the format's grammar allows (400)
  unauthorized,  ///< no proof of who is speaking (401)
  forbidden,     ///< known, but may not (403)
  not_found,     ///< no such thing, or not the caller's (404)
  conflict,      ///< contradicts what is stored (409)
  stale,         ///< based on an older version (412)
  invalid,       ///< well-formed, but not acceptable (422)
  overloaded,    ///< a limit was reached; later is fine (429)
  unavailable,   ///< storage or a peer cannot take it now; a retry is safe (503)
};

/// One fault in a document: an RFC 6901 JSON pointer to it and a sentence about it.
struct Fault {
  std::string pointer;
  std::string detail;
  std::optional<std::size_t> position = {};  ///< within the text it points to: characters before the fault
  bool operator==(const Fault&) const = default;
};

/// An expected failure. `detail` is for people, holds no personal data and no secret.
struct Error {
  ErrorKind kind = ErrorKind::invalid;
  std::string detail;
  std::vector<Fault> faults = {};
};

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorKind kind, std::string detail,
                                                 std::vector<Fault> faults = {}) {
  return std::unexpected(Error{kind, std::move(detail), std::move(faults)});
}

}  // namespace sekisho
