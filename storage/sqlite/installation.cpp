#include "sqlite/installation.h"

#include <array>
#include <string>

#include <fmt/core.h>

#include "sqlite/query.h"

namespace sekisho::storage {
namespace {

/// A full check of this much takes half a second.
constexpr std::int64_t fully_checked_bytes = 256LL * 1024 * 1024;

constexpr std::array<const char*, 10> vital_tables{
    "migrations", "installation", "data_keys",      "merchants", "hooks",
    "secrets",    "policies",     "hook_merchants", "callbacks", "list_entries"};

std::int64_t integer_of(SQLite::Database& database, const std::string& sql) {
  Query query(database, sql);
  auto rows = query.rows();
  return rows.next() ? rows.integer() : 0;
}

Result<void> quick_check(SQLite::Database& database, const std::string& pragma) {
  Query query(database, pragma);
  auto rows = query.rows();
  const auto finding = rows.next() ? rows.text() : std::string{"no answer"};
  if (finding == "ok") return {};
  return fail(ErrorKind::malformed, fmt::format("it is damaged ({}); restore a backup", finding));
}

}  // namespace

void record_installation(SQLite::Database& database, const MasterKey& master, Timestamp now) {
  Query insert(
      database,
      "INSERT INTO installation (id, master_key_id, created_at, write_checks) VALUES (1, ?1, ?2, 0)");
  insert.run(master.id(), now);
}

Result<void> check_installation(SQLite::Database& database, const MasterKey& master) {
  Query query(database, "SELECT master_key_id FROM installation");
  auto rows = query.rows();
  if (!rows.next())
    return fail(ErrorKind::malformed, "its setting-up was not finished; remove it and set it up again");
  const auto written_under = rows.text();
  if (written_under == master.id()) return {};
  return fail(
      ErrorKind::invalid,
      fmt::format("it was written under the master key {}, the one given is {}; put that key's file in place",
                  written_under, master.id()));
}

Result<void> check_for_damage(SQLite::Database& database) {
  const auto bytes = integer_of(database, "PRAGMA page_count") * integer_of(database, "PRAGMA page_size");
  if (bytes <= fully_checked_bytes) return quick_check(database, "PRAGMA quick_check(1)");
  for (const auto* table : vital_tables) {
    if (auto sound = quick_check(database, fmt::format("PRAGMA quick_check({})", table)); !sound)
      return sound;
  }
  return {};
}

}  // namespace sekisho::storage
