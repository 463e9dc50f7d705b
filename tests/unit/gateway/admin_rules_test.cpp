#include <string>

#include <domain/policy.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <scoring/policy_json.h>

#include "support/admin_room.h"

/// Rules in a policy, from the admin API to the orders that they are about.
namespace sekisho::gateway {
namespace {

using nlohmann::json;
using testing::AdminRoom;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::noon;

const std::string policy = "/v1/merchants/hadaiku/policy";

json with_rule(const json& rule) {
  return {{"thresholds", {{"challenge", 30}, {"review", 60}, {"reject", 80}}}, {"rules", {rule}}};
}

json rule(const std::string& when, const json& more) {
  json members{{"id", "r1"}, {"when", when}, {"reason", "shop.rule"}};
  members.update(more);
  return members;
}

/// A stored version whose rule speaks of a signal that this gateway does not have.
storage::PolicyRecord from_another_release(bool active) {
  Policy old;
  old.rules = {{.id = "old", .when = "signal.of_last_year > 3", .effect = Tenths{10}, .reason = "shop.old"}};
  return {.merchant_id = testing::DeskRoom::merchant_id,
          .version = 2,
          .document = scoring::write_policy(old),
          .created_at = noon,
          .created_by = "operator",
          .active = active};
}

TEST(AdminRules, AreRefusedWithThePlaceOfTheFault) {
  AdminRoom room;
  const auto refused =
      room.put(policy, with_rule(rule("list.deny == '電話' && phone.knd == 'x'", {{"points", 5}})));
  EXPECT_EQ(refused.status(), 422);
  const auto fault = refused.json().at("errors").at(0);
  EXPECT_EQ(fault.at("pointer"), "/rules/0/when");
  EXPECT_EQ(fault.at("position"), 21);
  EXPECT_THAT(fault.at("detail").get<std::string>(), HasSubstr("did you mean 'phone.kind'?"));
  EXPECT_FALSE(room.put(policy, json::object()).json().at("errors").at(0).contains("position"));
}

TEST(AdminRules, DecideTheOrdersAfterThem) {
  AdminRoom room;
  const auto before = room.get("/v1/orders/" + room.place("c-1")).json().at("assessment");
  const auto written = room.put(policy, with_rule(rule("has(payment.method)", {{"points", 12.5}})));
  ASSERT_EQ(written.status(), 200) << written.response.body;
  EXPECT_EQ(written.json().at("policy").at("rules"),
            json::array({rule("has(payment.method)", {{"points", 12.5}, {"mode", "live"}})}));
  const auto after = room.get("/v1/orders/" + room.place("c-2")).json().at("assessment");
  EXPECT_EQ(after.at("policy_version"), 2);
  const auto names_it = [](const json& reasons) {
    return std::ranges::any_of(reasons, [](const json& reason) {
      return reason.at("code") == "shop.rule" && reason.at("contribution") == 12.5;
    });
  };
  EXPECT_TRUE(names_it(after.at("reasons")));
  EXPECT_FALSE(names_it(before.at("reasons")));
}

TEST(AdminRules, InTheShadowAreRecordedWithTheOrder) {
  AdminRoom room;
  room.put(policy, with_rule(rule("has(payment.method)", {{"verdict", "reject"}, {"mode", "shadow"}})));
  const auto order = room.get("/v1/orders/" + room.place()).json();
  EXPECT_EQ(order.at("assessment").at("shadow_rules"), json::array({"r1"}));
  EXPECT_NE(order.at("assessment").at("verdict"), "reject");
}

TEST(AdminRules, ThatNoLongerCompileSendEveryOrderToAPerson) {
  testing::DeskRoom room;
  storage::Unit unit;
  unit.policies.push_back(from_another_release(true));
  room.change(std::move(unit));
  room.deliver("evt-1", testing::completed("c-1"));
  EXPECT_EQ(room.assessment_of("c-1").at("verdict"), "review");
  EXPECT_EQ(room.order_of("c-1")->order.status, OrderStatus::in_review);
  room.restart();
  room.deliver("evt-2", testing::completed("c-2"));
  EXPECT_EQ(room.assessment_of("c-2").at("verdict"), "review")
      << "such a policy keeps no gateway from starting";
}

TEST(AdminRules, ThatNoLongerCompileAreNotActivated) {
  AdminRoom room;
  storage::Unit unit;
  unit.policies.push_back(from_another_release(false));
  room.write(std::move(unit));
  const auto refused = room.post(policy + "/versions/2/activate", json::object());
  EXPECT_EQ(refused.status(), 422);
  EXPECT_THAT(refused.pointers(), ElementsAre("/rules/0/when"));
  EXPECT_EQ(room.get(policy).json().at("version"), 1);
}

}  // namespace
}  // namespace sekisho::gateway
