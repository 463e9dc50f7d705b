#include "sqlite/data_keys.h"

namespace sekisho::storage {
namespace {

std::optional<WrappedKey> first_key(Rows rows) {
  if (!rows.next()) return std::nullopt;
  return WrappedKey{
      .id = static_cast<std::uint32_t>(rows.integer()), .merchant = rows.text(), .wrapped = rows.text()};
}

}  // namespace

SqliteDataKeys::SqliteDataKeys(SQLite::Database& database, const Clock& clock)
    : clock_(clock),
      newest_(database,
              "SELECT id, merchant_id, wrapped FROM data_keys WHERE merchant_id = ?1 ORDER BY id DESC"),
      find_(database, "SELECT id, merchant_id, wrapped FROM data_keys WHERE id = ?1"),
      next_id_(database, "SELECT coalesce(max(id), 0) + 1 FROM data_keys"),
      insert_(database,
              "INSERT INTO data_keys (id, merchant_id, wrapped, created_at) VALUES (?1, ?2, ?3, ?4)") {}

std::optional<WrappedKey> SqliteDataKeys::newest(std::string_view merchant) {
  return first_key(newest_.rows(merchant));
}

std::optional<WrappedKey> SqliteDataKeys::find(std::uint32_t id) {
  return first_key(find_.rows(static_cast<std::int64_t>(id)));
}

std::uint32_t SqliteDataKeys::next_id() {
  auto rows = next_id_.rows();
  // An aggregate always has a row.
  static_cast<void>(rows.next());
  return static_cast<std::uint32_t>(rows.integer());
}

void SqliteDataKeys::insert(const WrappedKey& key) {
  insert_.run(static_cast<std::int64_t>(key.id), key.merchant, Blob{key.wrapped}, clock_.now());
}

}  // namespace sekisho::storage
