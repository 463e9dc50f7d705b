#include "reference/csv_stream.h"

#include <utility>

namespace sekisho::gateway {

CsvStream::CsvStream(OnRow on_row, OnFault on_fault)
    : on_row_(std::move(on_row)), on_fault_(std::move(on_fault)) {}

void CsvStream::feed(std::string_view text) {
  for (const char c : text) {
    take(c);
    if (c == '\n') ++line_;
  }
}

void CsvStream::take(char c) {
  switch (state_) {
    case State::quoted:
      if (c != '"') return append(c);
      state_ = State::quote_in_quoted;
      return;
    case State::field_start:
      return take_start(c);
    case State::quote_in_quoted:
      return take_after_quote(c);
    case State::plain:
      if (c == '"') return fault("a quote inside a field that does not begin with one");
      if (c != ',' && c != '\n' && c != '\r') return append(c);
      return take_start(c);
    case State::cr:
      // A carriage return alone ended a line on machines of long ago; here it is a damaged line end.
      if (c == '\n') return end_record();
      return fault("a carriage return without a line feed");
    case State::broken:
      if (c == '\n') end_record();
      return;
  }
}

/// A character outside quotes that may end a field.
void CsvStream::take_start(char c) {
  const bool fresh = state_ == State::field_start;
  if (!touched_) begun_line_ = line_;
  if (c == '\n') {
    if (touched_) end_field();
    return end_record();
  }
  if (c == '\r') {
    if (touched_) end_field();
    state_ = State::cr;
    return;
  }
  touched_ = true;
  if (c == ',') return end_field();
  if (c == '"' && fresh) {
    state_ = State::quoted;
    return;
  }
  state_ = State::plain;
  append(c);
}

void CsvStream::take_after_quote(char c) {
  if (c == '"') {
    state_ = State::quoted;
    return append(c);
  }
  if (c != ',' && c != '\n' && c != '\r') return fault("text behind a closing quote");
  state_ = State::plain;
  take_start(c);
}

void CsvStream::append(char c) {
  if (text_.size() == longest_record) return fault("the record is too long");
  text_ += c;
}

void CsvStream::end_field() {
  // So many empty fields take no text: they must be bounded too.
  if (ends_.size() == longest_record) return fault("the record is too long");
  ends_.push_back(text_.size());
  state_ = State::field_start;
}

void CsvStream::fault(std::string_view what) {
  on_fault_(begun_line_, what);
  text_.clear();
  ends_.clear();
  touched_ = true;
  state_ = State::broken;
}

void CsvStream::end_record() {
  if (state_ != State::broken && touched_) {
    row_.line = begun_line_;
    row_.fields.clear();
    std::size_t begin = 0;
    for (const std::size_t end : ends_) {
      row_.fields.push_back(std::string_view(text_).substr(begin, end - begin));
      begin = end;
    }
    on_row_(row_);
  }
  text_.clear();
  ends_.clear();
  touched_ = false;
  state_ = State::field_start;
}

void CsvStream::finish() {
  if (state_ == State::quoted) return fault("a quoted field that does not end");
  if (state_ == State::broken) return end_record();
  if (touched_ && state_ != State::cr) end_field();
  end_record();
}

}  // namespace sekisho::gateway
