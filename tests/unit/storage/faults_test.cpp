#include "sqlite/faults.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <filesystem>

#include <SQLiteCpp/Exception.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sqlite_file.h"

namespace {

/// The error that the next syncs answer with; 0 lets them through.
std::atomic<int> sync_error = 0;

int sync_or_fail(long call, int descriptor) {
  if (sync_error == 0) return static_cast<int>(::syscall(call, descriptor));
  errno = sync_error;
  return -1;
}

}  // namespace

// In place of the C library's, for SQLite too.
extern "C" int fdatasync(int descriptor) {
  return sync_or_fail(SYS_fdatasync, descriptor);
}

extern "C" int fsync(int descriptor) {
  return sync_or_fail(SYS_fsync, descriptor);
}

namespace sekisho::storage {
namespace {

using ::testing::HasSubstr;

/// While it lives, no file may grow beyond `bytes`: to a writer the same as a disk that is full.
class FullDisk {
 public:
  explicit FullDisk(std::uintmax_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{.rlim_cur = static_cast<rlim_t>(bytes), .rlim_max = before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }

  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int);
  rlimit before_{};
};

class FailingSync {
 public:
  explicit FailingSync(int error) { sync_error = error; }

  FailingSync(const FailingSync&) = delete;
  FailingSync& operator=(const FailingSync&) = delete;

  ~FailingSync() { sync_error = 0; }
};

class Faults : public ::testing::Test {
 protected:
  [[nodiscard]] Store& store() { return database_->store(); }

  [[nodiscard]] bool has_order(const std::string& id) {
    const std::vector ids{OrderId{id}};
    return store().find_orders(ids).value().at(0).has_value();
  }

  [[nodiscard]] std::uintmax_t wal_size() const { return std::filesystem::file_size(file_.path() + "-wal"); }

  void reopen() {
    database_.reset();
    database_ = file_.open().value();
  }

