#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <domain/result.h>
#include <simdjson.h>

#include "json/card_numbers.h"
#include "json/faults.h"

namespace sekisho::adapters::json {

/// A well-formed document. Its values live in the reader, until the next read.
struct Document {
  simdjson::dom::element root;
  Faults faults;  ///< each place that holds a full card number
};

/// Reads one JSON text strictly (RFC 8259, and the rules of Adapter::read) and walks over all of it once,
/// unknown members too. Parser, buffer and scratch memory are kept between reads: an instance belongs to one
/// thread at a time.
class Reader {
 public:
  static constexpr int max_depth = 32;

  /// `card_free` are the places (patterns of Path::matches) of identifiers and times, which may look like a
  /// card number; the span must outlive the reader.
  explicit Reader(std::span<const std::string_view> card_free);
  ~Reader();

  /// `malformed` for what is not JSON, repeats a name in an object, has a NUL in a string, a number that
  /// neither 64 bits nor a double can hold, or more than `max_depth` objects and arrays inside each other.
  [[nodiscard]] Result<Document> read(std::string_view body);

 private:
  [[nodiscard]] Result<simdjson::dom::element> parse(std::string_view body);

  std::span<const std::string_view> card_free_;
  /// Behind a pointer: its layout depends on compile definitions that includers of this header may lack.
  std::unique_ptr<simdjson::dom::parser> parser_;
  std::string padded_;
  std::vector<std::string_view> names_;
  CardNumberFinder cards_;
};

}  // namespace sekisho::adapters::json
