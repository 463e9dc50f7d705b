#include "orders/order_changes.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/events.h"
#include "support/seeded_random.h"

namespace sekisho::gateway {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using storage::CallbackStatus;
using testing::noon;

/// One order, and what happens to it.
class OrderChanges : public ::testing::Test {
 protected:
  OrderChanges() {
    state.order.id = OrderId{"ord_1"};
    state.order.merchant_id = MerchantId{"acme"};
    state.order.conversation_id = ConversationId{"c-1"};
    state.assessment.verdict = Verdict::challenge;
    state.assessment.score = 573;
    hook.record.id = HookId{"hook_1"};
    hook.record.merchants = {MerchantId{"acme"}};
    hook.record.callback_url = "https://vendor.example/callbacks";
  }

  [[nodiscard]] ChangeContext context() {
    return {.hook = std::make_shared<const Hook>(hook),
            .policy = policy,
            .random = random,
            .now = noon,
            .wall_now = noon + 1h,
            .first_attempt_after = first_attempt_after,
            .lease = lease,
            .actor = "vendor",
            .reasons = reasons};
  }

  /// The step of that event from where the order is.
  OrderAction take(OrderEvent event) {
    unit = {};
    return take_step(state, next_step(state.order.status, event, state.order.was_approved).value(), event,
                     context(), unit);
  }

  OrderAction place(Verdict verdict) {
    unit = {};
    unit.new_order = state.order;
    const auto event = placed(verdict);
    return take_step(state, next_step(std::nullopt, event, false).value(), event, context(), unit);
  }

  [[nodiscard]] const storage::CallbackRecord& callback() const { return unit.callbacks.at(0); }

