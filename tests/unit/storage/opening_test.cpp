#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sqlite_file.h"

namespace sekisho::storage {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

constexpr auto owner_only = fs::perms::owner_read | fs::perms::owner_write;

fs::perms mode_of(const std::string& path) {
  return fs::status(path).permissions();
}

/// A refusal says in one line which file it is about.
void expect_refused(const Result<std::unique_ptr<SqliteDatabase>>& opened, ErrorKind kind,
                    const SqliteFile& file, const std::string& why) {
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, kind) << opened.error().detail;
  EXPECT_THAT(opened.error().detail, ::testing::StartsWith(file.path()));
  EXPECT_THAT(opened.error().detail, HasSubstr(why));
  EXPECT_EQ(opened.error().detail.find('\n'), std::string::npos);
}

TEST(SettingUp, MakesADatabaseThatOpens) {
  SqliteFile file;
  ASSERT_TRUE(file.made());
  EXPECT_TRUE(file.open());
}

TEST(SettingUp, GivesEveryFileToItsOwnerAlone) {
  SqliteFile file;
  const auto database = file.open().value();
  ASSERT_TRUE(commit(database->store(), completed("1")));
  for (const auto* suffix : {"", "-wal", "-shm", ".lock"})
    EXPECT_EQ(mode_of(file.path() + suffix), owner_only) << suffix;
}

TEST(SettingUp, TouchesNothingThatIsThere) {
  SqliteFile file;
  const auto again = create_sqlite(file.path(), file.master, noon);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::conflict);
  EXPECT_TRUE(file.open());
}

TEST(SettingUp, RefusesAWalThatWasLeftBehind) {
  SqliteFile file;
  fs::remove(file.path());
  file.directory.write("sekisho.db-wal", "old");
  const auto made = create_sqlite(file.path(), file.master, noon);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::conflict);
  EXPECT_THAT(made.error().detail, HasSubstr("sekisho.db-wal"));
  EXPECT_FALSE(fs::exists(file.path()));
}

TEST(SettingUp, DoesNotFollowALinkThatDangles) {
  SqliteFile file;
  fs::remove(file.path());
  fs::create_symlink(file.directory.path() / "elsewhere.db", file.path());
  EXPECT_FALSE(create_sqlite(file.path(), file.master, noon));
  EXPECT_FALSE(fs::exists(file.directory.path() / "elsewhere.db"));
}

TEST(SettingUp, SaysWhyItCannotWrite) {
  SqliteFile file;
  const auto made = create_sqlite(file.path() + "/below/a/file.db", file.master, noon);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(made.error().detail, HasSubstr("Not a directory"));
}

TEST(Opening, AMissingDatabaseIsNotMade) {
  SqliteFile file;
  fs::remove(file.path());
  expect_refused(file.open(), ErrorKind::not_found, file, "set one up first");
  EXPECT_FALSE(fs::exists(file.path()));
}

TEST(Opening, ASecondTimeIsAConflict) {
  SqliteFile file;
  auto first = file.open();
  ASSERT_TRUE(first);
  expect_refused(file.open(), ErrorKind::conflict, file, "another process has it open");
  first->reset();
  EXPECT_TRUE(file.open());
}

TEST(Opening, AnotherProcessConflictsAndItsEndFreesTheLock) {
  SqliteFile file;
  int ready[2];
  int finish[2];
  ASSERT_EQ(::pipe(ready), 0);
  ASSERT_EQ(::pipe(finish), 0);
  const auto child = ::fork();
  ASSERT_GE(child, 0);
  char byte = 0;
  if (child == 0) {
    const auto mine = file.open();
    byte = mine ? 'y' : 'n';
    static_cast<void>(!::write(ready[1], &byte, 1));
    static_cast<void>(!::read(finish[0], &byte, 1));
    ::_exit(0);  // as by kill -9: nothing is closed in order
  }
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  EXPECT_EQ(byte, 'y');
  expect_refused(file.open(), ErrorKind::conflict, file, "another process has it open");
  ASSERT_EQ(::write(finish[1], "x", 1), 1);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_TRUE(file.open());
  for (const int end : {ready[0], ready[1], finish[0], finish[1]})
    ::close(end);
}

