#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shop.h"

// The way of a stranger: init, serve, a merchant, a hook, and the sample orders arrive, are judged and called
// back.

namespace sekisho::integration {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

constexpr std::array completed_samples{
    "01-honest-subscription.json", "02-affiliate-ring-a.json", "03-affiliate-ring-b.json",
    "04-cod-unreachable.json",     "05-resale.json",           "06-stolen-card.json",
    "12-reservation.json"};

/// An event id has no dot: the sample's number.
std::string event_id_of(std::string_view file) {
  return "evt-" + std::string{file.substr(0, 2)};
}

struct Course {
  std::string status;
  std::string callback_type;
};

const std::map<std::string, Course>& courses() {
  static const std::map<std::string, Course> by_verdict{
      {"approve", {"approved", "order.approved"}},
      {"challenge", {"awaiting_confirmation", "identity.confirmation_requested"}},
      {"review", {"in_review", "order.review_requested"}},
      {"reject", {"cancelled", "order.cancelled"}}};
  return by_verdict;
}

std::set<std::string> names_of(const json& object) {
  std::set<std::string> names;
  for (const auto& [name, value] : object.items())
    names.insert(name);
  return names;
}

/// A number that is written in whole tenths.
std::int64_t tenths(const json& number) {
  const double scaled = number.get<double>() * 10;
  EXPECT_NEAR(scaled, std::round(scaled), 1e-9) << number;
  return std::llround(scaled);
}

std::string verdict_of(std::int64_t score) {
  if (score < 300) return "approve";
  if (score < 600) return "challenge";
  return score < 800 ? "review" : "reject";
}

/// Base and contributions make the score, and the reasons stand in order of weight.
void expect_explained(const json& assessment) {
  std::int64_t sum = tenths(assessment.at("base"));
  std::vector<std::int64_t> weights;
  for (const auto& reason : assessment.at("reasons")) {
    EXPECT_THAT(reason.at("code").get<std::string>(), Not(IsEmpty()));
    EXPECT_THAT(reason.at("detail").get<std::string>(), Not(IsEmpty()));
    sum += tenths(reason.at("contribution"));
    weights.push_back(std::abs(tenths(reason.at("contribution"))));
  }
  EXPECT_EQ(sum, tenths(assessment.at("score"))) << assessment;
  EXPECT_TRUE(std::ranges::is_sorted(weights, std::ranges::greater{})) << assessment;
}

void expect_decision(const json& decision, const std::string& conversation_id) {
  ASSERT_THAT(names_of(decision),
              UnorderedElementsAre("status", "conversation_id", "order", "assessment", "action"));
  EXPECT_EQ(decision["status"], "decided");
  EXPECT_EQ(decision["conversation_id"], conversation_id);
  const auto& order = decision["order"];
  ASSERT_THAT(names_of(order), UnorderedElementsAre("id", "merchant_id", "status", "version"));
  EXPECT_THAT(order["id"].get<std::string>(), StartsWith("ord_"));
  EXPECT_EQ(order["merchant_id"], merchant);
  EXPECT_EQ(order["version"], 1);
  const auto& assessment = decision["assessment"];
  ASSERT_THAT(names_of(assessment),
              UnorderedElementsAre("verdict", "score", "reasons", "base", "policy_version", "model"));
  EXPECT_EQ(assessment["policy_version"], 1);
  EXPECT_EQ(assessment["model"], "scorecard-1");
  EXPECT_EQ(assessment["verdict"], verdict_of(tenths(assessment["score"])));
  expect_explained(assessment);

  const auto& course = courses().at(assessment["verdict"].get<std::string>());
  EXPECT_EQ(order["status"], course.status);
  const auto& action = decision["action"];
  EXPECT_EQ(action["type"], course.callback_type);
  if (assessment["verdict"] == "challenge") {
    EXPECT_THAT(names_of(action), UnorderedElementsAre("type", "channel", "confirmation_id", "expires_at"));
    EXPECT_EQ(action["channel"], "sms");
    EXPECT_THAT(action["confirmation_id"].get<std::string>(), StartsWith("cnf_"));
  } else {
    EXPECT_THAT(names_of(action), ElementsAre("type"));
  }
}

/// The callback tells what the decision said (contract §4).
void expect_told(const ReceivedCallback& callback, const json& decision) {
  EXPECT_TRUE(callback.signature_valid);
  EXPECT_THAT(callback.id, StartsWith("cb_"));
  EXPECT_EQ(callback.document.at("type"), decision["action"]["type"]);
  EXPECT_TRUE(callback.document.contains("timestamp"));
  const auto& data = callback.data();
  EXPECT_EQ(data.at("merchant_id"), merchant);
  EXPECT_EQ(data.at("order_id"), decision["order"]["id"]);
  EXPECT_EQ(data.at("conversation_id"), decision["conversation_id"]);
  EXPECT_EQ(data.at("sequence"), 1);
  EXPECT_EQ(data.at("order_version"), 1);
  EXPECT_EQ(data.at("status"), decision["order"]["status"]);
  EXPECT_FALSE(data.contains("reversal"));
  const auto& assessment = decision["assessment"];
  json codes = json::array();
  for (const auto& reason : assessment["reasons"])
    codes.push_back(reason["code"]);
  EXPECT_EQ(data.at("assessment"),
            (json{{"verdict", assessment["verdict"]}, {"score", assessment["score"]}, {"reasons", codes}}));
  ASSERT_EQ(data.contains("confirmation"), assessment["verdict"] == "challenge");
  if (!data.contains("confirmation")) return;
  const auto& action = decision["action"];
  EXPECT_EQ(data["confirmation"], (json{{"id", action["confirmation_id"]},
                                        {"channel", action["channel"]},
                                        {"provider", "vendor"},
                                        {"expires_at", action["expires_at"]},
                                        {"attempt", 1}}));
}

TEST(FirstOrder, IsDecidedAndCalledBackForEverySample) {
  Shop shop;
  auto vendor = shop.vendor();
  std::map<std::string, json> decisions;
  for (const auto* file : completed_samples) {
    SCOPED_TRACE(file);
    const auto body = sample(file);
    const auto answer = vendor.post(event_id_of(file), body);
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.header("content-type"), "application/json");
    EXPECT_EQ(answer.header("webhook-replayed"), std::nullopt);
    const std::string conversation = json::parse(body)["data"]["conversation_id"];
    expect_decision(answer.json(), conversation);
    decisions[answer.json()["order"]["id"]] = answer.json();
  }
  ASSERT_EQ(decisions.size(), completed_samples.size());

