#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <domain/result.h>

namespace sekisho::gateway {

/// Reads CSV as RFC 4180 has it, from bytes in pieces of any size: quoted fields with doubled quotes, line
/// ends as CRLF or LF, a byte order mark at the very start. Empty lines are passed over. Memory is that of
/// the longest record.
class CsvReader {
 public:
  static constexpr std::size_t max_record = std::size_t{1} << 20U;  ///< bytes
  static constexpr std::size_t max_fields = 4'096;

  /// Gets every record, with the number of the line that it begins on. The fields live until it returns.
  using Visitor = std::function<void(std::size_t line, std::span<const std::string_view> fields)>;

  explicit CsvReader(Visitor visit) : visit_(std::move(visit)) {}

  /// Takes the next bytes. Fails, naming the line, at what is not CSV: a quote within a bare field, text
  /// behind a closing quote, a NUL, a record beyond the limits. Nothing can be read after that.
  [[nodiscard]] Result<void> feed(std::string_view bytes);
  /// The bytes are at their end. Fails when a quote is still open.
  [[nodiscard]] Result<void> finish();

 private:
  enum class State { mark, start, bare, quoted, closed };

  [[nodiscard]] const char* take(char c);
  [[nodiscard]] const char* take_outside(char c);
  [[nodiscard]] const char* put(char c);
  [[nodiscard]] const char* end_field();
  [[nodiscard]] const char* end_record();
  [[nodiscard]] std::string_view without_mark(std::string_view bytes);

  Visitor visit_;
  State state_ = State::mark;
  bool carriage_return_ = false;
  std::string mark_;  ///< the first bytes, until it is clear whether they are a mark
  std::string record_;
  std::vector<std::size_t> ends_;
  std::vector<std::string_view> fields_;
  std::size_t line_ = 1;
  std::size_t first_line_ = 1;  ///< of the record
};

}  // namespace sekisho::gateway
