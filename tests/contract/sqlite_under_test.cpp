#include <stdexcept>

#include <storage/sqlite_store.h>

#include "contract/store_under_test.h"
#include "support/manual_clock.h"
#include "support/seeded_random.h"
#include "support/temporary_directory.h"

namespace sekisho::storage {
namespace {

class SqliteUnderTest final : public StoreUnderTest {
 public:
  SqliteUnderTest() : path_(directory_.path() / "contract.db"), master_(MasterKey::generate(random_)) {
    if (const auto made = create_sqlite(path_, master_, clock_.now()); !made) {
      throw std::runtime_error(made.error().detail);
    }
    reopen();
  }

  Store& store() override { return database_->store(); }

  std::unique_ptr<Reader> make_reader() override { return database_->make_reader().value(); }

  void reopen() override {
    database_.reset();
    auto opened = SqliteDatabase::open(path_, master_, clock_, random_);
    if (!opened) throw std::runtime_error(opened.error().detail);
    database_ = std::move(*opened);
  }

 private:
  testing::TemporaryDirectory directory_;
  testing::ManualClock clock_{Timestamp{std::chrono::sys_days{std::chrono::November / 23 / 2026}}};
  testing::SeededRandom random_;
  std::string path_;
  MasterKey master_;
  std::unique_ptr<SqliteDatabase> database_;
};

}  // namespace

std::vector<StoreKind> store_kinds() {
  return {{"Sqlite", [] { return std::make_unique<SqliteUnderTest>(); }}};
}

}  // namespace sekisho::storage