  const auto callbacks = shop.receiver.wait_for(decisions.size());
  ASSERT_EQ(callbacks.size(), decisions.size());
  for (const auto& callback : callbacks) {
    SCOPED_TRACE(callback.body);
    expect_told(callback, decisions.at(callback.data().at("order_id")));
  }
  EXPECT_EQ(shop.gateway->stop(), 0);
}

TEST(FirstOrder, TellsTheHonestBuyerFromTheOthers) {
  Shop shop;
  auto vendor = shop.vendor();
  std::map<std::string, double> scores;
  for (const auto* file : completed_samples) {
    scores[file] = vendor.post(event_id_of(file), sample(file)).json()["assessment"]["score"];
  }
  const double honest = scores.at("01-honest-subscription.json");
  EXPECT_LT(honest, 30);
  for (const auto& [file, score] : scores) {
    if (file != std::string{"01-honest-subscription.json"}) EXPECT_GT(score, honest) << file;
  }
  EXPECT_GE(scores.at("03-affiliate-ring-b.json"), 30);
  EXPECT_GE(scores.at("06-stolen-card.json"), 30);
}

TEST(FirstOrder, IsTheSameOverTls) {
  Shop shop({{"SEKISHO_INGRESS_TLS_ENABLED", "true"}, {"SEKISHO_ADMIN_TLS_ENABLED", "true"}});
  auto vendor = shop.vendor();
  const auto answer = vendor.post("evt-1", sample("01-honest-subscription.json"));
  ASSERT_EQ(answer.status, 200) << answer.body;
  expect_decision(answer.json(), "c-1001");
  const auto callbacks = shop.receiver.wait_for(1);
  ASSERT_EQ(callbacks.size(), 1U);
  expect_told(callbacks[0], answer.json());
}

// --- what follows an order
// ---------------------------------------------------------------------------------------

TEST(Conversation, FoldsItsPartsWhateverTheirOrder) {
  Shop shop;
  auto vendor = shop.vendor();
  const auto told_after = vendor.post("evt-2", sample("01-honest-subscription.json"));
  const auto told_before = vendor.post("evt-1", sample("07-conversation-updated.json"));
  ASSERT_EQ(told_after.status, 200);
  ASSERT_EQ(told_before.status, 202);
  EXPECT_EQ(told_before.json(), (json{{"status", "accepted"}, {"conversation_id", "c-1001"}}));

  const std::string id = told_after.json()["order"]["id"];
  const auto conversation = shop.admin().get("/v1/orders/" + id).at("conversation");
  const auto whole = json::parse(sample("01-honest-subscription.json"))["data"]["messages"];
  EXPECT_EQ(conversation.at("messages").size(), whole.size()) << "a repeated message counts once";
}

TEST(Conversation, ThatIsAbandonedMakesNoOrder) {
  Shop shop;
  const auto answer = shop.vendor().post("evt-1", sample("08-conversation-abandoned.json"));
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(answer.json(), (json{{"status", "accepted"}, {"conversation_id", "c-1008"}}));
  EXPECT_THAT(shop.admin().all("/v1/orders"), IsEmpty());
}

