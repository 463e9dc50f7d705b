#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>

#include <scoring/place_key.h>
#include <scoring/reference_data.h>
#include <storage/keyed_file.h>

#include "reference/reference_kind.h"

namespace sekisho::gateway {

/// A row of a CSV file as it is kept. `text` is kept sealed; its id belongs into the record.
struct ReadRow {
  storage::KeyedRecord record;
  std::string text;
};

/// Reads the rows of one kind. Owns its keyed hasher: belongs to one thread.
class RowReader {
 public:
  /// `kind` is one of those with columns. `data` must outlive the reader.
  RowReader(ReferenceKind kind, const scoring::ReferenceData& data, const storage::MasterKey& master)
      : kind_(kind), data_(data), hasher_(master) {}

  /// `fields` in the order of columns_of(kind). The error is a sentence about the first fault, which repeats
  /// no value: what stands in these files is personal.
  [[nodiscard]] std::expected<ReadRow, std::string> read(std::span<const std::string_view> fields,
                                                         std::uint64_t line);

  /// Puts the id of the row's text where look-ups find it.
  static void set_text(ReadRow& row, ReferenceKind kind, storage::TextId id);

 private:
  using Made = std::expected<ReadRow, std::string>;

  Made read_phone_row(std::span<const std::string_view> fields, std::uint64_t line);
  Made read_vacancy_row(std::span<const std::string_view> fields);
  [[nodiscard]] scoring::PlaceKey place_of(std::span<const std::string_view> fields) const;
  Made read_forwarder_row(std::span<const std::string_view> fields);
  Made read_negative_row(std::span<const std::string_view> fields);

  ReferenceKind kind_;
  const scoring::ReferenceData& data_;
  storage::LookupHasher hasher_;
};

}  // namespace sekisho::gateway
