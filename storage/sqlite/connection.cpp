#include "sqlite/connection.h"

#include <sqlite3.h>

namespace sekisho::storage {
namespace {

/// No one else writes: a lock that lasts belongs to a tool that someone opened the file with.
constexpr int busy_timeout_ms = 250;

/// Against files that were crafted: no writing to the schema as data, no functions or tables that a schema
/// names, and a page's cells are checked when it is read.
void distrust_file(SQLite::Database& database) {
  sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  database.exec("PRAGMA trusted_schema = OFF");
  database.exec("PRAGMA cell_size_check = ON");
}

SQLite::Database connect(const std::string& path) {
  SQLite::Database database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX, busy_timeout_ms);
  distrust_file(database);
  return database;
}

}  // namespace

SQLite::Database connect_writer(const std::string& path) {
  auto database = connect(path);
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("PRAGMA synchronous = FULL");
  database.exec("PRAGMA wal_autocheckpoint = 0");
  // After a burst the file shrinks to this again.
  database.exec("PRAGMA journal_size_limit = 67108864");
  database.exec("PRAGMA cache_size = -32768");
  // What was erased must not linger in free space. Debian's default; said here because it matters.
  database.exec("PRAGMA secure_delete = ON");
  database.exec("PRAGMA temp_store = MEMORY");
  return database;
}

SQLite::Database connect_reader(const std::string& path) {
  auto database = connect(path);
  sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  database.exec("PRAGMA wal_autocheckpoint = 0");
  database.exec("PRAGMA query_only = ON");
  return database;
}

}  // namespace sekisho::storage