TEST(Order, IsAssessedAnewWhenItsCartChanges) {
  Shop shop;
  auto vendor = shop.vendor();
  const auto placed = vendor.post("evt-1", sample("01-honest-subscription.json")).json();
  const auto amended = vendor.post("evt-2", sample("09-order-amended-upsell.json"));
  ASSERT_EQ(amended.status, 200) << amended.body;
  const auto decision = amended.json();
  EXPECT_EQ(decision["order"]["id"], placed["order"]["id"]);
  EXPECT_EQ(decision["order"]["version"], 2);
  expect_explained(decision["assessment"]);
  const auto order = shop.admin().get("/v1/orders/" + placed["order"]["id"].get<std::string>());
  EXPECT_EQ(order.at("version"), 2);
  EXPECT_EQ(order.at("order").at("cart").at("total"), 9620);
  EXPECT_EQ(order.at("assessments").size(), 2U);
}

TEST(Order, ThatItsBuyerCancelsAfterApprovalIsCancelledQuietly) {
  Shop shop;
  auto vendor = shop.vendor();
  const auto placed = vendor.post("evt-1", sample("01-honest-subscription.json")).json();
  ASSERT_EQ(placed["order"]["status"], "approved");
  const auto cancelled = vendor.post("evt-2", sample("13-order-cancelled-by-buyer.json"));
  EXPECT_EQ(cancelled.status, 200);
  EXPECT_EQ(cancelled.json(), (json{{"order", {{"id", placed["order"]["id"]}, {"status", "cancelled"}}}}));
  const auto order = shop.admin().get("/v1/orders/" + placed["order"]["id"].get<std::string>());
  EXPECT_EQ(order.at("callbacks").size(), 1U);
  EXPECT_EQ(vendor.post("evt-3", sample("09-order-amended-upsell.json")).status, 409);
}

/// An order that waits for its buyer's confirmation.
struct Challenged {
  Challenged() {
    shop.admin().set_thresholds(merchant, 0, 101, 101);
    decision = vendor.post("evt-1", honest_order("c-1")).json();
  }

  Shop shop;
  Vendor vendor = shop.vendor();
  json decision;
};

TEST(Confirmation, ApprovesTheOrderWhenItSucceeds) {
  Challenged order;
  ASSERT_EQ(order.decision["order"]["status"], "awaiting_confirmation");
  const json which{{"confirmation_id", order.decision["action"]["confirmation_id"]}, {"channel", "sms"}};
  const auto answer = order.vendor.post("evt-2", order_event("confirmation.succeeded", "c-1", which));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.json(),
            (json{{"order", {{"id", order.decision["order"]["id"]}, {"status", "approved"}}}}));
  const auto callbacks = order.shop.receiver.wait_for(2);
  ASSERT_EQ(callbacks.size(), 2U);
  EXPECT_EQ(callbacks[0].type(), "identity.confirmation_requested");
  EXPECT_EQ(callbacks[1].type(), "order.approved");
  EXPECT_EQ(callbacks[1].data().at("sequence"), 2);
}

TEST(Confirmation, SendsTheOrderToReviewWhenItFails) {
  Challenged order;
  const json which{{"confirmation_id", order.decision["action"]["confirmation_id"]},
                   {"reason", "wrong_code"}};
  const auto answer = order.vendor.post("evt-2", order_event("confirmation.failed", "c-1", which));
  EXPECT_EQ(answer.json().at("order").at("status"), "in_review");
  EXPECT_EQ(order.shop.receiver.wait_for(2).back().type(), "order.review_requested");
}

TEST(Confirmation, TellsHowManyAttemptsAreLeft) {
  Challenged order;
  const auto answer = order.vendor.post(
      "evt-2", order_event("confirmation.code_submitted", "c-1", {{"code", "０１２３４５"}}));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.json().at("order").at("status"), "awaiting_confirmation");
  EXPECT_EQ(answer.json().at("attempts_left"), 3);
}

TEST(Confirmation, ThatIsNotNamedIsTheLatestBeforeTheEvent) {
  Challenged order;
  const auto succeeded = [](std::string_view timestamp) {
    return order_event("confirmation.succeeded", "c-1", {{"channel", "sms"}}, timestamp);
  };
  const auto too_early = order.vendor.post("evt-2", succeeded(long_ago));
  EXPECT_EQ(too_early.status, 200);
  EXPECT_EQ(too_early.json().at("order").at("status"), "awaiting_confirmation");
  const auto later = order.vendor.post("evt-3", succeeded(far_ahead));
  EXPECT_EQ(later.json().at("order").at("status"), "approved");
}

}  // namespace
}  // namespace sekisho::integration
