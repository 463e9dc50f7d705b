#include <chrono>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/admin_room.h"

/// Orders, people's decisions and callbacks, as the admin API shows and takes them.
namespace sekisho::gateway {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::about;
using testing::AdminRoom;
using testing::amended;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::noon;
using ::testing::UnorderedElementsAre;
using testing::updated;

std::vector<std::string> ids(const AdminRoom::Answer& list) {
  std::vector<std::string> found;
  for (const auto& row : list.json().at("data"))
    found.push_back(row.at("id"));
  return found;
}

std::vector<std::string> callback_types(AdminRoom& room, const std::string& order) {
  std::vector<std::string> types;
  for (const auto& row : room.get("/v1/orders/" + order).json().at("callbacks"))
    types.push_back(row.at("type"));
  return types;
}

/// Ends a callback's life as the dispatcher does.
void settle(AdminRoom& room, const std::string& id, storage::CallbackStatus status,
            std::string failure = {}) {
  storage::Unit unit;
  unit.settlements.push_back(
      {.id = CallbackId{id},
       .attempt = storage::AttemptRecord{.at = noon, .status = 500, .error = {}, .duration_ms = 7},
       .status = status,
       .next_attempt_at = {},
       .failure = std::move(failure)});
  room.write(std::move(unit));
}

TEST(AdminOrders, ShowAllThatBelongsToOne) {
  AdminRoom room;
  room.judge_all(Verdict::challenge);
  room.deliver("part-1", updated("c-1", {"山田 花子"}));
  const auto id = room.place();
  room.deliver("evt-2", amended("c-1", 500));
  const auto order = room.get("/v1/orders/" + id).json();
  EXPECT_EQ(order.at("id"), id);
  EXPECT_EQ(order.at("merchant_id"), "hadaiku");
  EXPECT_EQ(order.at("conversation_id"), "c-1");
  EXPECT_EQ(order.at("status"), "awaiting_confirmation");
  EXPECT_EQ(order.at("version"), 2);
  EXPECT_EQ(order.at("created_at"), "2026-11-23T12:00:00Z");
  EXPECT_EQ(order.at("order").at("cart").at("total"), 500);
  EXPECT_EQ(order.at("order").at("buyer").at("name"), "山田 花子");
  EXPECT_EQ(order.at("conversation").at("messages").size(), 1U);
  EXPECT_EQ(order.at("conversation").at("answers").at("name"), "山田 花子");
  for (const auto* member :
       {"verdict", "score", "reasons", "signals", "policy_version", "model", "missing"}) {
    EXPECT_TRUE(order.at("assessment").contains(member)) << member;
  }
  EXPECT_EQ(order.at("assessments").size(), 2U);
  ASSERT_EQ(order.at("confirmations").size(), 2U);
  for (const auto* member : {"id", "channel", "provider", "status", "attempts", "expires_at"}) {
    EXPECT_TRUE(order.at("confirmations").at(1).contains(member)) << member;
  }
  EXPECT_FALSE(order.at("confirmations").at(1).contains("code"));
  ASSERT_EQ(order.at("callbacks").size(), 2U);
  EXPECT_EQ(order.at("callbacks").at(0).at("sequence"), 1);
  EXPECT_EQ(order.at("callbacks").at(1).at("sequence"), 2);
  EXPECT_EQ(order.at("history").at(0), json({{"at", "2026-11-23T12:00:00Z"},
                                             {"actor", "vendor"},
                                             {"event", "order.placed"},
                                             {"from", nullptr},
                                             {"to", "awaiting_confirmation"}}));
}

TEST(AdminOrders, AreFoundByWhatTheyAre) {
  AdminRoom room;
  const auto approved = room.place("c-1");
  room.room.clock.advance(1s);
  room.judge_all(Verdict::review);
  const auto in_review = room.place("c-2");
  EXPECT_THAT(ids(room.get("/v1/orders")), ElementsAre(in_review, approved)) << "the newest first";
  EXPECT_THAT(ids(room.get("/v1/orders?status=approved")), ElementsAre(approved));
  EXPECT_THAT(ids(room.get("/v1/orders?verdict=review")), ElementsAre(in_review));
  EXPECT_THAT(ids(room.get("/v1/orders?merchant_id=hadaiku&status=in_review")), ElementsAre(in_review));
  EXPECT_THAT(ids(room.get("/v1/orders?merchant_id=nobody")), IsEmpty());
  EXPECT_EQ(room.get("/v1/orders?status=lost").status(), 422);
  EXPECT_EQ(room.get("/v1/orders?verdict=guilty").status(), 422);
}

TEST(AdminOrders, AreFoundByTheirIdTheirConversationAndTheirBuyer) {
  AdminRoom room;
  const auto first = room.place("c-1");
  const auto second = room.place("c-2");
  EXPECT_THAT(ids(room.get("/v1/orders?q=" + first)), ElementsAre(first));
  EXPECT_THAT(ids(room.get("/v1/orders?q=c-2")), ElementsAre(second));
  EXPECT_THAT(ids(room.get("/v1/orders?merchant_id=hadaiku&q=+81+90-1234-5678")),
              UnorderedElementsAre(first, second));
  EXPECT_THAT(ids(room.get("/v1/orders?merchant_id=hadaiku&q=Hanako%40example.jp")),
              UnorderedElementsAre(first, second));
  EXPECT_THAT(ids(room.get("/v1/orders?merchant_id=hadaiku&q=08011112222")), IsEmpty());
  EXPECT_EQ(room.get("/v1/orders?q=09012345678").status(), 422) << "buyers are keyed per merchant";
}

TEST(AdminOrders, AreNotThereWhenTheyAreNot) {
  AdminRoom room;
  EXPECT_EQ(room.get("/v1/orders/ord_x").status(), 404);
  EXPECT_EQ(room.post("/v1/orders/ord_x/decision", {{"decision", "approve"}}).status(), 404);
}

TEST(AdminDecision, EndsAReview) {
  AdminRoom room;
  room.judge_all(Verdict::review);
  const auto id = room.place();
  const auto decided =
      room.post("/v1/orders/" + id + "/decision", {{"decision", "approve"}, {"note", "電話で確認"}});
  EXPECT_EQ(decided.status(), 200);
  EXPECT_EQ(decided.json().at("status"), "approved");
  EXPECT_THAT(callback_types(room, id), ElementsAre("order.review_requested", "order.approved"));
  const auto step = room.get("/v1/orders/" + id).json().at("history").at(1);
  EXPECT_EQ(step.at("actor"), "operator");
  EXPECT_EQ(step.at("event"), "decision.approve");
  EXPECT_EQ(step.at("note"), "電話で確認");
}

TEST(AdminDecision, RepeatedSendsNothing) {
  AdminRoom room;
  room.judge_all(Verdict::review);
  const auto id = room.place();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(room.post("/v1/orders/" + id + "/decision", {{"decision", "cancel"}}).status(), 200);
  }
  EXPECT_THAT(callback_types(room, id), ElementsAre("order.review_requested", "order.cancelled"));
}