  SqliteFile file_;
  std::unique_ptr<SqliteDatabase> database_ = file_.open().value();
};

TEST_F(Faults, AFullDiskPassesAndNothingIsHalfWritten) {
  ASSERT_TRUE(commit(store(), completed("1")));
  {
    const FullDisk full(wal_size() + 1000);
    const auto refused = commit(store(), completed("2"));
    ASSERT_FALSE(refused);
    EXPECT_FALSE(refused.error().fatal) << refused.error().detail;
    EXPECT_FALSE(store().check_writable());
    EXPECT_TRUE(has_order("ord_1")) << "what was stored can still be read";
    EXPECT_FALSE(has_order("ord_2"));
  }
  EXPECT_TRUE(store().check_writable());
  ASSERT_TRUE(commit(store(), completed("2")));
  reopen();
  EXPECT_TRUE(has_order("ord_1"));
  EXPECT_TRUE(has_order("ord_2"));
}

TEST_F(Faults, AFullDiskAtTheFirstEventOfAMerchantLosesNoKey) {
  {
    const FullDisk full(1000);
    ASSERT_FALSE(commit(store(), completed("1")));
  }
  // The merchant's data key was rolled back with the event: what comes next has to be sealed under one that
  // is kept.
  ASSERT_TRUE(commit(store(), completed("2")));
  reopen();
  EXPECT_TRUE(has_order("ord_2"));
  EXPECT_FALSE(has_order("ord_1"));
}

TEST_F(Faults, ARolledBackConversationIsMadeAnew) {
  Unit unit;
  unit.conversation = conversation("c-1");
  {
    const FullDisk full(1000);
    ASSERT_FALSE(commit(store(), unit));
  }
  ASSERT_TRUE(commit(store(), completed("2")));
  ASSERT_TRUE(commit(store(), completed("1")));
  const std::vector asked{conversation("c-1"), conversation("c-2")};
  const auto orders = store().find_orders_of(asked).value();
  EXPECT_EQ(orders.at(0)->order.id, OrderId{"ord_1"});
  EXPECT_EQ(orders.at(1)->order.id, OrderId{"ord_2"});
}

TEST_F(Faults, AFailedSyncIsFatalForGood) {
  ASSERT_TRUE(commit(store(), completed("1")));
  {
    const FailingSync failing(EIO);
    const auto refused = commit(store(), completed("2"));
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().fatal) << refused.error().detail;
  }
  // The disk says yes again; what it did with the pages in between nobody knows.
  const auto later = commit(store(), completed("3"));
  ASSERT_FALSE(later);
  EXPECT_TRUE(later.error().fatal);
  EXPECT_TRUE(store().check_writable().error().fatal);
  EXPECT_TRUE(store().next_due().error().fatal);
  reopen();
  EXPECT_TRUE(has_order("ord_1"));
  EXPECT_FALSE(has_order("ord_3"));
}

TEST_F(Faults, AFailedSyncOfACheckpointIsFatalToo) {
  for (int i = 0; wal_size() < 10'100 * 4096U; ++i) {
    auto unit = completed(std::to_string(i));
    unit.event->body = std::string(500'000, 'x');
    ASSERT_TRUE(commit(store(), unit));
  }
  {
    const FailingSync failing(EIO);
    database_->checkpoint_if_due();
  }
  const auto later = commit(store(), completed("late"));
  ASSERT_FALSE(later);
  EXPECT_TRUE(later.error().fatal);
}

TEST_F(Faults, ALockedDatabasePasses) {
  auto tool = file_.raw();
  tool.exec("BEGIN IMMEDIATE");
  const auto refused = commit(store(), completed("1"));
  ASSERT_FALSE(refused);
  EXPECT_FALSE(refused.error().fatal);
  tool.exec("ROLLBACK");
  EXPECT_TRUE(commit(store(), completed("1")));
}

TEST_F(Faults, AMistakeOfTheProgramIsThrownAndLeavesNothing) {
  Unit unit;
  unit.conversation = conversation("c-9");
  unit.callbacks.push_back(a_callback("cb_9", "ord_that_never_was", 1));
  EXPECT_THROW(static_cast<void>(commit(store(), unit)), std::logic_error);
  auto no_time = completed("1");
  no_time.callbacks[0].next_attempt_at = std::nullopt;
  EXPECT_THROW(static_cast<void>(commit(store(), no_time)), SQLite::Exception);
  EXPECT_FALSE(has_order("ord_1"));
  EXPECT_TRUE(commit(store(), completed("1")));
  EXPECT_TRUE(has_order("ord_1"));
}

struct Meaning {
  int code;
  bool fatal;
};

class FaultCodes : public ::testing::TestWithParam<Meaning> {};

TEST_P(FaultCodes, MeanWhatTheyMean) {
  const auto fault = fault_of(SQLite::Exception("what it said", GetParam().code));
  EXPECT_EQ(fault.fatal, GetParam().fatal);
  EXPECT_THAT(fault.detail, HasSubstr("what it said"));
}

INSTANTIATE_TEST_SUITE_P(
    Sqlite, FaultCodes,
    ::testing::Values(Meaning{SQLITE_FULL, false}, Meaning{SQLITE_BUSY, false},
                      Meaning{SQLITE_BUSY_RECOVERY, false}, Meaning{SQLITE_READONLY, false},
                      Meaning{SQLITE_READONLY_DIRECTORY, false}, Meaning{SQLITE_CANTOPEN, false},
                      Meaning{SQLITE_IOERR_WRITE, false}, Meaning{SQLITE_IOERR_READ, false},
                      Meaning{SQLITE_IOERR_FSYNC, true}, Meaning{SQLITE_IOERR_DIR_FSYNC, true},
                      Meaning{SQLITE_CORRUPT, true}, Meaning{SQLITE_CORRUPT_INDEX, true},
                      Meaning{SQLITE_NOTADB, true}));

TEST(FaultCodes, OfMistakesAreThrownOn) {
  for (const int code :
       {SQLITE_ERROR, SQLITE_MISUSE, SQLITE_CONSTRAINT, SQLITE_CONSTRAINT_UNIQUE, SQLITE_RANGE}) {
    EXPECT_THROW(static_cast<void>(fault_of(SQLite::Exception("x", code))), SQLite::Exception) << code;
  }
}

}  // namespace
}  // namespace sekisho::storage
