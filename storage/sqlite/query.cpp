#include "sqlite/query.h"

#include <algorithm>
#include <span>

#include <fmt/core.h>

namespace sekisho::storage {

BrokenRow::BrokenRow(std::string_view column)
    : std::runtime_error(fmt::format("a stored {} is not one that this version writes", column)) {}

bool Rows::next() {
  column_ = 0;
  return statement_.executeStep();
}

std::int64_t Rows::integer() {
  return statement_.getColumn(column_++).getInt64();
}

std::string_view Rows::bytes() {
  const auto column = statement_.getColumn(column_++);
  // The pointer first: asking for the size may move a converted value. It is null for an empty blob.
  const auto* data = static_cast<const char*>(column.getBlob());
  const auto size = static_cast<std::size_t>(column.getBytes());
  return size == 0 ? std::string_view{} : std::string_view{data, size};
}

LookupKey Rows::lookup_key() {
  const auto column = bytes();
  LookupKey key{};
  if (column.size() != key.size()) throw BrokenRow("look-up key");
  std::ranges::copy(std::as_bytes(std::span{column}), key.begin());
  return key;
}

std::optional<std::int64_t> Rows::optional_integer() {
  const bool null = null_next();
  const auto value = integer();
  return null ? std::nullopt : std::optional{value};
}

std::optional<Timestamp> Rows::optional_time() {
  const auto value = optional_integer();
  return value ? std::optional{Timestamp{Milliseconds{*value}}} : std::nullopt;
}

std::optional<std::string> Rows::optional_text() {
  const bool null = null_next();
  auto value = text();
  return null ? std::nullopt : std::optional{std::move(value)};
}

void Query::bind(int index, const std::string& value, Lifetime lifetime) {
  if (lifetime == Lifetime::longer) {
    statement_.bindNoCopy(index, value);
  } else {
    statement_.bind(index, value);
  }
}

void Query::bind(int index, Blob value, Lifetime lifetime) {
  // A null pointer would bind NULL, and an empty blob is a value.
  const void* data = value.bytes.empty() ? "" : value.bytes.data();
  const auto size = static_cast<int>(value.bytes.size());
  if (lifetime == Lifetime::longer) {
    statement_.bindNoCopy(index, data, size);
  } else {
    statement_.bind(index, data, size);
  }
}

}  // namespace sekisho::storage
