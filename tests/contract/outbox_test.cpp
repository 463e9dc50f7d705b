#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/store_under_test.h"
#include "support/stored_records.h"

namespace sekisho::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Outbox : public StoreContract {
 protected:
  /// Claims as a node does, and names what it got.
  std::vector<std::string> claim(Timestamp now, const std::string& owner = "node-a",
                                 std::size_t limit = 100) {
    std::vector<std::string> ids;
    for (const auto& callback : store().claim_due(owner, now, now + 1min, limit).value()) {
      ids.push_back(callback.id.str());
    }
    return ids;
  }

  CallbackView view(const std::string& id) { return reader().callback(CallbackId{id}).value().value(); }

  static Settlement failed_attempt(const std::string& id, Timestamp at, Timestamp next) {
    return {.id = CallbackId{id},
            .attempt = AttemptRecord{.at = at, .status = 500, .error = "", .duration_ms = 12},
            .status = CallbackStatus::pending,
            .next_attempt_at = next,
            .failure = ""};
  }

  static Settlement delivery(const std::string& id, Timestamp at) {
    return {.id = CallbackId{id},
            .attempt = AttemptRecord{.at = at, .status = 204, .error = "", .duration_ms = 7},
            .status = CallbackStatus::delivered,
            .next_attempt_at = {},
            .failure = ""};
  }

  /// An order with callbacks 1 … n, due at noon; `cb_ORDER_N`.
  Unit order_with_callbacks(const std::string& n, std::int64_t count) {
    auto unit = completed(n);
    unit.callbacks.clear();
    for (std::int64_t i = 1; i <= count; ++i) {
      unit.callbacks.push_back(a_callback("cb_" + n + "_" + std::to_string(i), "ord_" + n, i));
    }
    return unit;
  }
};

INSTANTIATE_TEST_SUITE_P(Stores, Outbox, ::testing::ValuesIn(store_kinds()), kind_name);

TEST_P(Outbox, AClaimedCallbackIsWhole) {
  commit(completed("1"));
  const auto claimed = store().claim_due("node-a", noon, noon + 1min, 10).value();
  ASSERT_EQ(claimed.size(), 1U);
  EXPECT_EQ(claimed[0].id, CallbackId{"cb_1"});
  EXPECT_EQ(claimed[0].order_id, OrderId{"ord_1"});
  EXPECT_EQ(claimed[0].merchant_id, MerchantId{"acme"});
  EXPECT_EQ(claimed[0].hook_id, HookId{"hook_1"});
  EXPECT_EQ(claimed[0].type, "order.review_requested");
  EXPECT_EQ(claimed[0].sequence, 1);
  EXPECT_EQ(claimed[0].body, "body of cb_1");
  EXPECT_EQ(claimed[0].created_at, noon);
  EXPECT_EQ(claimed[0].status, CallbackStatus::pending);
  EXPECT_EQ(claimed[0].attempts_made, 0);
  EXPECT_EQ(claimed[0].next_attempt_at, noon);
  ASSERT_TRUE(claimed[0].lease);
  EXPECT_EQ(claimed[0].lease->owner, "node-a");
  EXPECT_EQ(claimed[0].lease->until, noon + 1min);
}

TEST_P(Outbox, ACallbackIsClaimedWhenItIsDueAndNotBefore) {
  auto unit = completed("1");
  unit.callbacks[0].next_attempt_at = noon + 5s;
  commit(unit);
  EXPECT_THAT(claim(noon + 4999ms), IsEmpty());
  EXPECT_THAT(claim(noon + 5s), ElementsAre("cb_1"));
}

TEST_P(Outbox, AClaimedCallbackIsNotClaimedAgain) {
  commit(completed("1"));
  EXPECT_THAT(claim(noon), ElementsAre("cb_1"));
  EXPECT_THAT(claim(noon, "node-b"), IsEmpty());
  EXPECT_THAT(claim(noon, "node-a"), IsEmpty());
}

TEST_P(Outbox, AnExpiredLeaseFreesItsCallback) {
  commit(completed("1"));
  EXPECT_THAT(claim(noon), ElementsAre("cb_1"));
  EXPECT_THAT(claim(noon + 59s, "node-b"), IsEmpty());
  EXPECT_THAT(claim(noon + 1min, "node-b"), ElementsAre("cb_1"));
  EXPECT_EQ(view("cb_1").callback.lease->owner, "node-b");
}

TEST_P(Outbox, ACallbackMayBeBornLeased) {
  auto unit = completed("1");
  unit.callbacks[0].lease = Lease{.owner = "node-a", .until = noon + 1min};
  commit(unit);
  EXPECT_THAT(claim(noon, "node-b"), IsEmpty());
  EXPECT_EQ(view("cb_1").callback.lease->owner, "node-a");
  EXPECT_THAT(claim(noon + 1min, "node-b"), ElementsAre("cb_1"));
}