TEST(AdminDecision, MayReverse) {
  AdminRoom room;
  const auto id = room.place();
  EXPECT_EQ(room.post("/v1/orders/" + id + "/decision", {{"decision", "cancel"}}).json().at("status"),
            "cancelled");
  EXPECT_EQ(room.post("/v1/orders/" + id + "/decision", {{"decision", "approve"}}).json().at("status"),
            "approved");
  EXPECT_THAT(callback_types(room, id), ElementsAre("order.approved", "order.cancelled", "order.approved"));
}

TEST(AdminDecision, NamesTheVersionThatItWasMadeFor) {
  AdminRoom room;
  room.judge_all(Verdict::review);
  const auto id = room.place();
  room.deliver("evt-2", amended("c-1", 99'000));
  EXPECT_EQ(room.post("/v1/orders/" + id + "/decision", {{"decision", "approve"}, {"version", 1}}).status(),
            409);
  EXPECT_EQ(room.get("/v1/orders/" + id).json().at("status"), "in_review");
  EXPECT_EQ(room.post("/v1/orders/" + id + "/decision", {{"decision", "approve"}, {"version", 2}}).status(),
            200);
}

TEST(AdminDecision, IsApproveOrCancel) {
  AdminRoom room;
  const auto target = "/v1/orders/" + room.place() + "/decision";
  EXPECT_THAT(room.post(target, {{"decision", "maybe"}}).pointers(), ElementsAre("/decision"));
  EXPECT_THAT(room.post(target, json::object()).pointers(), ElementsAre("/decision"));
  EXPECT_THAT(room.post(target, {{"decision", "cancel"}, {"version", "1"}}).pointers(),
              ElementsAre("/version"));
}

TEST(AdminDecision, DropsAConfirmationThatIsUnderWay) {
  AdminRoom room;
  room.judge_all(Verdict::challenge);
  const auto id = room.place();
  room.post("/v1/orders/" + id + "/decision", {{"decision", "approve"}});
  EXPECT_EQ(room.get("/v1/orders/" + id).json().at("confirmations").at(0).at("status"), "dropped");
}

TEST(AdminDecision, StandsForAnOrderWhoseHookWasRemoved) {
  AdminRoom room;
  room.judge_all(Verdict::review);
  const auto id = room.place();
  room.del("/v1/hooks/hook_1");
  EXPECT_EQ(room.post("/v1/orders/" + id + "/decision", {{"decision", "approve"}}).status(), 200);
  EXPECT_THAT(callback_types(room, id), ElementsAre("order.review_requested"));
  EXPECT_EQ(room.get("/v1/orders/" + id).json().at("conversation").at("answers").at("name"), "山田 花子");
}

TEST(AdminDecision, IsCalledBackByTheSchedule) {
  AdminRoom room{5s};
  room.judge_all(Verdict::review);
  const auto id = room.place();
  room.post("/v1/orders/" + id + "/decision", {{"decision", "approve"}});
  const auto newest = room.get("/v1/callbacks").json().at("data").at(0);
  EXPECT_EQ(newest.at("type"), "order.approved");
  EXPECT_EQ(newest.at("next_attempt_at"), "2026-11-23T12:00:05Z");
}

TEST(AdminCallbacks, ShowEveryAttempt) {
  AdminRoom room;
  const auto order = room.place();
  const auto id = ids(room.get("/v1/callbacks")).at(0);
  settle(room, id, storage::CallbackStatus::failed, "exhausted");
  EXPECT_EQ(room.get("/v1/callbacks/" + id).json(), json::parse(R"({
      "id": ")" + id + R"(", "created_at": "2026-11-23T12:00:00Z", "order_id": ")" +
                                                                order + R"(",
      "merchant_id": "hadaiku", "hook_id": "hook_1", "type": "order.approved", "status": "failed", "sequence": 1,
      "error": "exhausted",
      "attempts": [{"at": "2026-11-23T12:00:00Z", "status": 500, "error": null, "duration_ms": 7}],
      "next_attempt_at": null})"));
  EXPECT_EQ(room.get("/v1/callbacks/cb_x").status(), 404);
}

TEST(AdminCallbacks, AreFoundByWhatTheyAre) {
  AdminRoom room;
  room.place("c-1");
  const auto failed = ids(room.get("/v1/callbacks")).at(0);
  settle(room, failed, storage::CallbackStatus::failed, "exhausted");
  const auto order = room.place("c-2");
  const auto pending = ids(room.get("/v1/callbacks?order_id=" + order)).at(0);
  EXPECT_THAT(ids(room.get("/v1/callbacks?status=failed")), ElementsAre(failed));
  EXPECT_THAT(ids(room.get("/v1/callbacks?status=pending&hook_id=hook_1&merchant_id=hadaiku")),
              ElementsAre(pending));
  EXPECT_THAT(ids(room.get("/v1/callbacks?status=delivered")), IsEmpty());
  EXPECT_THAT(ids(room.get("/v1/callbacks?hook_id=hook_2")), IsEmpty());
  EXPECT_EQ(room.get("/v1/callbacks?status=lost").status(), 422);
}

TEST(AdminCallbacks, AreSentOnceMoreWhenAPersonSaysSo) {
  AdminRoom room;
  room.place();
  const auto id = ids(room.get("/v1/callbacks")).at(0);
  settle(room, id, storage::CallbackStatus::failed, "exhausted");
  room.room.clock.advance(1h);
  const auto retried = room.post("/v1/callbacks/" + id + "/retry", json::object());
  EXPECT_EQ(retried.status(), 202);
  EXPECT_EQ(retried.json().at("status"), "pending");
  EXPECT_EQ(retried.json().at("next_attempt_at"), "2026-11-23T13:00:00Z");
  EXPECT_EQ(room.get("/v1/callbacks/" + id).json(), retried.json());
}

TEST(AdminCallbacks, ThatWereDeliveredAreNotSentAgain) {
  AdminRoom room;
  room.place();
  const auto id = ids(room.get("/v1/callbacks")).at(0);
  settle(room, id, storage::CallbackStatus::delivered);
  EXPECT_EQ(room.post("/v1/callbacks/" + id + "/retry", json::object()).status(), 409);
  EXPECT_EQ(room.post("/v1/callbacks/cb_x/retry", json::object()).status(), 404);
}

TEST(AdminCallbacks, AreRetriedInBulkByAFilter) {
  AdminRoom room;
  for (const auto* conversation : {"c-1", "c-2", "c-3"})
    room.place(conversation);
  const auto all = ids(room.get("/v1/callbacks"));
  settle(room, all.at(0), storage::CallbackStatus::failed, "exhausted");
  settle(room, all.at(1), storage::CallbackStatus::failed, "exhausted");
  const auto bulk = [&](const json& body) { return room.post("/v1/callbacks/retry", body).json(); };
  const json failed{{"status", "failed"}, {"hook_id", "hook_1"}};
  EXPECT_EQ(bulk({{"filter", failed}, {"dry_run", true}}), json({{"matched", 2}, {"retried", 0}}));
  EXPECT_EQ(ids(room.get("/v1/callbacks?status=failed")).size(), 2U);
  EXPECT_EQ(bulk({{"filter", {{"status", "failed"}, {"hook_id", "hook_2"}}}}),
            json({{"matched", 0}, {"retried", 0}}));
  EXPECT_EQ(bulk({{"filter", failed}}), json({{"matched", 2}, {"retried", 2}}));
  EXPECT_THAT(ids(room.get("/v1/callbacks?status=failed")), IsEmpty());
}

TEST(AdminCallbacks, AreRetriedInBulkOncePerIdempotencyKey) {
  AdminRoom room;
  room.place("c-1");
  const auto id = ids(room.get("/v1/callbacks")).at(0);
  settle(room, id, storage::CallbackStatus::failed, "exhausted");
  const AdminRoom::Headers key{{"Idempotency-Key", "k-1"}};
  const auto first = room.post("/v1/callbacks/retry", json::object(), key);
  settle(room, id, storage::CallbackStatus::failed, "exhausted");
  EXPECT_EQ(room.post("/v1/callbacks/retry", json::object(), key).response.body, first.response.body);
  EXPECT_EQ(ids(room.get("/v1/callbacks?status=failed")).size(), 1U) << "nothing was sent a second time";
  EXPECT_EQ(room.post("/v1/callbacks/retry", {{"dry_run", true}}, key).status(), 422);
}

TEST(AdminCallbacks, AreNotRetriedInBulkByAFaultyFilter) {
  AdminRoom room;
  const auto pointers = [&](const json& body) { return room.post("/v1/callbacks/retry", body).pointers(); };
  EXPECT_THAT(pointers({{"filter", {{"status", "delivered"}}}}), ElementsAre("/filter/status"));
  EXPECT_THAT(pointers({{"filter", {{"status", 5}}}}), ElementsAre("/filter/status"));
  EXPECT_THAT(pointers({{"filter", {{"colour", "red"}}}}), ElementsAre("/filter/colour"));
  EXPECT_THAT(pointers({{"filter", "failed"}}), ElementsAre("/filter"));
  EXPECT_THAT(pointers({{"dry_run", "yes"}}), ElementsAre("/dry_run"));
}

}  // namespace
}  // namespace sekisho::gateway
