#include <filesystem>

#include <gtest/gtest.h>

#include "sqlite_file.h"

namespace sekisho::storage {
namespace {

constexpr std::uintmax_t limit = 10'000 * 4096;

class Checkpoints : public ::testing::Test {
 protected:
  [[nodiscard]] std::uintmax_t wal_size() const { return std::filesystem::file_size(file_.path() + "-wal"); }

  [[nodiscard]] std::uintmax_t database_size() const { return std::filesystem::file_size(file_.path()); }

  void write_about(std::uintmax_t bytes) {
    for (std::uintmax_t written = 0; written < bytes; written += 500'000) {
      auto unit = completed(std::to_string(next_++));
      unit.event->body = std::string(500'000, 'x');
      ASSERT_TRUE(commit(database_->store(), unit));
    }
  }

  SqliteFile file_;
  std::unique_ptr<SqliteDatabase> database_ = file_.open().value();
  int next_ = 0;
};

TEST_F(Checkpoints, AShortWalIsLeftAlone) {
  write_about(2'000'000);
  const auto before = database_size();
  database_->checkpoint_if_due();
  EXPECT_EQ(database_size(), before);
}

TEST_F(Checkpoints, ALongWalIsMovedIntoTheDatabaseAndUsedAgain) {
  write_about(limit);
  EXPECT_LT(database_size(), 1'000'000U);
  database_->checkpoint_if_due();
  EXPECT_GT(database_size(), limit / 2);
  const auto full_length = wal_size();
  write_about(limit / 2);
  EXPECT_LE(wal_size(), full_length) << "the WAL begins anew";
}

TEST_F(Checkpoints, AWriterThatIsNeverIdleMakesThemItself) {
  write_about(5 * limit);
  EXPECT_GT(database_size(), limit);
  EXPECT_LT(wal_size(), 5 * limit);
}

TEST_F(Checkpoints, AReaderSeesEverythingAfterwards) {
  const auto reader = database_->make_reader().value();
  write_about(limit);
  database_->checkpoint_if_due();
  EXPECT_TRUE(reader->order(OrderId{"ord_0"}).value());
  write_about(1'000'000);
  EXPECT_TRUE(reader->order(OrderId{"ord_" + std::to_string(next_ - 1)}).value());
}

}  // namespace
}  // namespace sekisho::storage
