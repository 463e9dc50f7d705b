#include "training/csv_reader.h"

#include <algorithm>

#include <fmt/format.h>

namespace sekisho::gateway {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::unexpected<Error> broken(std::size_t line, std::string_view why) {
  return fail(ErrorKind::malformed, fmt::format("line {}: {}", line, why));
}

}  // namespace

Result<void> CsvReader::feed(std::string_view bytes) {
  for (const char c : without_mark(bytes)) {
    if (const char* fault = take(c)) return broken(line_, fault);
    if (c == '\n') ++line_;
  }
  return {};
}

Result<void> CsvReader::finish() {
  // A file shorter than a mark is still waiting for the rest of it.
  const std::string rest = state_ == State::mark ? std::exchange(mark_, {}) : std::string{};
  if (state_ == State::mark) state_ = State::start;
  if (auto taken = feed(rest); !taken) return taken;
  if (state_ == State::quoted) return broken(first_line_, "a quoted field has no end");
  if (carriage_return_) return broken(line_, "a carriage return stands alone");
  if (const char* fault = end_record()) return broken(line_, fault);
  return {};
}

/// The bytes but for a mark at the very start; empty while that is not clear.
std::string_view CsvReader::without_mark(std::string_view bytes) {
  if (state_ != State::mark) return bytes;
  mark_ += bytes;
  const std::string_view begun = mark_;
  if (begun.size() < byte_order_mark.size() && byte_order_mark.starts_with(begun)) return {};
  state_ = State::start;
  return begun.starts_with(byte_order_mark) ? begun.substr(byte_order_mark.size()) : begun;
}

/// Null, or what is wrong.
const char* CsvReader::take(char c) {
  if (c == '\0') return "a NUL is no text";
  if (state_ != State::quoted) return take_outside(c);
  if (c != '"') return put(c);
  state_ = State::closed;
  return nullptr;
}

const char* CsvReader::take_outside(char c) {
  if (carriage_return_ && c != '\n') return "a carriage return stands alone";
  switch (c) {
    case ',':
      state_ = State::start;
      return end_field();
    case '\r':
      carriage_return_ = true;
      return nullptr;
    case '\n':
      carriage_return_ = false;
      return end_record();
    case '"':
      if (state_ == State::bare) return "a quote stands within a field that is not quoted";
      if (state_ == State::start) {
        state_ = State::quoted;
        return nullptr;
      }
      state_ = State::quoted;
      return put(c);
    default:
      if (state_ == State::closed) return "text stands behind a closing quote";
      state_ = State::bare;
      return put(c);
  }
}

const char* CsvReader::put(char c) {
  if (record_.size() == max_record) return "the record is too long";
  record_ += c;
  return nullptr;
}

const char* CsvReader::end_field() {
  if (ends_.size() == max_fields) return "the record has too many fields";
  ends_.push_back(record_.size());
  return nullptr;
}

const char* CsvReader::end_record() {
  const bool empty_line = ends_.empty() && record_.empty() && state_ == State::start;
  state_ = State::start;
  if (!empty_line) {
    if (const char* fault = end_field()) return fault;
    fields_.clear();
    std::size_t from = 0;
    for (const std::size_t end : ends_) {
      fields_.push_back(std::string_view(record_).substr(from, end - from));
      from = end;
    }
    visit_(first_line_, fields_);
  }
  record_.clear();
  ends_.clear();
  first_line_ = line_ + 1;
  return nullptr;
}

}  // namespace sekisho::gateway
