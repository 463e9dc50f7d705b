#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/store_under_test.h"
#include "support/stored_records.h"

namespace sekisho::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Orders : public StoreContract {};

INSTANTIATE_TEST_SUITE_P(Stores, Orders, ::testing::ValuesIn(store_kinds()), kind_name);

void expect_same(const OrderRecord& a, const OrderRecord& b) {
  EXPECT_EQ(std::tie(a.id, a.merchant_id, a.hook_id, a.conversation_id, a.status, a.version, a.revision),
            std::tie(b.id, b.merchant_id, b.hook_id, b.conversation_id, b.status, b.version, b.revision));
  EXPECT_EQ(std::tie(a.last_sequence, a.was_approved, a.created_at, a.updated_at, a.verdict, a.score),
            std::tie(b.last_sequence, b.was_approved, b.created_at, b.updated_at, b.verdict, b.score));
  EXPECT_EQ(a.document, b.document);
  EXPECT_EQ(a.lookup_keys, b.lookup_keys);
}

void expect_same(const AssessmentRecord& a, const AssessmentRecord& b) {
  EXPECT_EQ(std::tie(a.order_version, a.at, a.verdict, a.score, a.policy_version, a.model, a.document),
            std::tie(b.order_version, b.at, b.verdict, b.score, b.policy_version, b.model, b.document));
}

void expect_same(const ConfirmationRecord& a, const ConfirmationRecord& b) {
  EXPECT_EQ(std::tie(a.id, a.order_version, a.channel, a.provider, a.status, a.attempt, a.attempts,
                     a.requested_at, a.expires_at),
            std::tie(b.id, b.order_version, b.channel, b.provider, b.status, b.attempt, b.attempts,
                     b.requested_at, b.expires_at));
}

TEST_P(Orders, AreReadBackAsTheyWereWritten) {
  auto unit = completed("1");
  unit.new_order->last_sequence = 7;
  unit.new_order->was_approved = true;
  unit.new_order->score = 1000;
  unit.confirmations.push_back(a_confirmation("cnf_1"));
  commit(unit);
  const auto state = order("ord_1");
  ASSERT_TRUE(state);
  expect_same(state->order, *unit.new_order);
  expect_same(state->assessment, *unit.assessment);
  ASSERT_EQ(state->confirmations.size(), 1U);
  expect_same(state->confirmations[0], unit.confirmations[0]);
}

TEST_P(Orders, AnOrderThatDoesNotExistIsNothing) {
  EXPECT_FALSE(order("ord_1"));
}

TEST_P(Orders, AreFoundByTheirConversation) {
  commit(completed("1"), completed("2"));
  const std::vector asked{conversation("c-2"), conversation("c-3"), conversation("c-1", "beta"),
                          conversation("c-1")};
  const auto found = store().find_orders_of(asked).value();
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[0]->order.id, OrderId{"ord_2"});
  EXPECT_FALSE(found[1]);
  EXPECT_FALSE(found[2]);
  EXPECT_EQ(found[3]->order.id, OrderId{"ord_1"});
}

TEST_P(Orders, AConversationWithoutAnOrderHasNone) {
  Unit unit;
  unit.conversation = conversation("c-1");
  commit(unit);
  const std::vector asked{conversation("c-1")};
  EXPECT_FALSE(store().find_orders_of(asked).value().at(0));
}

TEST_P(Orders, AConversationMakesOneOrderOnly) {
  commit(completed("1"));
  auto second = completed("2");
  second.event->conversation_id = ConversationId{"c-1"};
  second.conversation = conversation("c-1");
  second.new_order->conversation_id = ConversationId{"c-1"};
  EXPECT_THAT(refused_of(second), ElementsAre(0));
  EXPECT_FALSE(order("ord_2"));
  const std::vector late{second.event->key};
  EXPECT_FALSE(store().find_answers(late).value().at(0));
}

TEST_P(Orders, AChangeRaisesTheRevision) {
  commit(completed("1"));
  auto change = change_of(*order("ord_1"), OrderStatus::approved);
  change.changed_order->version = 2;
  change.changed_order->last_sequence = 2;
  change.changed_order->was_approved = true;
  change.changed_order->updated_at = noon + 1h;
  change.changed_order->verdict = Verdict::approve;
  change.changed_order->score = 12;
  change.changed_order->document = "amended";
  commit(change);
  auto expected = *change.changed_order;
  expected.revision = 2;
  expect_same(order("ord_1")->order, expected);
}

