#pragma once

#include <memory>
#include <string>

#include <domain/random.h>
#include <domain/result.h>
#include <domain/time.h>
#include <storage/store.h>
#include <storage/vault.h>

namespace sekisho::storage {

/// Makes a new database at `path`, migrated, bound to the master key. `conflict` when something is there
/// already.
[[nodiscard]] Result<void> create_sqlite(const std::string& path, const MasterKey& master, Timestamp now);

/// An opened SQLite database, held by this process alone through a lock file beside it (`<path>.lock`):
/// SQLite 3.40 can corrupt a WAL that two processes write. WAL, synchronous=FULL; one connection does every
/// write and every checkpoint (between commits, by size). Pending migrations run at opening, each in its
/// transaction.
///
/// Opening fails, naming the file and the mend: missing, locked by another process, written under another
/// master key, migrated by a newer version, a migration row that is not ours, not a sound database.
/// `conflict` means that another process holds the lock. Leases of the process before are void: the lock
/// proves that it is gone.
class SqliteDatabase {
 public:
  [[nodiscard]] static Result<std::unique_ptr<SqliteDatabase>> open(const std::string& path,
                                                                    const MasterKey& master,
                                                                    const Clock& clock, Random& random);
  virtual ~SqliteDatabase() = default;

  /// The writer; owned by the database.
  [[nodiscard]] virtual Store& store() = 0;
  /// A new reader on its own query-only connection; it must not outlive the database.
  [[nodiscard]] virtual Result<std::unique_ptr<Reader>> make_reader() = 0;
  /// Moves the WAL into the database when it has grown past its limit; called by the writer's thread when
  /// idle.
  virtual void checkpoint_if_due() = 0;
};

}  // namespace sekisho::storage
