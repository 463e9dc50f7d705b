#include <cerrno>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <fmt/core.h>
#include <storage/sqlite_store.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sqlite/connection.h"
#include "sqlite/installation.h"
#include "sqlite/lock_file.h"
#include "sqlite/migrations.h"
#include "sqlite/sqlite_reader.h"
#include "sqlite/sqlite_store.h"

namespace sekisho::storage {
namespace {

constexpr mode_t owner_only = S_IRUSR | S_IWUSR;

std::unexpected<Error> system_failure(const std::string& path) {
  return fail(ErrorKind::unavailable, fmt::format("{}: {}", path, std::generic_category().message(errno)));
}

bool is_there(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(std::filesystem::symlink_status(path, ignored));
}

std::unexpected<Error> naming(const std::string& path, Error error) {
  error.detail = fmt::format("{}: {}", path, error.detail);
  return std::unexpected(std::move(error));
}

/// An empty file that nobody else may read; SQLite gives its WAL the same mode.
Result<void> make_empty_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, owner_only);
  if (file < 0) return system_failure(path);
  ::close(file);
  return {};
}

/// So that the name, too, survives a power cut.
Result<void> sync_folder_of(const std::string& path) {
  auto folder = std::filesystem::path{path}.parent_path();
  if (folder.empty()) folder = ".";
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return system_failure(folder);
  const int synced = ::fsync(descriptor);
  const int why = errno;
  ::close(descriptor);
  errno = why;
  if (synced != 0) return system_failure(folder);
  return {};
}

Result<void> check(SQLite::Database& database, const MasterKey& master) {
  if (auto ours = check_migrations(database, embedded_migrations()); !ours) return ours;
  if (auto same_key = check_installation(database, master); !same_key) return same_key;
  return check_for_damage(database);
}

class Opened final : public SqliteDatabase {
 public:
  Opened(LockFile lock, std::string path, SQLite::Database writer, const MasterKey& master,
         const Clock& clock, Random& random)
      : lock_(std::move(lock)),
        path_(std::move(path)),
        master_(master),
        clock_(clock),
        random_(random),
        store_(std::move(writer), master_, clock, random) {}

  Store& store() override { return store_; }

  Result<std::unique_ptr<Reader>> make_reader() override {
    return opening([&]() -> Result<std::unique_ptr<Reader>> {
      return std::make_unique<SqliteReader>(connect_reader(path_), master_, clock_, random_);
    });
  }

  void checkpoint_if_due() override { store_.checkpoint_if_due(); }

  Result<void> free_all_leases() {
    if (auto freed = store_.free_all_leases(); !freed)
      return fail(ErrorKind::unavailable, freed.error().detail);
    return {};
  }

 private:
  // The lock goes last: by then the connections are closed.
  LockFile lock_;
  std::string path_;
  MasterKey master_;
  const Clock& clock_;
  Random& random_;
  SqliteStore store_;
};

Result<std::unique_ptr<SqliteDatabase>> open_locked(LockFile lock, const std::string& path,
                                                    const MasterKey& master, const Clock& clock,
                                                    Random& random) {
  return opening([&]() -> Result<std::unique_ptr<SqliteDatabase>> {
    auto writer = connect_writer(path);
    if (auto sound = check(writer, master); !sound) return std::unexpected(sound.error());
    apply_migrations(writer, embedded_migrations(), clock.now());
    auto opened = std::make_unique<Opened>(std::move(lock), path, std::move(writer), master, clock, random);
    if (auto freed = opened->free_all_leases(); !freed) return std::unexpected(freed.error());
    return opened;
  });
}

Result<void> set_up(const std::string& path, const MasterKey& master, Timestamp now) {
  return opening([&]() -> Result<void> {
    auto database = connect_writer(path);
    apply_migrations(database, embedded_migrations(), now);
    record_installation(database, master, now);
    return {};
  });
}

}  // namespace

Result<void> create_sqlite(const std::string& path, const MasterKey& master, Timestamp now) {
  const auto lock = LockFile::take(path);
  if (!lock) return std::unexpected(lock.error());
  // A WAL that was left behind would be played into the new database.
  for (const auto* suffix : {"", "-wal", "-journal"}) {
    if (is_there(path + suffix)) {
      return fail(ErrorKind::conflict,
                  fmt::format("{}{}: there is something already; remove it first", path, suffix));
    }
  }
  if (auto made = make_empty_file(path); !made) return made;
  if (auto done = set_up(path, master, now); !done) {
    ::unlink(path.c_str());
    return naming(path, std::move(done.error()));
  }
  return sync_folder_of(path);
}

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open(const std::string& path, const MasterKey& master,
                                                             const Clock& clock, Random& random) {
  if (!is_there(path))
    return fail(ErrorKind::not_found, fmt::format("{}: no database there; set one up first", path));
  auto lock = LockFile::take(path);
  if (!lock) return std::unexpected(std::move(lock.error()));
  auto opened = open_locked(std::move(*lock), path, master, clock, random);
  if (!opened) return naming(path, std::move(opened.error()));
  return opened;
}

}  // namespace sekisho::storage
