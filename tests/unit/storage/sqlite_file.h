#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <SQLiteCpp/Database.h>
#include <storage/sqlite_store.h>

#include "support/manual_clock.h"
#include "support/seeded_random.h"
#include "support/stored_records.h"
#include "support/temporary_directory.h"

namespace sekisho::storage {

/// A folder with a database that was set up and is not open.
class SqliteFile {
 public:
  SqliteFile() { made_ = create_sqlite(path(), master, noon); }

  [[nodiscard]] std::string path() const { return (directory.path() / "sekisho.db").string(); }

  [[nodiscard]] const Result<void>& made() const { return made_; }

  [[nodiscard]] Result<std::unique_ptr<SqliteDatabase>> open() { return open_under(master); }

  [[nodiscard]] Result<std::unique_ptr<SqliteDatabase>> open_under(const MasterKey& key) {
    return SqliteDatabase::open(path(), key, clock, random);
  }

  /// The file as any SQLite tool sees it.
  [[nodiscard]] SQLite::Database raw() const {
    return SQLite::Database(path(), SQLite::OPEN_READWRITE, 1000);
  }

  testing::TemporaryDirectory directory;
  testing::ManualClock clock{noon};
  testing::SeededRandom random;
  MasterKey master = MasterKey::generate(random);

 private:
  Result<void> made_;
};

/// Commits one unit and says whether it was taken.
[[nodiscard]] inline Stored<CommitReport> commit(Store& store, const Unit& unit) {
  return store.commit(std::span{&unit, 1});
}

}  // namespace sekisho::storage
