#pragma once

#include <span>
#include <string_view>

#include <SQLiteCpp/Database.h>
#include <domain/result.h>
#include <domain/time.h>

namespace sekisho::storage {

/// One step of the schema's history, `storage/migrations/NNNN_name.sql`. Once released its text never
/// changes.
struct Migration {
  int version = 0;
  std::string_view name;
  std::string_view sha256;  ///< of the file, in hex
  std::string_view sql;
};

/// The migrations that this version knows, from 1 on without a gap.
[[nodiscard]] std::span<const Migration> embedded_migrations();

/// Checks that what was applied to the database is the beginning of `known`, text by text. `malformed` when
/// the database has no table of migrations; `invalid` when a newer version has been there, a row is missing
/// or a checksum differs.
[[nodiscard]] Result<void> check_migrations(SQLite::Database& database, std::span<const Migration> known);

/// Applies what is missing, each migration in a transaction of its own. The applied ones have to be checked
/// before. Throws SQLite::Exception.
void apply_migrations(SQLite::Database& database, std::span<const Migration> known, Timestamp now);

}  // namespace sekisho::storage
