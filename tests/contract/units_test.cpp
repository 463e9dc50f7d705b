#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/store_under_test.h"
#include "support/stored_records.h"

namespace sekisho::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Units : public StoreContract {};

INSTANTIATE_TEST_SUITE_P(Stores, Units, ::testing::ValuesIn(store_kinds()), kind_name);

/// A unit with one member of every kind, which is decided on a revision that is no longer the order's.
Unit stale_unit_of_everything(const OrderState& read) {
  auto unit = change_of(read, OrderStatus::cancelled);
  unit.event = an_event("evt-late", "c-late");
  unit.conversation = conversation("c-late");
  unit.assessment = an_assessment(Verdict::reject, 999);
  unit.confirmations.push_back(a_confirmation("cnf_late"));
  unit.callbacks.push_back(a_callback("cb_late", read.order.id.str(), 9));
  unit.settlements.push_back(
      {.id = CallbackId{"cb_1"},
       .attempt = AttemptRecord{.at = noon, .status = 200, .error = "", .duration_ms = 1},
       .status = CallbackStatus::delivered,
       .next_attempt_at = {},
       .failure = ""});
  unit.merchants.push_back(a_merchant("late"));
  unit.hooks.push_back(a_hook("hook_late"));
  unit.secrets.push_back(a_secret("sec_late", "hook_late"));
  unit.policies.push_back(a_policy(1, true, "late"));
  unit.list_entries.push_back(a_list_entry("le_late", "090-0000-0000"));
  unit.idempotency = IdempotencyRecord{.key = key_of("late"),
                                       .body_hash = key_of("b"),
                                       .status = 201,
                                       .answer = "{}",
                                       .etag = "",
                                       .created_at = noon};
  return unit;
}

TEST_P(Units, ARefusedUnitLeavesNoTrace) {
  commit(completed("1"));
  const auto read = *order("ord_1");
  commit(change_of(read, OrderStatus::approved));
  const auto late = stale_unit_of_everything(read);
  EXPECT_THAT(refused_of(late), ElementsAre(0));

  EXPECT_FALSE(store().find_answers(std::vector{late.event->key}).value().at(0));
  EXPECT_THAT(store().conversation_bodies(*late.conversation).value(), IsEmpty());
  const auto state = *order("ord_1");
  EXPECT_EQ(state.order.status, OrderStatus::approved);
  EXPECT_EQ(state.assessment.score, 653);
  EXPECT_THAT(state.confirmations, IsEmpty());
  EXPECT_EQ(reader().history(OrderId{"ord_1"}).value().size(), 2U);
  EXPECT_FALSE(reader().callback(CallbackId{"cb_late"}).value());
  const auto callback = reader().callback(CallbackId{"cb_1"}).value();
  EXPECT_EQ(callback->callback.status, CallbackStatus::pending);
  EXPECT_THAT(callback->attempts, IsEmpty());
  EXPECT_FALSE(store().find_idempotency(key_of("late")).value());
  const auto settings = store().load_settings().value();
  EXPECT_THAT(settings.merchants, IsEmpty());
  EXPECT_THAT(settings.hooks, IsEmpty());
  EXPECT_THAT(settings.secrets, IsEmpty());
  EXPECT_THAT(settings.active_policies, IsEmpty());
  EXPECT_THAT(settings.list_entries, IsEmpty());
}

TEST_P(Units, TheOthersOfItsBatchCommit) {
  commit(completed("1"));
  const auto read = *order("ord_1");
  commit(change_of(read, OrderStatus::approved));
  EXPECT_THAT(refused_of(completed("2"), stale_unit_of_everything(read), completed("3"), completed("1")),
              ElementsAre(1, 3));
  EXPECT_TRUE(order("ord_2"));
  EXPECT_TRUE(order("ord_3"));
  reopen();
  EXPECT_TRUE(order("ord_2"));
  EXPECT_TRUE(order("ord_3"));
}

TEST_P(Units, AUnitSeesWhatTheOnesBeforeItInTheBatchDid) {
  auto change =
      change_of(OrderState{.order = an_order("ord_1", "c-1"), .assessment = {}, .confirmations = {}},
                OrderStatus::approved);
  commit(completed("1"), change);
  EXPECT_EQ(order("ord_1")->order.status, OrderStatus::approved);
}

TEST_P(Units, AnEmptyUnitChangesNothing) {
  EXPECT_TRUE(Unit{}.empty());
  EXPECT_FALSE(completed("1").empty());
  commit(Unit{});
}

TEST_P(Units, AnEmptyBatchIsCommitted) {
  commit();
}

TEST_P(Units, ABatchOfManyIsCommittedWhole) {
  std::vector<Unit> batch;
  for (int i = 0; i < 300; ++i)
    batch.push_back(completed(std::to_string(i)));
  ASSERT_TRUE(store().commit(batch));
  EXPECT_EQ(store().backlog().value().pending, 300);
}

TEST_P(Units, AWritableStoreSaysSo) {
  EXPECT_TRUE(store().check_writable());
  EXPECT_TRUE(store().check_writable());
}

TEST_P(Units, AnIdempotentAnswerIsFoundByItsKey) {
  Unit unit;
  unit.idempotency = IdempotencyRecord{.key = key_of("k"),
                                       .body_hash = key_of("body"),
                                       .status = 201,
                                       .answer = "{\"signing_secret\":\"whsec_x\"}",
                                       .etag = "\"3\"",
                                       .created_at = noon};
  EXPECT_FALSE(store().find_idempotency(key_of("k")).value());
  commit(unit);
  const auto found = store().find_idempotency(key_of("k")).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->key, unit.idempotency->key);
  EXPECT_EQ(found->body_hash, unit.idempotency->body_hash);
  EXPECT_EQ(found->status, 201);
  EXPECT_EQ(found->answer, unit.idempotency->answer);
  EXPECT_EQ(found->etag, "\"3\"");
  EXPECT_EQ(found->created_at, noon);
  EXPECT_FALSE(store().find_idempotency(key_of("other")).value());
}

TEST_P(Units, TheFirstAnswerUnderAnIdempotencyKeyStands) {
  Unit first;
  first.merchants.push_back(a_merchant("acme"));
  first.idempotency = IdempotencyRecord{.key = key_of("k"),
                                        .body_hash = key_of("b"),
                                        .status = 201,
                                        .answer = "first",
                                        .etag = "",
                                        .created_at = noon};
  auto second = first;
  second.merchants = {a_merchant("beta")};
  second.idempotency->answer = "second";
  EXPECT_THAT(refused_of(first, second), ElementsAre(1));
  EXPECT_EQ(store().find_idempotency(key_of("k")).value()->answer, "first");
  EXPECT_EQ(store().load_settings().value().merchants.size(), 1U);
}

}  // namespace
}  // namespace sekisho::storage
