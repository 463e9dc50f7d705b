#pragma once

#include <SQLiteCpp/Database.h>
#include <domain/result.h>
#include <domain/time.h>
#include <storage/vault.h>

namespace sekisho::storage {

/// Writes the one row that says which master key the database is written under. Throws SQLite::Exception.
void record_installation(SQLite::Database& database, const MasterKey& master, Timestamp now);

/// `invalid` when the database was written under another master key. Throws SQLite::Exception.
[[nodiscard]] Result<void> check_installation(SQLite::Database& database, const MasterKey& master);

/// Looks for damage: in the whole file while that is quick, in the tables that everything depends on when it
/// is not, for opening must not take minutes. `malformed` names the first fault. Throws SQLite::Exception.
[[nodiscard]] Result<void> check_for_damage(SQLite::Database& database);

}  // namespace sekisho::storage
