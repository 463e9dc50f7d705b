#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "problem.h"
#include "shop.h"

// The operator's calls, over TLS as in production.

namespace sekisho::integration {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

const std::string of_merchant = "/v1/merchants/" + std::string{merchant};

struct AdminShop : Shop {
  AdminShop() : Shop({{"SEKISHO_ADMIN_TLS_ENABLED", "true"}}) {}

  /// Sends one order and returns its decision.
  json place(const std::string& name, int buyer = 0) {
    return vendor().post("evt-" + name, honest_order("c-" + name, buyer)).json();
  }

  json order(const json& decision) {
    return admin().get("/v1/orders/" + decision["order"]["id"].get<std::string>());
  }

  HttpAnswer decide(const json& decision, const json& body) {
    return admin().call("POST", "/v1/orders/" + decision["order"]["id"].get<std::string>() + "/decision",
                        body);
  }
};

// --- who may call
// ------------------------------------------------------------------------------------------------------

TEST(AdminToken, IsNeededForEveryCall) {
  AdminShop shop;
  HttpSession nobody{shop.gateway->admin()};
  AdminClient stranger{shop.gateway->admin(), "skt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
  AdminClient near{shop.gateway->admin(), shop.installation.operator_token() + "x"};
  for (const std::string target : {"/v1/merchants", "/v1/orders", "/v1/openapi.json", "/v1/no/such/call"}) {
    const auto without = nobody.exchange({.method = "GET", .target = target, .headers = {}, .body = {}});
    EXPECT_THAT(without, IsProblem(401)) << target;
    EXPECT_EQ(without.header("www-authenticate"), "Bearer");
    EXPECT_THAT(stranger.call("GET", target), IsProblem(401)) << target;
    EXPECT_THAT(near.call("GET", target), IsProblem(401)) << target;
  }
}

TEST(AdminCall, ThatDoesNotExistIs404AndAWrongMethod405) {
  AdminShop shop;
  auto admin = shop.admin();
  for (const std::string target :
       {"/v1/no/such/call", "/v1/merchants/none", "/v1/hooks/none", "/v1/orders/ord_none",
        "/v1/callbacks/cb_none", "/v1/merchants/none/policy", "/"}) {
    EXPECT_THAT(admin.call("GET", target), IsProblem(404)) << target;
  }
  EXPECT_THAT(admin.call("POST", "/v1/orders/ord_none/decision", {{"decision", "approve"}}), IsProblem(404));
  EXPECT_THAT(admin.call("POST", "/v1/callbacks/cb_none/retry"), IsProblem(404));
  const auto wrong = admin.call("DELETE", "/v1/merchants");
  EXPECT_THAT(wrong, IsProblem(405));
  EXPECT_THAT(wrong.header("allow").value_or(""), Not(IsEmpty()));
}

TEST(AdminCall, WithABadBodyIsToldWhere) {
  AdminShop shop;
  auto admin = shop.admin();
  EXPECT_THAT(pointers_of(admin.call("POST", "/v1/merchants", {{"id", "no spaces"}, {"colour", 1}})),
              ElementsAre("/colour", "/id", "/name"));
  EXPECT_THAT(admin.call("POST", "/v1/merchants", {{"id", std::string{merchant}}, {"name", "again"}}),
              IsProblem(409));
  for (const std::string url : {"ftp://example.jp/", "https://user@example.jp/", "nonsense"}) {
    const json hook{{"adapter", "qualva"}, {"callback_url", url}};
    const auto answer = admin.call("POST", of_merchant + "/hooks", hook);
    EXPECT_THAT(answer, IsProblem(422)) << url;
    EXPECT_THAT(pointers_of(answer), ElementsAre("/callback_url")) << url;
  }
  EXPECT_THAT(admin.call("GET", "/v1/orders?status=lost"), IsProblem(422));
  EXPECT_THAT(admin.call("GET", "/v1/orders?limit=0"), IsProblem(422));
}

TEST(AdminCall, UnderOneIdempotencyKeyIsDoneOnce) {
  AdminShop shop;
  auto admin = shop.admin();
  const json hook{{"adapter", "qualva"}, {"callback_url", shop.receiver.url()}};
  const Headers key{{"Idempotency-Key", "k-1"}};
  const auto first = admin.call("POST", of_merchant + "/hooks", hook, key);
  const auto again = admin.call("POST", of_merchant + "/hooks", hook, key);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_THAT(admin.all(of_merchant + "/hooks"), SizeIs(2));
  EXPECT_THAT(admin.call("POST", of_merchant + "/hooks", {{"adapter", "qualva"}}, key), IsProblem(422));
}

TEST(SignalList, NamesEverySignalWithItsMeaning) {
  AdminShop shop;
  const auto signals = shop.admin().get("/v1/signals").at("data");
  EXPECT_GE(signals.size(), 12U);
  for (const auto& signal : signals) {
    for (const auto* member : {"name", "type", "unit", "meaning"})
      EXPECT_TRUE(signal.contains(member)) << signal;
  }
  EXPECT_THAT(shop.admin().get("/v1/openapi.json").at("openapi").get<std::string>(), StartsWith("3.1"));
}

// --- policy and lists
// --------------------------------------------------------------------------------------------------

TEST(PolicyChange, RulesTheNextOrder) {
  AdminShop shop;
  EXPECT_EQ(shop.place("1")["assessment"]["verdict"], "approve");
  shop.admin().set_thresholds(merchant, 0, 0, 101);
  const auto reviewed = shop.place("2");
  EXPECT_EQ(reviewed["assessment"]["verdict"], "review");
  EXPECT_EQ(reviewed["assessment"]["policy_version"], 2);

  EXPECT_EQ(shop.admin().call("POST", of_merchant + "/policy/versions/1/activate").status, 200);
  EXPECT_EQ(shop.place("3")["assessment"]["policy_version"], 1);
  const auto versions = shop.admin().all(of_merchant + "/policy/versions");
  ASSERT_THAT(versions, SizeIs(2));
  const auto active =
      std::ranges::find_if(versions, [](const json& row) { return row.at("active").get<bool>(); });
  EXPECT_EQ(active->at("version"), 1);
}

TEST(PolicyChange, BasedOnAnOldVersionIs412) {
  AdminShop shop;
  auto admin = shop.admin();
  const auto read = admin.call("GET", of_merchant + "/policy");
  const auto tag = read.header("etag").value_or("");
  EXPECT_THAT(tag, Not(IsEmpty()));
  const auto policy = read.json().at("policy");
  EXPECT_EQ(admin.call("PUT", of_merchant + "/policy", policy, {{"If-Match", tag}}).status, 200);
  EXPECT_THAT(admin.call("PUT", of_merchant + "/policy", policy, {{"If-Match", tag}}), IsProblem(412));
  auto upside_down = policy;
  upside_down["thresholds"] = {{"challenge", 60}, {"review", 30}, {"reject", 80}};
  EXPECT_THAT(pointers_of(admin.call("PUT", of_merchant + "/policy", upside_down)),
              ElementsAre("/thresholds/review"));
}

TEST(DenyList, RejectsThePersonInAnySpellingUntilTheEntryIsGone) {
  AdminShop shop;
  const auto entries = of_merchant + "/lists/deny/entries";
  const json entry{{"kind", "phone"}, {"value", "+81 90 1234 5678"}, {"reason", "chargeback"}};
  const auto added = shop.admin().send("POST", entries, entry);
  const auto rejected = shop.place("1");
  EXPECT_EQ(rejected["assessment"]["verdict"], "reject");
  EXPECT_EQ(rejected["assessment"]["reasons"][0]["code"], "list.deny");
  EXPECT_EQ(shop.receiver.wait_for(1).at(0).type(), "order.cancelled");

  EXPECT_THAT(shop.admin().all(entries), SizeIs(1));
  EXPECT_EQ(shop.admin().call("DELETE", entries + "/" + added.at("id").get<std::string>()).status, 204);
  EXPECT_THAT(shop.admin().all(entries), IsEmpty());
  EXPECT_NE(shop.place("2")["assessment"]["verdict"], "reject");
}

TEST(DenyList, OutlivesARestart) {
  AdminShop shop;
  const json entry{{"kind", "email"}, {"value", "Hanako.Yamada@EXAMPLE.jp"}};
  shop.admin().send("POST", of_merchant + "/lists/deny/entries", entry);
  EXPECT_EQ(shop.gateway->stop(), 0);
  shop.start();
  EXPECT_EQ(shop.place("1")["assessment"]["verdict"], "reject");
}

// --- orders
// ------------------------------------------------------------------------------------------------------------

TEST(OrderPage, TellsAllThatIsKnownOfAnOrder) {
  AdminShop shop;
  const auto decision = shop.place("1");
  const auto order = shop.order(decision);
  std::set<std::string> names;
  for (const auto& [name, value] : order.items())
    names.insert(name);
  for (const std::string name :
       {"id", "created_at", "merchant_id", "conversation_id", "status", "version", "order", "assessment",
        "assessments", "confirmations", "callbacks", "conversation", "history"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
  EXPECT_EQ(order["order"]["buyer"]["phone"], "090-1234-5678");
  EXPECT_EQ(order["assessment"]["score"], decision["assessment"]["score"]);
  EXPECT_EQ(order["assessment"]["reasons"], decision["assessment"]["reasons"]);
  EXPECT_TRUE(order["assessment"].contains("signals"));
  EXPECT_TRUE(order["assessment"].contains("missing"));
  ASSERT_THAT(order["callbacks"], SizeIs(1));
  EXPECT_EQ(order["callbacks"][0]["sequence"], 1);
  ASSERT_THAT(order["history"], SizeIs(1));
  EXPECT_EQ(order["history"][0]["from"], nullptr);
  EXPECT_EQ(order["history"][0]["to"], "approved");
}

TEST(OrderList, FiltersAndPages) {
  AdminShop shop;
  shop.admin().set_thresholds(merchant, 101, 101, 101);
  for (const int buyer : {1, 2, 3, 4, 5})
    shop.place(std::to_string(buyer), buyer);
  shop.admin().set_thresholds(merchant, 0, 0, 101);
  const auto reviewed = shop.place("6");
  auto admin = shop.admin();
  EXPECT_THAT(admin.all("/v1/orders"), SizeIs(6));
  EXPECT_THAT(admin.all("/v1/orders?merchant_id=hadaiku"), SizeIs(6));
  EXPECT_THAT(admin.all("/v1/orders?merchant_id=none"), IsEmpty());
  ASSERT_THAT(admin.all("/v1/orders?verdict=review"), SizeIs(1));
  EXPECT_EQ(admin.all("/v1/orders?status=in_review")[0]["id"], reviewed["order"]["id"]);
  EXPECT_THAT(admin.all("/v1/orders?q=c-3"), SizeIs(1));
  EXPECT_THAT(admin.all("/v1/orders?merchant_id=hadaiku&q=09012345678"), SizeIs(1));
  EXPECT_THAT(admin.all("/v1/orders?q=" + reviewed["order"]["id"].get<std::string>()), SizeIs(1));

  std::vector<std::string> ids;
  json cursor;
  do {
    const auto page =
        admin.get("/v1/orders?limit=2" + (cursor.is_null() ? "" : "&cursor=" + cursor.get<std::string>()));
    EXPECT_LE(page["data"].size(), 2U);
    for (const auto& row : page["data"])
      ids.push_back(row["id"]);
    cursor = page["next_cursor"];
  } while (!cursor.is_null());
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 6U);
  EXPECT_THAT(ids, SizeIs(6));
  EXPECT_THAT(admin.call("GET", "/v1/orders?cursor=made-up").status, ::testing::Lt(500));
}

TEST(Decision, OfAPersonSendsTheCallbackOnce) {
  AdminShop shop;
  shop.admin().set_thresholds(merchant, 0, 0, 101);
  const auto decision = shop.place("1");
  ASSERT_EQ(decision["order"]["status"], "in_review");
  const json approve{{"decision", "approve"}, {"note", "spoke on the phone"}, {"version", 1}};
  EXPECT_EQ(shop.decide(decision, approve).json().at("status"), "approved");
  EXPECT_EQ(shop.decide(decision, approve).json().at("status"), "approved");
  const auto callbacks = shop.receiver.wait_for(2);
  ASSERT_THAT(callbacks, SizeIs(2));
  EXPECT_EQ(callbacks[1].type(), "order.approved");
  EXPECT_FALSE(callbacks[1].data().contains("reversal"));

  const auto order = shop.order(decision);
  EXPECT_THAT(order["callbacks"], SizeIs(2)) << "a decision repeated sends nothing";
  EXPECT_EQ(order["history"].back()["actor"], "operator");
  EXPECT_EQ(order["history"].back()["from"], "in_review");
}

TEST(Decision, ThatReversesAFinalOneSaysSo) {
  AdminShop shop;
  const auto decision = shop.place("1");
  EXPECT_EQ(shop.decide(decision, {{"decision", "cancel"}}).json().at("status"), "cancelled");
  auto callbacks = shop.receiver.wait_for(2);
  ASSERT_THAT(callbacks, SizeIs(2));
  EXPECT_EQ(callbacks[1].type(), "order.cancelled");
  EXPECT_EQ(callbacks[1].data().at("reversal"), true);
  EXPECT_EQ(shop.decide(decision, {{"decision", "approve"}}).json().at("status"), "approved");
  callbacks = shop.receiver.wait_for(3);
  ASSERT_THAT(callbacks, SizeIs(3));
  EXPECT_EQ(callbacks[2].data().at("reversal"), true);
  EXPECT_EQ(callbacks[2].data().at("sequence"), 3);
}

TEST(Decision, OnAnotherVersionOrByAnotherWordIsRefused) {
  AdminShop shop;
  const auto decision = shop.place("1");
  EXPECT_THAT(shop.decide(decision, {{"decision", "cancel"}, {"version", 2}}), IsProblem(409));
  EXPECT_THAT(pointers_of(shop.decide(decision, {{"decision", "perhaps"}})), ElementsAre("/decision"));
  EXPECT_EQ(shop.order(decision)["status"], "approved");
}

}  // namespace
}  // namespace sekisho::integration
