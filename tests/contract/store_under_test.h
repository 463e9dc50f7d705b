#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <domain/time.h>
#include <gtest/gtest.h>
#include <storage/store.h>

namespace sekisho::storage {

/// One kind of store with an empty database of its own, for one test.
class StoreUnderTest {
 public:
  virtual ~StoreUnderTest() = default;
  [[nodiscard]] virtual Store& store() = 0;
  [[nodiscard]] virtual std::unique_ptr<Reader> make_reader() = 0;
  /// As after an end of the process, whatever its cause. Readers must be gone.
  virtual void reopen() = 0;
};

/// A kind of store that has to keep the contract.
struct StoreKind {
  std::string name;
  std::function<std::unique_ptr<StoreUnderTest>()> make;
};

/// Every kind: a new one needs its line here and nothing else.
[[nodiscard]] std::vector<StoreKind> store_kinds();

[[nodiscard]] inline std::string kind_name(const ::testing::TestParamInfo<StoreKind>& info) {
  return info.param.name;
}

/// What every test of the contract starts from.
class StoreContract : public ::testing::TestWithParam<StoreKind> {
 protected:
  StoreContract() : under_test_(GetParam().make()), reader_(under_test_->make_reader()) {}

  [[nodiscard]] Store& store() { return under_test_->store(); }

  [[nodiscard]] Reader& reader() { return *reader_; }

  [[nodiscard]] std::unique_ptr<Reader> make_reader() { return under_test_->make_reader(); }

  void reopen() {
    reader_.reset();
    under_test_->reopen();
    reader_ = under_test_->make_reader();
  }

  /// Commits the units as one batch; none may be refused.
  template <class... Units>
  void commit(const Units&... units) {
    EXPECT_EQ(refused_of(units...), std::vector<std::size_t>{});
  }

  /// Commits the units as one batch and says which were refused.
  template <class... Units>
  [[nodiscard]] std::vector<std::size_t> refused_of(const Units&... units) {
    const std::vector<Unit> batch{units...};
    auto report = store().commit(batch);
    if (!report) {
      ADD_FAILURE() << report.error().detail;
      return {};
    }
    return report->refused;
  }

  [[nodiscard]] std::optional<OrderState> order(const std::string& id) {
    const std::vector ids{OrderId{id}};
    return store().find_orders(ids).value().at(0);
  }

 private:
  std::unique_ptr<StoreUnderTest> under_test_;
  std::unique_ptr<Reader> reader_;
};

}  // namespace sekisho::storage
