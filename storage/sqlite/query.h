#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <domain/ids.h>
#include <domain/time.h>
#include <storage/vault.h>

namespace sekisho::storage {

/// A row holds what this version never writes: damage, or another hand. Names table and column, never
/// content.
class BrokenRow : public std::runtime_error {
 public:
  explicit BrokenRow(std::string_view column);
};

/// Bytes for a BLOB column; a bare string is for TEXT.
struct Blob {
  std::string_view bytes;
};

[[nodiscard]] inline Blob blob(const LookupKey& key) {
  return {{reinterpret_cast<const char*>(key.data()), key.size()}};
}

/// The rows of a running query. The columns of a row are read one after the other, in the order of the
/// SELECT. When it goes, the query may run again.
class Rows {
 public:
  explicit Rows(SQLite::Statement& statement) : statement_(statement) {}

  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  ~Rows() { statement_.tryReset(); }

  /// Steps to the next row; false at the end.
  [[nodiscard]] bool next();

  [[nodiscard]] std::int64_t integer();

  [[nodiscard]] bool flag() { return integer() != 0; }

  [[nodiscard]] Timestamp time() { return Timestamp{Milliseconds{integer()}}; }

  [[nodiscard]] std::string text() { return std::string{bytes()}; }

  /// A text or blob in place: good until the next step.
  [[nodiscard]] std::string_view bytes();
  [[nodiscard]] LookupKey lookup_key();
  [[nodiscard]] std::optional<std::int64_t> optional_integer();
  [[nodiscard]] std::optional<Timestamp> optional_time();
  [[nodiscard]] std::optional<std::string> optional_text();

  template <class AnyId>
  [[nodiscard]] AnyId id() {
    return AnyId{text()};
  }

 private:
  [[nodiscard]] bool null_next() const { return statement_.isColumnNull(column_); }

  SQLite::Statement& statement_;
  int column_ = 0;
};

/// A prepared statement that is kept. One run of it at a time.
class Query {
 public:
  Query(const SQLite::Database& database, const std::string& sql) : statement_(database, sql) {}

  /// Binds the values to ?1, ?2 … and runs to the end. The number of rows that were written.
  template <class... Values>
  int run(const Values&... values) {
    const Rows running{statement_};
    int index = 0;
    (bind(++index, values, Lifetime::longer), ...);
    return statement_.exec();
  }

  /// Binds the values and starts; they are copied, for they may be gone before the last row.
  template <class... Values>
  [[nodiscard]] Rows rows(const Values&... values) {
    int index = 0;
    (bind(++index, values, Lifetime::unknown), ...);
    return Rows{statement_};
  }

  /// For a query whose number of values is known at run time only; rows() keeps what was bound.
  void bind_text(int index, const std::string& value) { statement_.bind(index, value); }

 private:
  enum class Lifetime { longer, unknown };  ///< than the run's

  void bind(int index, std::int64_t value, Lifetime) { statement_.bind(index, value); }

  void bind(int index, int value, Lifetime) { statement_.bind(index, value); }

  void bind(int index, bool value, Lifetime) { statement_.bind(index, value ? 1 : 0); }

  void bind(int index, Timestamp value, Lifetime) {
    statement_.bind(index, static_cast<std::int64_t>(value.time_since_epoch().count()));
  }

  void bind(int index, std::string_view value, Lifetime) { statement_.bind(index, std::string{value}); }

  void bind(int index, const char* value, Lifetime) { statement_.bind(index, value); }

  void bind(int index, const std::string& value, Lifetime lifetime);
  void bind(int index, Blob value, Lifetime lifetime);

  void bind(int index, std::nullopt_t, Lifetime) { statement_.bind(index); }

  template <class Tag>
  void bind(int index, const Id<Tag>& value, Lifetime lifetime) {
    bind(index, value.str(), lifetime);
  }

  template <class Value>
  void bind(int index, const std::optional<Value>& value, Lifetime lifetime) {
    value ? bind(index, *value, lifetime) : bind(index, std::nullopt, lifetime);
  }

  SQLite::Statement statement_;
};

/// A record with the row id that lists go by.
template <class Record>
struct Numbered {
  std::int64_t id = 0;
  Record record;
};

/// The enumeration's value that a column names.
template <class Enum>
[[nodiscard]] Enum known(std::optional<Enum> value, std::string_view column) {
  if (!value) throw BrokenRow(column);
  return *value;
}

}  // namespace sekisho::storage
