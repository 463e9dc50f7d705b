#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "contract/store_under_test.h"
#include "support/stored_records.h"

namespace sekisho::storage {
namespace {

class Readers : public StoreContract {};

INSTANTIATE_TEST_SUITE_P(Stores, Readers, ::testing::ValuesIn(store_kinds()), kind_name);

TEST_P(Readers, SeeWholeUnitsWhileTheWriterWrites) {
  constexpr int orders = 200;
  std::atomic<bool> written = false;
  std::atomic<int> looks = 0;
  std::thread another([&] {
    // Once more after the end, so that the last state is looked at too.
    for (bool last = false; !last;) {
      last = written;
      const auto newest = reader().orders({}, {.limit = 1, .cursor = ""}).value();
      if (newest.rows.empty()) continue;
      ++looks;
      const auto& order = newest.rows[0].order;
      EXPECT_EQ(reader().history(order.id).value().size(), 1U) << order.id.str();
      EXPECT_EQ(reader().callbacks({.order_id = order.id}, {}).value().rows.size(), 1U) << order.id.str();
      EXPECT_EQ(reader()
                    .conversation_bodies({order.hook_id, order.merchant_id, order.conversation_id})
                    .value()
                    .size(),
                1U);
    }
  });
  for (int i = 0; i < orders; ++i)
    commit(completed(std::to_string(i)));
  written = true;
  another.join();
  EXPECT_GT(looks, 0);
  EXPECT_EQ(reader().orders({}, {.limit = 1000, .cursor = ""}).value().rows.size(),
            static_cast<std::size_t>(orders));
}

TEST_P(Readers, AreManyAtOnce) {
  commit(completed("1"));
  const auto second = make_reader();
  const auto third = make_reader();
  EXPECT_TRUE(second->order(OrderId{"ord_1"}).value());
  EXPECT_TRUE(third->order(OrderId{"ord_1"}).value());
}

}  // namespace
}  // namespace sekisho::storage