  storage::OrderState state;
  Hook hook;
  Policy policy;
  testing::SeededRandom random;
  std::vector<Reason> reasons{
      {.code = "phone.unreachable", .contribution = 533, .detail = "…", .detail_en = "…"}};
  std::chrono::milliseconds first_attempt_after{0};
  std::optional<storage::Lease> lease = storage::Lease{"node_1", noon + 2h};
  storage::Unit unit;
};

TEST_F(OrderChanges, WriteTheCallbackOfTheContract) {
  const auto outcome = place(Verdict::challenge);
  const auto confirmation = outcome.confirmation->id.str();
  EXPECT_EQ(json::parse(callback().body), json::parse(R"({
    "type": "identity.confirmation_requested", "timestamp": "2026-11-23T12:00:00Z",
    "data": {"merchant_id": "acme", "order_id": "ord_1", "conversation_id": "c-1", "sequence": 1, "order_version": 1,
             "status": "awaiting_confirmation",
             "assessment": {"verdict": "challenge", "score": 57.3, "reasons": ["phone.unreachable"]},
             "confirmation": {"id": ")" + confirmation +
                                                      R"(", "channel": "sms", "provider": "vendor",
                              "expires_at": "2026-11-23T12:15:00Z", "attempt": 1}}})"));
  EXPECT_EQ(callback().type, "identity.confirmation_requested");
}

TEST_F(OrderChanges, AskForOneConfirmationByThePolicy) {
  policy.confirmation.channels = {"voice", "sms"};
  policy.confirmation.expires_in = 5min;
  const auto outcome = place(Verdict::challenge);
  ASSERT_EQ(unit.confirmations.size(), 1U);
  const auto& asked = unit.confirmations[0];
  EXPECT_EQ(asked.id, outcome.confirmation->id);
  EXPECT_EQ(asked.channel, "voice");
  EXPECT_EQ(asked.status, "pending");
  EXPECT_EQ(asked.expires_at, noon + 5min);
  EXPECT_EQ(asked.order_version, 1);
  EXPECT_EQ(state.confirmations.size(), 1U);
}

TEST_F(OrderChanges, DropAConfirmationThatIsNoLongerWaitedFor) {
  for (const auto event :
       {OrderEvent::cancelled_by_buyer, OrderEvent::amended_review, OrderEvent::decided_approve}) {
    state.order.status = OrderStatus::in_review;
    state.confirmations.clear();
    place(Verdict::challenge);
    take(event);
    ASSERT_EQ(unit.confirmations.size(), 1U) << history_name(event);
    EXPECT_EQ(unit.confirmations[0].status, "dropped") << history_name(event);
  }
}

TEST_F(OrderChanges, AskAnewForAnotherCart) {
  const auto first = place(Verdict::challenge).confirmation->id;
  state.order.version = 2;
  const auto second = take(OrderEvent::amended_challenge).confirmation->id;
  ASSERT_EQ(unit.confirmations.size(), 2U);
  EXPECT_EQ(unit.confirmations[0].id, first);
  EXPECT_EQ(unit.confirmations[0].status, "dropped");
  EXPECT_EQ(unit.confirmations[1].id, second);
  EXPECT_EQ(unit.confirmations[1].order_version, 2);
}

TEST_F(OrderChanges, NumberCallbacksFromOne) {
  place(Verdict::review);
  EXPECT_EQ(callback().sequence, 1);
  take(OrderEvent::decided_approve);
  EXPECT_EQ(callback().sequence, 2);
  EXPECT_EQ(state.order.last_sequence, 2);
  EXPECT_TRUE(state.order.was_approved);
}

TEST_F(OrderChanges, LeaseTheFirstCallbackToThisNodeAndNoLaterOne) {
  place(Verdict::review);
  ASSERT_TRUE(callback().lease);
  EXPECT_EQ(callback().lease->owner, "node_1");
  take(OrderEvent::decided_approve);
  EXPECT_FALSE(callback().lease);
}

TEST_F(OrderChanges, ScheduleAttemptsByTheWallClockFromTheCommitOn) {
  first_attempt_after = 5s;
  place(Verdict::approve);
  EXPECT_EQ(callback().next_attempt_at, noon + 1h + 5s);
  EXPECT_EQ(callback().created_at, noon);
}

TEST_F(OrderChanges, SayThatAPersonTurnedAFinalWordAround) {
  place(Verdict::approve);
  take(OrderEvent::decided_cancel);
  EXPECT_EQ(json::parse(callback().body).at("data").at("reversal"), true);
  take(OrderEvent::decided_approve);
  EXPECT_EQ(json::parse(callback().body).at("data").at("reversal"), true);
}

TEST_F(OrderChanges, SpeakOfNoReversalWhereThereIsNone) {
  place(Verdict::reject);
  EXPECT_FALSE(json::parse(callback().body).at("data").contains("reversal"));
  EXPECT_FALSE(json::parse(callback().body).at("data").contains("confirmation"));
}

TEST_F(OrderChanges, SendNothingWhereThereIsNoAddress) {
  hook.record.callback_url.clear();
  place(Verdict::approve);
  EXPECT_TRUE(unit.callbacks.empty());
  EXPECT_EQ(state.order.last_sequence, 0);
}

TEST_F(OrderChanges, KeepTheNumberOfACallbackThatADisabledHookWillNotGet) {
  hook.record.callbacks_enabled = false;
  place(Verdict::approve);
  EXPECT_EQ(callback().sequence, 1);
  EXPECT_EQ(callback().status, CallbackStatus::failed);
  EXPECT_FALSE(callback().lease);
  ASSERT_EQ(unit.settlements.size(), 1U);
  EXPECT_EQ(unit.settlements[0].id, callback().id);
  EXPECT_EQ(unit.settlements[0].failure, "gone");
  hook.record.callbacks_enabled = true;
  take(OrderEvent::decided_cancel);
  EXPECT_EQ(callback().sequence, 2);
}

TEST_F(OrderChanges, WriteEveryStepDown) {
  place(Verdict::review);
  ASSERT_EQ(unit.history.size(), 1U);
  EXPECT_EQ(unit.history[0].from, std::nullopt);
  EXPECT_EQ(unit.history[0].to, OrderStatus::in_review);
  EXPECT_EQ(unit.history[0].event, "order.placed");
  EXPECT_EQ(unit.history[0].actor, "vendor");
  take(OrderEvent::amended_approve);
  EXPECT_EQ(unit.history[0].from, OrderStatus::in_review);
  EXPECT_EQ(unit.history[0].event, "order.amended");
  EXPECT_TRUE(unit.callbacks.empty());
}

TEST(Assessments, ComeBackFromTheirRecord) {
  Assessment assessment;
  assessment.verdict = Verdict::review;
  assessment.score = 605;
  assessment.base = 40;
  assessment.reasons = {{.code = "a", .contribution = 570, .detail = "理由", .detail_en = "reason"},
                        {.code = "b", .contribution = -5, .detail = "", .detail_en = ""}};
  assessment.policy_version = 3;
  assessment.model = "scorecard-1";
  const auto record = to_record(assessment, 2, noon);
  EXPECT_EQ(record.order_version, 2);
  EXPECT_EQ(record.at, noon);
  EXPECT_EQ(record.verdict, Verdict::review);
  EXPECT_EQ(record.score, 605);
  EXPECT_EQ(record.policy_version, 3);
  EXPECT_EQ(reasons_of(record), assessment.reasons);
}

TEST(Assessments, KeepEveryTenthExact) {
  for (Tenths tenths = -1500; tenths <= 1500; ++tenths) {
    Assessment assessment;
    assessment.reasons = {{.code = "a", .contribution = tenths, .detail = "", .detail_en = ""}};
    ASSERT_EQ(reasons_of(to_record(assessment, 1, noon))[0].contribution, tenths);
  }
}

TEST(TestCallback, IsMarkedAndBelongsToNoOrder) {
  Hook hook;
  hook.record.id = HookId{"hook_1"};
  hook.record.merchants = {MerchantId{"acme"}, MerchantId{"beta"}};
  testing::SeededRandom random;
  const auto callback = test_callback(hook, random, noon);
  EXPECT_TRUE(callback.order_id.empty());
  EXPECT_EQ(callback.sequence, 0);
  EXPECT_EQ(callback.next_attempt_at, noon);
  EXPECT_EQ(json::parse(callback.body), json::parse(R"({"type":"hook.test","timestamp":"2026-11-23T12:00:00Z",
                            "data":{"merchant_id":"acme","hook_id":"hook_1","test":true}})"));
}

}  // namespace
}  // namespace sekisho::gateway
