#include "sqlite/migrations.h"

#include <string>

#include <fmt/core.h>

#include "sqlite/query.h"
#include "sqlite/transaction.h"

namespace sekisho::storage {
namespace {

constexpr const char* make_table = R"sql(
  CREATE TABLE IF NOT EXISTS migrations (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    applied_at INTEGER NOT NULL
  ) STRICT)sql";

Result<void> refuse(const std::string& why) {
  return fail(ErrorKind::invalid, why);
}

}  // namespace

Result<void> check_migrations(SQLite::Database& database, std::span<const Migration> known) {
  if (!database.tableExists("migrations"))
    return fail(ErrorKind::malformed, "it is not a database of this program");
  Query applied(database, "SELECT version, name, sha256 FROM migrations ORDER BY version");
  auto rows = applied.rows();
  std::size_t count = 0;
  for (; rows.next(); ++count) {
    const auto version = rows.integer();
    const auto name = rows.text();
    if (version > static_cast<std::int64_t>(known.size())) {
      return refuse(fmt::format("a newer version has migrated it ({} {}); run that version", version, name));
    }
    if (version != static_cast<std::int64_t>(count) + 1) {
      return refuse(fmt::format("its migration {} is missing; restore a backup", count + 1));
    }
    if (rows.bytes() != known[count].sha256) {
      return refuse(
          fmt::format("its migration {} {} is not the one of this version; restore a backup", version, name));
    }
  }
  return {};
}

void apply_migrations(SQLite::Database& database, std::span<const Migration> known, Timestamp now) {
  database.exec(make_table);
  Query newest(database, "SELECT coalesce(max(version), 0) FROM migrations");
  Query record(database,
               "INSERT INTO migrations (version, name, sha256, applied_at) VALUES (?1, ?2, ?3, ?4)");
  TransactionControl transactions(database, "BEGIN IMMEDIATE");
  std::int64_t applied = 0;
  {
    auto rows = newest.rows();
    if (rows.next()) applied = rows.integer();
  }
  for (const auto& migration : known.subspan(static_cast<std::size_t>(applied))) {
    Transaction transaction(transactions);
    database.exec(std::string{migration.sql});
    record.run(migration.version, migration.name, migration.sha256, now);
    transaction.commit();
  }
}

}  // namespace sekisho::storage