TEST_P(Outbox, NoLeaseOutlivesItsProcess) {
  auto born_leased = completed("2");
  born_leased.callbacks[0].lease = Lease{.owner = "node-a", .until = noon + 1h};
  commit(completed("1"), born_leased);
  EXPECT_THAT(claim(noon), ElementsAre("cb_1"));
  reopen();
  EXPECT_THAT(claim(noon), ElementsAre("cb_1", "cb_2"));
}

TEST_P(Outbox, TheLongestDueIsClaimedFirst) {
  auto late = completed("1");
  late.callbacks[0].next_attempt_at = noon + 2s;
  auto early = completed("2");
  early.callbacks[0].next_attempt_at = noon + 1s;
  commit(late, early);
  EXPECT_THAT(claim(noon + 3s), ElementsAre("cb_2", "cb_1"));
}

TEST_P(Outbox, AClaimTakesNoMoreThanItsLimit) {
  commit(completed("1"), completed("2"), completed("3"));
  EXPECT_EQ(claim(noon, "node-a", 2).size(), 2U);
  EXPECT_EQ(claim(noon, "node-a", 2).size(), 1U);
  EXPECT_THAT(claim(noon, "node-a", 0), IsEmpty());
}

TEST_P(Outbox, CallbacksOfOneOrderGoOneAfterTheOther) {
  commit(order_with_callbacks("1", 3), order_with_callbacks("2", 1));
  EXPECT_THAT(claim(noon), ElementsAre("cb_1_1", "cb_2_1"));
  EXPECT_THAT(claim(noon), IsEmpty());
  commit(with_settlement(delivery("cb_1_1", noon)));
  EXPECT_THAT(claim(noon), ElementsAre("cb_1_2"));
}

TEST_P(Outbox, ACallbackThatIsTriedAgainLaterHoldsBackItsSuccessors) {
  commit(order_with_callbacks("1", 2));
  EXPECT_THAT(claim(noon), ElementsAre("cb_1_1"));
  commit(with_settlement(failed_attempt("cb_1_1", noon, noon + 5min)));
  EXPECT_THAT(claim(noon + 1min), IsEmpty());
  EXPECT_THAT(claim(noon + 5min), ElementsAre("cb_1_1"));
}

TEST_P(Outbox, AFailedCallbackHoldsUpNobody) {
  commit(order_with_callbacks("1", 2));
  commit(with_settlement({.id = CallbackId{"cb_1_1"},
                          .attempt = {},
                          .status = CallbackStatus::failed,
                          .next_attempt_at = {},
                          .failure = "superseded"}));
  EXPECT_THAT(claim(noon), ElementsAre("cb_1_2"));
  EXPECT_EQ(view("cb_1_1").failure, "superseded");
  EXPECT_EQ(view("cb_1_1").callback.attempts_made, 0);
}

TEST_P(Outbox, ATestCallbackBelongsToNoOrderAndWaitsForNobody) {
  commit(with_callback(a_callback("cb_t1", "", 0)), with_callback(a_callback("cb_t2", "", 0)));
  EXPECT_THAT(claim(noon), ElementsAre("cb_t1", "cb_t2"));
  EXPECT_TRUE(view("cb_t1").callback.order_id.empty());
}

TEST_P(Outbox, ADeliveryEndsACallback) {
  commit(completed("1"));
  EXPECT_THAT(claim(noon), ElementsAre("cb_1"));
  commit(with_settlement(delivery("cb_1", noon + 1s)));
  EXPECT_THAT(claim(noon + 24h), IsEmpty());
  const auto settled = view("cb_1");
  EXPECT_EQ(settled.callback.status, CallbackStatus::delivered);
  EXPECT_EQ(settled.callback.attempts_made, 1);
  EXPECT_FALSE(settled.callback.next_attempt_at);
  EXPECT_FALSE(settled.callback.lease);
  ASSERT_EQ(settled.attempts.size(), 1U);
  EXPECT_EQ(settled.attempts[0].at, noon + 1s);
  EXPECT_EQ(settled.attempts[0].status, 204);
  EXPECT_EQ(settled.attempts[0].duration_ms, 7);
}

TEST_P(Outbox, AttemptsAreToldInTheirOrder) {
  commit(completed("1"));
  commit(with_settlement(failed_attempt("cb_1", noon, noon + 5s)));
  auto no_response = failed_attempt("cb_1", noon + 5s, noon + 5min);
  no_response.attempt->status = std::nullopt;
  no_response.attempt->error = "timeout";
  commit(with_settlement(no_response));
  const auto told = view("cb_1");
  EXPECT_EQ(told.callback.attempts_made, 2);
  EXPECT_EQ(told.callback.next_attempt_at, noon + 5min);
  ASSERT_EQ(told.attempts.size(), 2U);
  EXPECT_EQ(told.attempts[0].status, 500);
  EXPECT_FALSE(told.attempts[1].status);
  EXPECT_EQ(told.attempts[1].error, "timeout");
}

