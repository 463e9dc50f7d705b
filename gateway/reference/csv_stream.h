#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sekisho::gateway {

/// One record of a CSV text. The fields live until the next record is read.
struct CsvRecord {
  std::uint64_t line = 0;  ///< where it begins, from 1; quoted fields may span lines
  std::vector<std::string_view> fields;
};

/// Reads RFC 4180 from text that arrives in pieces: commas, fields in double quotes with `""` for a quote in
/// them, lines that end in CRLF or LF. Lines without a character are skipped. Memory is bounded by the
/// longest record allowed. Pure; belongs to one thread.
class CsvStream {
 public:
  static constexpr std::size_t longest_record = 64 * 1024;

  /// Gets every record that is complete.
  using OnRow = std::function<void(const CsvRecord&)>;
  /// Gets what is wrong with a record, and where it begins; reading goes on behind it.
  using OnFault = std::function<void(std::uint64_t line, std::string_view what)>;

  CsvStream(OnRow on_row, OnFault on_fault);

  void feed(std::string_view text);
  /// The text is at its end: a last line needs no line end.
  void finish();

 private:
  enum class State : std::uint8_t { field_start, plain, quoted, quote_in_quoted, broken, cr };

  void take(char c);
  void take_start(char c);
  void take_after_quote(char c);
  void end_field();
  void end_record();
  void fault(std::string_view what);
  void append(char c);

  OnRow on_row_;
  OnFault on_fault_;
  State state_ = State::field_start;
  std::uint64_t line_ = 1;        ///< the current one
  std::uint64_t begun_line_ = 1;  ///< where the current record begins
  std::string text_;              ///< the current record's fields, one after the other
  std::vector<std::size_t> ends_;
  bool touched_ = false;  ///< the current record has a character
  CsvRecord row_;
};

}  // namespace sekisho::gateway
