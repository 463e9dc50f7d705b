#pragma once

#include <string>

#include <SQLiteCpp/Database.h>

namespace sekisho::storage {

/// The connection that does every write and every checkpoint. The file must exist. Throws SQLite::Exception.
[[nodiscard]] SQLite::Database connect_writer(const std::string& path);

/// A query-only connection, for one thread at a time. It never checkpoints. Throws SQLite::Exception.
[[nodiscard]] SQLite::Database connect_reader(const std::string& path);

}  // namespace sekisho::storage