TEST_P(Outbox, ALateFailureDoesNotUndoADelivery) {
  commit(completed("1"));
  commit(with_settlement(delivery("cb_1", noon)));
  commit(with_settlement(failed_attempt("cb_1", noon, noon + 5s)));
  EXPECT_EQ(view("cb_1").callback.status, CallbackStatus::delivered);
  EXPECT_EQ(view("cb_1").attempts.size(), 2U);
  EXPECT_THAT(claim(noon + 1h), IsEmpty());
}

TEST_P(Outbox, APersonMaySendAFailedCallbackAgainAndADeliveredOneStaysDelivered) {
  commit(completed("1"), completed("2"));
  commit(with_settlement(delivery("cb_1", noon)));
  commit(with_settlement({.id = CallbackId{"cb_2"},
                          .attempt = {},
                          .status = CallbackStatus::failed,
                          .next_attempt_at = {},
                          .failure = "exhausted"}));
  for (const auto* id : {"cb_1", "cb_2"}) {
    commit(with_settlement({.id = CallbackId{id},
                            .attempt = {},
                            .status = CallbackStatus::pending,
                            .next_attempt_at = noon,
                            .failure = ""}));
  }
  EXPECT_THAT(claim(noon), ElementsAre("cb_2"));
  EXPECT_EQ(view("cb_2").failure, "");
  EXPECT_EQ(view("cb_1").callback.status, CallbackStatus::delivered);
}

TEST_P(Outbox, ACallbackMayBeBornAndSettledInOneUnit) {
  auto unit = completed("1");
  unit.settlements.push_back({.id = CallbackId{"cb_1"},
                              .attempt = {},
                              .status = CallbackStatus::failed,
                              .next_attempt_at = {},
                              .failure = "gone"});
  commit(unit);
  EXPECT_EQ(view("cb_1").callback.status, CallbackStatus::failed);
  EXPECT_EQ(view("cb_1").failure, "gone");
}

TEST_P(Outbox, ASettlementOfAnUnknownCallbackChangesNothing) {
  commit(with_settlement(delivery("cb_9", noon)));
  EXPECT_FALSE(reader().callback(CallbackId{"cb_9"}).value());
}

TEST_P(Outbox, NothingIsDueInAnEmptyStore) {
  EXPECT_FALSE(store().next_due().value());
  EXPECT_EQ(store().backlog().value().pending, 0);
  EXPECT_FALSE(store().backlog().value().oldest);
}

TEST_P(Outbox, TheNextDueIsTheEarliestThatAClaimWouldTake) {
  auto later = completed("2");
  later.callbacks[0].next_attempt_at = noon + 10s;
  commit(order_with_callbacks("1", 2), later);
  EXPECT_EQ(store().next_due().value(), noon);
  EXPECT_THAT(claim(noon), ElementsAre("cb_1_1"));
  // cb_1_2 waits for its predecessor, whose lease runs for a minute.
  EXPECT_EQ(store().next_due().value(), noon + 10s);
  EXPECT_THAT(claim(noon + 10s), ElementsAre("cb_2"));
  EXPECT_EQ(store().next_due().value(), noon + 1min);
  commit(with_settlement(failed_attempt("cb_1_1", noon, noon + 30s)));
  EXPECT_EQ(store().next_due().value(), noon + 30s);
}

TEST_P(Outbox, WhatIsNextDueIsClaimedThen) {
  commit(order_with_callbacks("1", 2));
  auto now = noon;
  for (int i = 0; i < 20; ++i) {
    const auto due = store().next_due().value();
    if (!due) break;
    now = std::max(now, *due);
    const auto claimed = claim(now);
    ASSERT_THAT(claimed, ::testing::SizeIs(1)) << "a dispatcher would spin";
    if (i % 3 == 0) commit(with_settlement(failed_attempt(claimed[0], now, now + 5s)));
    if (i % 3 == 1) commit(with_settlement(delivery(claimed[0], now)));
  }
  EXPECT_FALSE(store().next_due().value());
}

TEST_P(Outbox, TheBacklogCountsEveryPendingCallback) {
  auto older = completed("1");
  older.callbacks[0].created_at = noon - 1h;
  auto leased = completed("2");
  leased.callbacks[0].lease = Lease{.owner = "node-a", .until = noon + 1min};
  leased.callbacks[0].created_at = noon - 2h;
  commit(older, leased, completed("3"));
  EXPECT_EQ(store().backlog().value().pending, 3);
  EXPECT_EQ(store().backlog().value().oldest, noon - 2h);
  commit(with_settlement(delivery("cb_2", noon)));
  EXPECT_EQ(store().backlog().value().pending, 2);
  EXPECT_EQ(store().backlog().value().oldest, noon - 1h);
}

TEST_P(Outbox, SurvivesTheEndOfTheProcess) {
  commit(completed("1"));
  reopen();
  const auto claimed = store().claim_due("node-a", noon, noon + 1min, 10).value();
  ASSERT_EQ(claimed.size(), 1U);
  EXPECT_EQ(claimed[0].body, "body of cb_1");
}

}  // namespace
}  // namespace sekisho::storage
