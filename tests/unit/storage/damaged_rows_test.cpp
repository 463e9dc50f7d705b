#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sqlite_file.h"

namespace sekisho::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A database with orders 1 and 2, that was changed by hand and opened again.
class DamagedRows : public ::testing::Test {
 protected:
  void change_by_hand(const std::string& sql) {
    {
      const auto database = file_.open().value();
      ASSERT_TRUE(commit(database->store(), completed("1")));
      ASSERT_TRUE(commit(database->store(), completed("2")));
    }
    EXPECT_GT(file_.raw().exec(sql), 0);
    database_ = file_.open().value();
    reader_ = database_->make_reader().value();
  }

  [[nodiscard]] Store& store() { return database_->store(); }

  SqliteFile file_;
  std::unique_ptr<SqliteDatabase> database_;
  std::unique_ptr<Reader> reader_;
};

const std::vector first_order{OrderId{"ord_1"}};
const std::vector second_order{OrderId{"ord_2"}};

TEST_F(DamagedRows, ADocumentMovedToAnotherOrderIsNotServed) {
  change_by_hand(
      "UPDATE order_documents SET document = (SELECT document FROM order_documents WHERE order_row = 2) "
      "WHERE order_row = 1");
  const auto moved = store().find_orders(first_order);
  ASSERT_FALSE(moved);
  EXPECT_THAT(moved.error().detail, HasSubstr("order_documents.document"));
  EXPECT_FALSE(moved.error().fatal);
  EXPECT_TRUE(store().find_orders(second_order));

  const auto read = reader_->order(OrderId{"ord_1"});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::unavailable);
  EXPECT_TRUE(reader_->order(OrderId{"ord_2"}));
}

TEST_F(DamagedRows, AnAssessmentMovedToAnotherOrderIsNotServed) {
  change_by_hand(
      "UPDATE assessments SET document = (SELECT document FROM assessments WHERE order_row = 2) "
      "WHERE order_row = 1");
  EXPECT_FALSE(store().find_orders(first_order));
}

TEST_F(DamagedRows, AnAnswerPutInPlaceOfABodyIsNotServed) {
  change_by_hand("UPDATE event_bodies SET body = answer WHERE event_row = 1");
  EXPECT_FALSE(store().conversation_bodies(conversation("c-1")));
  EXPECT_TRUE(store().conversation_bodies(conversation("c-2")));
}

TEST_F(DamagedRows, AnOrderGivenToAnotherMerchantIsNotServed) {
  change_by_hand("UPDATE orders SET merchant_id = 'beta' WHERE id = 1");
  EXPECT_FALSE(reader_->order(OrderId{"ord_1"}));
}

TEST_F(DamagedRows, AWordThatNoVersionWroteIsNotServed) {
  change_by_hand("UPDATE orders SET status = 'shipped' WHERE id = 1");
  const auto order = store().find_orders(first_order);
  ASSERT_FALSE(order);
  EXPECT_THAT(order.error().detail, HasSubstr("orders.status"));
}

TEST_F(DamagedRows, KeysOfTheWrongLengthAreNotServed) {
  change_by_hand("UPDATE orders SET lookup_keys = x'0011' WHERE id = 1");
  EXPECT_FALSE(store().find_orders(first_order));
}

TEST_F(DamagedRows, ADamagedTraceIsForgotten) {
  change_by_hand("UPDATE order_traces SET trace = zeroblob(100) WHERE order_row = 1");
  int visited = 0;
  EXPECT_EQ(store().visit_traces(noon, [&](const TraceRecord&) { ++visited; }).value(), 1);
  EXPECT_EQ(visited, 1);
}

TEST_F(DamagedRows, ADamagedCallbackBecomesAVisibleFailureAndHoldsUpNobody) {
  change_by_hand("UPDATE callbacks SET body = zeroblob(100) WHERE id = 1");
  const auto claimed = store().claim_due("node", noon, noon + 1min, 10);
  ASSERT_TRUE(claimed);
  ASSERT_EQ(claimed->size(), 1U);
  EXPECT_EQ(claimed->at(0).id, CallbackId{"cb_2"});
  CallbackFilter failed;
  failed.status = CallbackStatus::failed;
  const auto page = reader_->callbacks(failed, {}).value();
  ASSERT_EQ(page.rows.size(), 1U);
  EXPECT_EQ(page.rows[0].callback.id, CallbackId{"cb_1"});
  EXPECT_EQ(page.rows[0].failure, "unreadable");
  EXPECT_FALSE(reader_->callback(CallbackId{"cb_1"}));
}

TEST_F(DamagedRows, AKeyOfAnotherMerchantOpensNothing) {
  change_by_hand("UPDATE data_keys SET merchant_id = 'beta' WHERE merchant_id = 'acme'");
  EXPECT_FALSE(store().find_orders(first_order));
}

}  // namespace
}  // namespace sekisho::storage