TEST(Opening, AnotherMasterKeyIsRefused) {
  SqliteFile file;
  const auto other = MasterKey::generate(file.random);
  expect_refused(file.open_under(other), ErrorKind::invalid, file, file.master.id());
  expect_refused(file.open_under(other), ErrorKind::invalid, file, other.id());
  EXPECT_TRUE(file.open());
}

TEST(Opening, ANewerSchemaIsRefused) {
  SqliteFile file;
  file.raw().exec("INSERT INTO migrations VALUES (9999, 'from_the_future', 'x', 0)");
  expect_refused(file.open(), ErrorKind::invalid, file, "newer version");
}

TEST(Opening, ATamperedMigrationIsRefused) {
  SqliteFile file;
  file.raw().exec(
      "UPDATE migrations SET sha256 = replace(sha256, substr(sha256, 1, 1), 'x') WHERE version = 1");
  expect_refused(file.open(), ErrorKind::invalid, file, "not the one of this version");
}

TEST(Opening, AnUnfinishedSettingUpIsRefused) {
  SqliteFile file;
  file.raw().exec("DELETE FROM installation");
  expect_refused(file.open(), ErrorKind::malformed, file, "not finished");
}

TEST(Opening, AnotherProgramsDatabaseIsRefused) {
  SqliteFile file;
  fs::remove(file.path());
  SQLite::Database(file.path(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
      .exec("CREATE TABLE migrations (a)");
  expect_refused(file.open(), ErrorKind::malformed, file, "");
}

TEST(Opening, AnEmptyFileIsRefused) {
  SqliteFile file;
  fs::resize_file(file.path(), 0);
  expect_refused(file.open(), ErrorKind::malformed, file, "not a database of this program");
}

TEST(Opening, AFileOfSomethingElseIsRefused) {
  SqliteFile file;
  std::ofstream(file.path(), std::ios::binary | std::ios::trunc) << std::string(20'000, 'x');
  expect_refused(file.open(), ErrorKind::malformed, file, "not a database");
}

TEST(Opening, ADirectoryIsRefused) {
  SqliteFile file;
  fs::remove(file.path());
  fs::create_directory(file.path());
  EXPECT_FALSE(file.open());
}

/// Each page in turn is overwritten; the file is either refused, or nothing of what it told is wrong.
TEST(Opening, ADamagedPageIsRefusedOrHarmless) {
  SqliteFile file;
  {
    const auto database = file.open().value();
    for (int i = 0; i < 20; ++i)
      ASSERT_TRUE(commit(database->store(), completed(std::to_string(i))));
  }
  std::ifstream sound(file.path(), std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(sound), {}};
  constexpr std::size_t page = 4096;
  std::size_t refused = 0;
  for (std::size_t at = 0; at < content.size(); at += page) {
    auto damaged = content;
    std::ranges::fill(damaged.begin() + static_cast<std::ptrdiff_t>(at),
                      damaged.begin() + static_cast<std::ptrdiff_t>(at + page), '\xa5');
    std::ofstream(file.path(), std::ios::binary | std::ios::trunc) << damaged;
    if (const auto opened = file.open(); !opened) ++refused;
  }
  // A page of free space or of a row's overflow may pass the check of structure; its content fails its seal.
  EXPECT_GE(refused, content.size() / page * 8 / 10);
}

TEST(Opening, ATruncatedFileIsRefused) {
  SqliteFile file;
  fs::resize_file(file.path(), fs::file_size(file.path()) - 4096);
  EXPECT_FALSE(file.open());
}

TEST(Opening, ATornTailOfTheWalCostsNothingThatWasCommitted) {
  SqliteFile file;
  const auto image = file.directory.path() / "image";
  fs::create_directory(image);
  {
    const auto database = file.open().value();
    ASSERT_TRUE(commit(database->store(), completed("1")));
    // The files as they stand at a power cut, and half a frame more.
    fs::copy(file.path(), image / "sekisho.db");
    fs::copy(file.path() + "-wal", image / "sekisho.db-wal");
  }
  std::ofstream(image / "sekisho.db-wal", std::ios::binary | std::ios::app) << std::string(3000, 'x');
  const auto opened =
      SqliteDatabase::open((image / "sekisho.db").string(), file.master, file.clock, file.random);
  ASSERT_TRUE(opened) << opened.error().detail;
  const std::vector ids{OrderId{"ord_1"}};
  EXPECT_TRUE((*opened)->store().find_orders(ids).value().at(0));
}

}  // namespace
}  // namespace sekisho::storage