TEST_P(Orders, AChangeOfAnOlderRevisionIsRefused) {
  commit(completed("1"));
  const auto read = *order("ord_1");
  commit(change_of(read, OrderStatus::approved));
  EXPECT_THAT(refused_of(change_of(read, OrderStatus::cancelled)), ElementsAre(0));
  EXPECT_EQ(order("ord_1")->order.status, OrderStatus::approved);
}

TEST_P(Orders, OfTwoChangesInOneBatchTheFirstStands) {
  commit(completed("1"));
  const auto read = *order("ord_1");
  EXPECT_THAT(refused_of(change_of(read, OrderStatus::cancelled), change_of(read, OrderStatus::approved)),
              ElementsAre(1));
  EXPECT_EQ(order("ord_1")->order.status, OrderStatus::cancelled);
  EXPECT_EQ(reader().history(OrderId{"ord_1"}).value().size(), 2U);
}

TEST_P(Orders, AChangeOfAnOrderThatIsNotThereIsRefused) {
  OrderState never;
  never.order = an_order("ord_9", "c-9");
  EXPECT_THAT(refused_of(change_of(never, OrderStatus::approved)), ElementsAre(0));
}

TEST_P(Orders, TheLatestAssessmentCounts) {
  commit(completed("1"));
  auto change = change_of(*order("ord_1"), OrderStatus::in_review);
  change.assessment = an_assessment(Verdict::reject, 900);
  commit(change);
  EXPECT_EQ(order("ord_1")->assessment.score, 900);
  const auto all = reader().assessments(OrderId{"ord_1"}).value();
  ASSERT_EQ(all.size(), 2U);
  expect_same(all[0], *change.assessment);
  EXPECT_EQ(all[1].score, 653);
}

TEST_P(Orders, AConfirmationIsReplacedById) {
  auto unit = completed("1");
  unit.confirmations = {a_confirmation("cnf_1"), a_confirmation("cnf_2")};
  commit(unit);
  auto change = change_of(*order("ord_1"), OrderStatus::in_review);
  auto failed = a_confirmation("cnf_1");
  failed.status = "failed";
  failed.attempts = 3;
  change.confirmations.push_back(failed);
  commit(change);
  const auto confirmations = order("ord_1")->confirmations;
  ASSERT_EQ(confirmations.size(), 2U);
  expect_same(confirmations[0], failed);
  expect_same(confirmations[1], unit.confirmations[1]);
}

TEST_P(Orders, HistoryIsToldFromTheBeginning) {
  commit(completed("1"));
  commit(change_of(*order("ord_1"), OrderStatus::approved));
  const auto steps = reader().history(OrderId{"ord_1"}).value();
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_FALSE(steps[0].from);
  EXPECT_EQ(steps[0].to, OrderStatus::in_review);
  EXPECT_EQ(steps[0].actor, "gateway");
  EXPECT_EQ(steps[1].from, OrderStatus::in_review);
  EXPECT_EQ(steps[1].to, OrderStatus::approved);
  EXPECT_EQ(steps[1].at, noon);
  EXPECT_EQ(steps[1].event, "decided");
  EXPECT_EQ(steps[1].order_id, OrderId{"ord_1"});
}

TEST_P(Orders, NothingIsToldOfAnOrderThatDoesNotExist) {
  EXPECT_FALSE(reader().order(OrderId{"ord_1"}).value());
  EXPECT_THAT(reader().history(OrderId{"ord_1"}).value(), IsEmpty());
  EXPECT_THAT(reader().assessments(OrderId{"ord_1"}).value(), IsEmpty());
}

TEST_P(Orders, AReaderSeesWhatIsCommittedAtOnce) {
  commit(completed("1"));
  EXPECT_EQ(reader().order(OrderId{"ord_1"}).value()->order.status, OrderStatus::in_review);
  commit(change_of(*order("ord_1"), OrderStatus::approved));
  EXPECT_EQ(reader().order(OrderId{"ord_1"}).value()->order.status, OrderStatus::approved);
}

TEST_P(Orders, AnOrderWithoutLookupKeysIsAnOrder) {
  auto unit = completed("1");
  unit.new_order->lookup_keys.clear();
  commit(unit);
  EXPECT_THAT(order("ord_1")->order.lookup_keys, IsEmpty());
}

}  // namespace
}  // namespace sekisho::storage
