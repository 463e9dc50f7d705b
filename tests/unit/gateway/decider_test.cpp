#include "desk/decider.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/desk_room.h"

namespace sekisho::gateway {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::about;
using testing::amended;
using testing::completed;
using testing::DeskRoom;
using ::testing::ElementsAre;
using testing::event_body;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::noon;
using testing::updated;

/// The types of an order's callbacks, by sequence.
std::vector<std::string> told(DeskRoom& room) {
  std::vector<std::string> types;
  for (const auto& view : room.callbacks_of("c-1"))
    types.push_back(view.callback.type);
  return types;
}

OrderStatus status(DeskRoom& room) {
  return room.order_of("c-1")->order.status;
}

/// Places an order that got this verdict, and from then on judges everything the other way.
void place(DeskRoom& room, Verdict verdict, Verdict from_then_on) {
  room.judge_all(verdict);
  ASSERT_EQ(room.deliver("evt-1", completed()).status, 200);
  room.judge_all(from_then_on);
}

/// A person's decision, as the admin API has the desk take it.
void decide(DeskRoom& room, OrderEvent event) {
  auto state = room.order_of("c-1").value();
  storage::Unit unit;
  const Policy policy;
  const auto step = next_step(state.order.status, event, state.order.was_approved).value();
  take_step(state, step, event,
            {.hook = room.board().current()->hook(DeskRoom::hook_id),
             .policy = policy,
             .random = room.random,
             .now = noon,
             .wall_now = noon,
             .first_attempt_after = {},
             .lease = {},
             .actor = "operator",
             .reasons = {}},
            unit);
  unit.changed_order = state.order;
  room.change(unit);
}

json confirmation_event(std::string_view type, Timestamp at, std::string_view id = {}) {
  json data{{"conversation_id", "c-1"}, {"channel", "sms"}};
  if (!id.empty()) data["confirmation_id"] = id;
  return event_body(type, data, at);
}

TEST(Amendment, IsJudgedAnewAndAnsweredWithTheDecision) {
  DeskRoom room;
  place(room, Verdict::approve, Verdict::approve);
  const auto answer = json::parse(room.deliver("evt-2", amended("c-1", 120'000)).body);
  EXPECT_EQ(answer.at("status"), "decided");
  EXPECT_EQ(answer.at("order").at("version"), 2);
  EXPECT_EQ(answer.at("assessment").at("policy_version"), 3);
  EXPECT_TRUE(answer.at("action").is_null());
  EXPECT_EQ(json::parse(room.order_of("c-1")->order.document).at("cart").at("total"), 120'000);
  EXPECT_EQ(room.assessment_of("c-1").at("signals").at("cart.total"), 120'000);
  EXPECT_EQ(room.reader().assessments(room.order_of("c-1")->order.id)->size(), 2U);
}

TEST(Amendment, CountsTheOrderAsBeforeAndNotItself) {
  DeskRoom room;
  for (int i = 1; i <= 3; ++i) {
    room.deliver("evt-" + std::to_string(i), completed("c-" + std::to_string(i)));
    room.clock.advance(1s);
  }
  room.deliver("evt-4", amended("c-2", 500));
  EXPECT_EQ(room.assessment_of("c-2").at("signals").at("velocity.phone.orders_24h"), 2);
  room.deliver("evt-5", completed("c-5"));
  EXPECT_EQ(room.assessment_of("c-5").at("signals").at("velocity.phone.orders_24h"), 4);
}

TEST(Amendment, OfAnApprovedOrderToAWorseVerdictAsksAPerson) {
  for (const auto worse : {Verdict::challenge, Verdict::review, Verdict::reject}) {
    DeskRoom room;
    place(room, Verdict::approve, worse);
    EXPECT_EQ(room.deliver("evt-2", amended("c-1", 500)).status, 200);
    EXPECT_EQ(status(room), OrderStatus::in_review);
    EXPECT_THAT(told(room), ElementsAre("order.approved", "order.review_requested"));
  }
}

TEST(Amendment, OfAnOrderThatWasApprovedOnceNeverCancelsIt) {
  DeskRoom room;
  place(room, Verdict::approve, Verdict::review);
  room.deliver("evt-2", amended("c-1", 500));
  room.judge_all(Verdict::reject);
  const auto answer = json::parse(room.deliver("evt-3", amended("c-1", 600)).body);
  EXPECT_EQ(answer.at("assessment").at("verdict"), "reject");
  EXPECT_TRUE(answer.at("action").is_null());
  EXPECT_EQ(status(room), OrderStatus::in_review);
}

TEST(Amendment, OfAnOrderThatAwaitsItsConfirmation) {
  const auto after = [](Verdict verdict) {
    DeskRoom room;
    place(room, Verdict::challenge, verdict);
    room.deliver("evt-2", amended("c-1", 500));
    EXPECT_EQ(room.order_of("c-1")->confirmations[0].status, "dropped") << to_string(verdict);
    return told(room).back();
  };
  EXPECT_EQ(after(Verdict::approve), "order.approved");
  EXPECT_EQ(after(Verdict::challenge), "identity.confirmation_requested");
  EXPECT_EQ(after(Verdict::review), "order.review_requested");
  EXPECT_EQ(after(Verdict::reject), "order.cancelled");
}

TEST(Amendment, OfAnOrderInReviewLeavesThePersonsQuestionOpen) {
  for (const auto verdict : {Verdict::approve, Verdict::challenge, Verdict::review}) {
    DeskRoom room;
    place(room, Verdict::review, verdict);
    room.deliver("evt-2", amended("c-1", 500));
    EXPECT_EQ(status(room), OrderStatus::in_review);
    EXPECT_THAT(told(room), ElementsAre("order.review_requested"));
  }
}

TEST(Amendment, OfAnOrderInReviewToAHopelessOneCancelsIt) {
  DeskRoom room;
  place(room, Verdict::review, Verdict::reject);
  room.deliver("evt-2", amended("c-1", 500));
  EXPECT_THAT(told(room), ElementsAre("order.review_requested", "order.cancelled"));
}

TEST(Amendment, OfACancelledOrderIsRefused) {
  DeskRoom room;
  place(room, Verdict::reject, Verdict::approve);
  EXPECT_EQ(room.deliver("evt-2", amended("c-1", 500)).status, 409);
  EXPECT_EQ(status(room), OrderStatus::cancelled);
  EXPECT_EQ(room.order_of("c-1")->order.version, 1);
}

TEST(Amendment, MayNameTheOrderByItsOwnId) {
  DeskRoom room;
  place(room, Verdict::approve, Verdict::approve);
  auto body = amended("c-1", 500);
  body["data"].erase("conversation_id");
  body["data"]["order_id"] = room.order_of("c-1")->order.id.str();
  EXPECT_EQ(room.deliver("evt-2", body).status, 200);
  EXPECT_EQ(room.order_of("c-1")->order.version, 2);
}

TEST(Amendment, TwiceInOneBatchUnderBothNamesCountsTwice) {
  DeskRoom room;
  place(room, Verdict::approve, Verdict::approve);
  auto by_id = amended("c-1", 500);
  by_id["data"].erase("conversation_id");
  by_id["data"]["order_id"] = room.order_of("c-1")->order.id.str();
  std::vector<Delivery> batch;
  batch.push_back(room.delivery("evt-2", by_id));
  batch.push_back(room.delivery("evt-3", amended("c-1", 600)));
  const auto responses = room.deliver(std::move(batch));
  EXPECT_EQ(json::parse(responses[0].body).at("order").at("version"), 2);
  EXPECT_EQ(json::parse(responses[1].body).at("order").at("version"), 3);
  EXPECT_EQ(json::parse(room.order_of("c-1")->order.document).at("cart").at("total"), 600);
}

TEST(Cancellation, ByTheBuyerEndsTheOrderAndDropsItsConfirmation) {
  DeskRoom room;
  place(room, Verdict::challenge, Verdict::challenge);
  const auto response = room.deliver("evt-2", about("order.cancelled", "c-1"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(json::parse(response.body),
            json({{"order", {{"id", room.order_of("c-1")->order.id.str()}, {"status", "cancelled"}}}}));
  EXPECT_EQ(room.order_of("c-1")->confirmations[0].status, "dropped");
  EXPECT_THAT(told(room), ElementsAre("identity.confirmation_requested", "order.cancelled"));
}

TEST(Cancellation, OfAnApprovedOrderTellsNobody) {
  DeskRoom room;
  place(room, Verdict::approve, Verdict::approve);
  EXPECT_EQ(room.deliver("evt-2", about("order.cancelled", "c-1")).status, 200);
  EXPECT_EQ(status(room), OrderStatus::cancelled);
  EXPECT_THAT(told(room), ElementsAre("order.approved"));
}

TEST(Cancellation, AfterAnApprovalThatIsReviewedIsAReversal) {
  DeskRoom room;
  place(room, Verdict::approve, Verdict::review);
  room.deliver("evt-2", amended("c-1", 500));
  room.deliver("evt-3", about("order.cancelled", "c-1"));
  const auto last = room.callbacks_of("c-1").back().callback;
  EXPECT_EQ(last.type, "order.cancelled");
  EXPECT_THAT(room.handed_over.back().body, HasSubstr(R"("reversal":true)"));
}

TEST(Cancellation, RepeatedUnderANewIdChangesNothing) {
  DeskRoom room;
  place(room, Verdict::review, Verdict::review);
  room.deliver("evt-2", about("order.cancelled", "c-1"));
  const auto revision = room.order_of("c-1")->order.revision;
  EXPECT_EQ(room.deliver("evt-3", about("order.cancelled", "c-1")).status, 200);
  EXPECT_EQ(room.order_of("c-1")->order.revision, revision);
  EXPECT_THAT(told(room), ElementsAre("order.review_requested", "order.cancelled"));
}

TEST(Confirmation, ThatSucceedsApproves) {
  DeskRoom room;
  place(room, Verdict::challenge, Verdict::challenge);
  const auto response = room.deliver("evt-2", confirmation_event("confirmation.succeeded", noon + 1min));
  EXPECT_EQ(json::parse(response.body).at("order").at("status"), "approved");
  EXPECT_EQ(room.order_of("c-1")->confirmations[0].status, "succeeded");
  EXPECT_THAT(told(room), ElementsAre("identity.confirmation_requested", "order.approved"));
  EXPECT_THAT(room.metrics.render(),
              HasSubstr(R"(sekisho_confirmations_total{channel="sms",result="succeeded"} 1)"));
  EXPECT_THAT(room.metrics.render(),
              HasSubstr(R"(sekisho_confirmations_total{channel="sms",result="requested"} 1)"));
}

TEST(Confirmation, ThatFailsAsksAPersonByDefault) {
  DeskRoom room;
  place(room, Verdict::challenge, Verdict::challenge);
  room.deliver("evt-2", confirmation_event("confirmation.failed", noon + 1min));
  EXPECT_EQ(status(room), OrderStatus::in_review);
  EXPECT_EQ(room.order_of("c-1")->confirmations[0].status, "failed");
}

TEST(Confirmation, IsTheLatestAskedForByTheEventsTimeToTheSecond) {
  DeskRoom room;
  room.clock.advance(700ms);
  place(room, Verdict::challenge, Verdict::challenge);
  EXPECT_EQ(room.deliver("evt-2", confirmation_event("confirmation.succeeded", noon - 1s)).status, 200);
  EXPECT_EQ(status(room), OrderStatus::awaiting_confirmation) << "it happened before anybody asked";
  room.deliver("evt-3", confirmation_event("confirmation.succeeded", noon));
  EXPECT_EQ(status(room), OrderStatus::approved) << "the same second";
}

TEST(Confirmation, OfACartThatWasReplacedSinceCountsForNothing) {
  DeskRoom room;
  place(room, Verdict::challenge, Verdict::challenge);
  room.clock.advance(1min);
  room.deliver("evt-2", amended("c-1", 500, noon + 1min));
  room.deliver("evt-3", confirmation_event("confirmation.succeeded", noon + 30s));
  EXPECT_EQ(status(room), OrderStatus::awaiting_confirmation) << "it was of the first cart";
  room.deliver("evt-4", confirmation_event("confirmation.succeeded", noon + 2min));
  EXPECT_EQ(status(room), OrderStatus::approved);
}

TEST(Confirmation, NamedByItsIdIsThatOneAlone) {
  DeskRoom room;
  place(room, Verdict::challenge, Verdict::challenge);
  const auto id = room.order_of("c-1")->confirmations[0].id.str();
  room.deliver("evt-2", confirmation_event("confirmation.succeeded", noon + 1min, "cnf_unknown"));
  EXPECT_EQ(status(room), OrderStatus::awaiting_confirmation);
  room.deliver("evt-3", confirmation_event("confirmation.succeeded", noon - 1h, id));
  EXPECT_EQ(status(room), OrderStatus::approved) << "a name needs no time";
}

TEST(Confirmation, OfAnOrderThatAwaitsNoneChangesNothing) {
  for (const auto verdict : {Verdict::approve, Verdict::review, Verdict::reject}) {
    DeskRoom room;
    place(room, verdict, verdict);
    const auto before = status(room);
    EXPECT_EQ(room.deliver("evt-2", confirmation_event("confirmation.succeeded", noon + 1min)).status, 200);
    EXPECT_EQ(status(room), before);
    EXPECT_EQ(told(room).size(), 1U);
  }
}

TEST(Confirmation, TwiceReportedCountsOnce) {
  DeskRoom room;
  place(room, Verdict::challenge, Verdict::challenge);
  room.deliver("evt-2", confirmation_event("confirmation.succeeded", noon + 1min));
  room.deliver("evt-3", confirmation_event("confirmation.failed", noon + 2min));
  EXPECT_EQ(status(room), OrderStatus::approved);
  EXPECT_EQ(room.order_of("c-1")->confirmations[0].status, "succeeded");
}

TEST(SubmittedCode, IsAnsweredWithTheStatusAndTheAttemptsLeft) {
  DeskRoom room;
  place(room, Verdict::challenge, Verdict::challenge);
  const auto body =
      event_body("confirmation.code_submitted", {{"conversation_id", "c-1"}, {"code", "０１２３４５"}});
  const auto response = room.deliver("evt-2", body);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(
      json::parse(response.body),
      json({{"order", {{"id", room.order_of("c-1")->order.id.str()}, {"status", "awaiting_confirmation"}}},
            {"attempts_left", 3}}));
}

TEST(UnknownOrder, IsNotFoundAndNotRemembered) {
  DeskRoom room;
  for (const auto* type : {"order.cancelled", "confirmation.succeeded", "confirmation.failed"}) {
    EXPECT_EQ(room.deliver(type, about(type, "c-1")).status, 404) << type;
  }
  EXPECT_EQ(room.deliver("evt-2", amended("c-1", 500)).status, 404);
  room.deliver("evt-1", completed());
  EXPECT_EQ(room.deliver("evt-2", amended("c-1", 500)).status, 200) << "the vendor's retry";
}

TEST(UnknownOrder, IsOneOfAnotherMerchant) {
  DeskRoom room;
  storage::Unit unit;
  unit.merchants.push_back({MerchantId{"other"}, "Other", noon});
  unit.policies.push_back(room.board().current()->merchant(DeskRoom::merchant_id)->policy_record);
  unit.policies[0].merchant_id = MerchantId{"other"};
  room.change(unit);
  room.deliver("evt-1", completed());
  auto body = about("order.cancelled", "c-1");
  body["data"] = {{"order_id", room.order_of("c-1")->order.id.str()}};
  body["merchant_id"] = "other";
  EXPECT_EQ(room.deliver("evt-2", body).status, 404);
}

TEST(PersonsDecision, IsFollowedByReversalsThatSaySo) {
  DeskRoom room;
  place(room, Verdict::reject, Verdict::reject);
  decide(room, OrderEvent::decided_approve);
  EXPECT_THAT(room.handed_over.back().body, HasSubstr(R"("reversal":true)"));
  EXPECT_EQ(room.deliver("evt-2", amended("c-1", 500)).status, 200);
  EXPECT_EQ(status(room), OrderStatus::in_review) << "an approval stands until a person takes it back";
  EXPECT_THAT(told(room), ElementsAre("order.cancelled", "order.approved", "order.review_requested"));
}

}  // namespace
}  // namespace sekisho::gateway
