#include "desk/answers.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "orders/order_changes.h"
#include "support/events.h"

namespace sekisho::gateway {
namespace {

using nlohmann::json;
using testing::noon;

Assessment assessment() {
  Assessment made;
  made.verdict = Verdict::challenge;
  made.score = 345;
  made.base = 40;
  made.reasons = {{.code = "phone.invalid", .contribution = 310, .detail = "番号", .detail_en = "number"},
                  {.code = "email.carrier", .contribution = -5, .detail = "携帯", .detail_en = "carrier"}};
  made.policy_version = 3;
  made.model = "scorecard-1";
  return made;
}

storage::OrderState state_of(OrderStatus status) {
  storage::OrderState state;
  state.order.id = OrderId{"ord_1"};
  state.order.merchant_id = MerchantId{"acme"};
  state.order.conversation_id = ConversationId{"c-1"};
  state.order.status = status;
  state.assessment = to_record(assessment(), 1, noon);
  return state;
}

storage::ConfirmationRecord confirmation(const std::string& id, const std::string& status) {
  storage::ConfirmationRecord record;
  record.id = ConfirmationId{id};
  record.channel = "sms";
  record.status = status;
  record.expires_at = noon;
  return record;
}

TEST(Answers, AcceptWithTheConversation) {
  EXPECT_EQ(accepted_answer(ConversationId{"c-\"1\""}),
            R"({"status":"accepted","conversation_id":"c-\"1\""})");
}

TEST(Answers, GiveTheDecisionInTheContractsShape) {
  const auto made = assessment();
  const auto answer = decision_answer(state_of(OrderStatus::awaiting_confirmation), made.base, made.reasons,
                                      {OrderEffect::request_confirmation, confirmation("cnf_1", "pending")});
  EXPECT_EQ(json::parse(answer), json::parse(R"({
    "status": "decided", "conversation_id": "c-1",
    "order": {"id": "ord_1", "merchant_id": "acme", "status": "awaiting_confirmation", "version": 1},
    "assessment": {"verdict": "challenge", "score": 34.5,
      "reasons": [{"code": "phone.invalid", "contribution": 31.0, "detail": "番号", "detail_en": "number"},
                  {"code": "email.carrier", "contribution": -0.5, "detail": "携帯", "detail_en": "carrier"}],
      "base": 4.0, "policy_version": 3, "model": "scorecard-1"},
    "action": {"type": "identity.confirmation_requested", "channel": "sms", "confirmation_id": "cnf_1",
               "expires_at": "2026-11-23T12:00:00Z"}})"));
}

TEST(Answers, NameAnActionWithNothingElseWhereNobodyIsAsked) {
  const auto made = assessment();
  const auto answer = json::parse(decision_answer(state_of(OrderStatus::approved), made.base, made.reasons,
                                                  {OrderEffect::announce_approval, {}}));
  EXPECT_EQ(answer.at("action"), json::parse(R"({"type":"order.approved"})"));
}

TEST(Answers, NameNoActionWhereADecisionCausesNone) {
  const auto made = assessment();
  EXPECT_TRUE(json::parse(decision_answer(state_of(OrderStatus::in_review), made.base, made.reasons,
                                          {OrderEffect::none, {}}))
                  .at("action")
                  .is_null());
}

TEST(Answers, TellOfAnExistingOrderWhatItsDecisionWas) {
  auto state = state_of(OrderStatus::awaiting_confirmation);
  state.confirmations = {confirmation("cnf_1", "dropped"), confirmation("cnf_2", "pending")};
  const auto made = assessment();
  EXPECT_EQ(existing_decision_answer(state),
            decision_answer(state, made.base, made.reasons,
                            {OrderEffect::request_confirmation, confirmation("cnf_2", "pending")}));
}

TEST(Answers, TellOfAnExistingOrderWhatItsStatusStandsFor) {
  const auto type = [](OrderStatus status) {
    return json::parse(existing_decision_answer(state_of(status))).at("action").at("type").get<std::string>();
  };
  EXPECT_EQ(type(OrderStatus::approved), "order.approved");
  EXPECT_EQ(type(OrderStatus::in_review), "order.review_requested");
  EXPECT_EQ(type(OrderStatus::cancelled), "order.cancelled");
}

TEST(Answers, GiveAnOrdersStatusAndTheAttemptsLeft) {
  const auto order = state_of(OrderStatus::in_review).order;
  EXPECT_EQ(order_answer(order), R"({"order":{"id":"ord_1","status":"in_review"}})");
  EXPECT_EQ(order_answer(order, 2), R"({"order":{"id":"ord_1","status":"in_review"},"attempts_left":2})");
}

}  // namespace
}  // namespace sekisho::gateway
