#include <chrono>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/admin_room.h"

/// Merchants, hooks and their secrets, policies and lists, as the admin API keeps them.
namespace sekisho::gateway {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::AdminRoom;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::noon;
using ::testing::StartsWith;

const std::string hooks = "/v1/merchants/hadaiku/hooks";
const std::string policy = "/v1/merchants/hadaiku/policy";
const std::string hook_1 = "/v1/hooks/hook_1";
const std::string deny = "/v1/merchants/hadaiku/lists/deny/entries";

json thresholds(double challenge, double review, double reject) {
  return {{"thresholds", {{"challenge", challenge}, {"review", review}, {"reject", reject}}}};
}

TEST(AdminMerchants, AreMadeWithTheDefaultPolicy) {
  AdminRoom room;
  const auto made = room.post("/v1/merchants", {{"id", "acme"}, {"name", "アクメ"}});
  EXPECT_EQ(made.status(), 201);
  EXPECT_EQ(made.json(), json({{"id", "acme"}, {"name", "アクメ"}, {"created_at", "2026-11-23T12:00:00Z"}}));
  EXPECT_EQ(room.get("/v1/merchants/acme").json(), made.json());
  const auto first = room.get("/v1/merchants/acme/policy");
  EXPECT_EQ(first.json(), json::parse(R"({"version": 1, "policy": {
      "thresholds": {"challenge": 30, "review": 60, "reject": 80},
      "confirmation": {"provider": "vendor", "channels": ["sms", "voice"], "expires_in": "15m",
                       "max_attempts": 3, "on_failure": "review", "on_expiry": "cancel"},
      "review": {"expires_in": "48h", "on_expiry": "stay"},
      "rules": [], "model": "scorecard-1"}})"));
  EXPECT_EQ(first.header("ETag"), "\"1\"");
}

TEST(AdminMerchants, KeepTheirIds) {
  AdminRoom room;
  EXPECT_EQ(room.post("/v1/merchants", {{"id", "hadaiku"}, {"name", "x"}}).status(), 409);
  EXPECT_EQ(room.get("/v1/merchants/nobody").status(), 404);
  for (const auto* id : {"", ".", "..", "a b", "a/b", "山", "a\n"}) {
    EXPECT_EQ(room.post("/v1/merchants", {{"id", id}, {"name", "x"}}).status(), 422) << id;
  }
}

TEST(AdminHooks, ShowTheirSecretsOnce) {
  AdminRoom room;
  const auto made = room.post(hooks, {{"adapter", "qualva"}, {"callback_url", "https://vendor.example/cb"}});
  ASSERT_EQ(made.status(), 201);
  const auto hook = made.json();
  const auto id = hook.at("id").get<std::string>();
  EXPECT_EQ(hook.at("path"), "/v1/hooks/" + id);
  EXPECT_THAT(hook.at("signing_secret").get<std::string>(), StartsWith("whsec_"));
  EXPECT_THAT(hook.at("callback_secret").get<std::string>(), StartsWith("whsec_"));
  EXPECT_NE(hook.at("signing_secret"), hook.at("callback_secret"));
  const auto shown = room.get("/v1/hooks/" + id);
  EXPECT_EQ(shown.json(), json({{"id", id},
                                {"created_at", "2026-11-23T12:00:00Z"},
                                {"path", "/v1/hooks/" + id},
                                {"adapter", "qualva"},
                                {"callback_url", "https://vendor.example/cb"},
                                {"enabled", true},
                                {"callbacks_enabled", true},
                                {"merchants", {"hadaiku"}}}));
  EXPECT_EQ(shown.header("ETag"), "\"1\"");
}

TEST(AdminHooks, AreRefusedWithoutAMerchantAndWithAnOddAdapter) {
  AdminRoom room;
  EXPECT_EQ(room.post("/v1/merchants/nobody/hooks", {{"adapter", "qualva"}}).status(), 404);
  EXPECT_THAT(room.post(hooks, {{"adapter", "fax"}}).pointers(), ElementsAre("/adapter"));
  EXPECT_THAT(room.post(hooks, json::object()).pointers(), ElementsAre("/adapter"));
}

TEST(AdminHooks, CallNobodyThatTheSsrfGuardRefuses) {
  AdminRoom room;
  for (const auto* url :
       {"http://vendor.example/cb", "https://127.0.0.1/cb", "https://[::1]/cb", "https://10.0.0.1/",
        "https://169.254.169.254/latest", "https://localhost/cb", "https://user:pw@vendor.example/",
        "https://vendor.example:22/", "ftp://vendor.example/", "https://2130706433/", "nonsense"}) {
    const auto made = room.post(hooks, {{"adapter", "qualva"}, {"callback_url", url}});
    EXPECT_EQ(made.status(), 422) << url;
    EXPECT_THAT(made.pointers(), ElementsAre("/callback_url")) << url;
    EXPECT_EQ(room.patch(hook_1, {{"callback_url", url}}).status(), 422) << url;
  }
}

TEST(AdminHooks, AreChangedMemberByMember) {
  AdminRoom room;
  EXPECT_EQ(room.patch(hook_1, {{"enabled", false}}).json().at("enabled"), false);
  const auto changed =
      room.patch(hook_1, {{"callback_url", "https://other.example/cb"}, {"callbacks_enabled", false}});
  EXPECT_EQ(changed.status(), 200);
  EXPECT_EQ(changed.json().at("enabled"), false);
  EXPECT_EQ(changed.header("ETag"), "\"3\"");
  EXPECT_EQ(room.get(hook_1).json(), changed.json());
  EXPECT_EQ(room.get(hook_1).header("ETag"), "\"3\"");
  EXPECT_THAT(room.patch(hook_1, {{"adapter", "line"}}).pointers(), ElementsAre("/adapter"));
  EXPECT_EQ(room.patch("/v1/hooks/hook_x", {{"enabled", false}}).status(), 404);
}

TEST(AdminHooks, AreNotChangedFromAStaleView) {
  AdminRoom room;
  EXPECT_EQ(room.patch(hook_1, {{"enabled", false}}, {{"If-Match", "\"1\""}}).status(), 200);
  EXPECT_EQ(room.patch(hook_1, {{"enabled", true}}, {{"If-Match", "\"1\""}}).status(), 412);
  EXPECT_EQ(room.patch(hook_1, {{"enabled", true}}, {{"If-Match", "2"}}).status(), 412)
      << "an entity tag is quoted";
  EXPECT_EQ(room.get(hook_1).json().at("enabled"), false);
  EXPECT_EQ(room.patch(hook_1, {{"enabled", true}}, {{"If-Match", "*"}}).status(), 200);
}

TEST(AdminHooks, AreNotRemovedFromAStaleView) {
  AdminRoom room;
  EXPECT_EQ(room.del(hook_1, {{"If-Match", "\"0\""}}).status(), 412);
  EXPECT_EQ(room.del(hook_1, {{"If-Match", "\"1\""}}).status(), 204);
}

TEST(AdminHooks, ServeSeveralMerchantsTheOwnerFirst) {
  AdminRoom room;
  room.post("/v1/merchants", {{"id", "acme"}, {"name", "Acme"}});
  EXPECT_EQ(room.patch(hook_1, {{"merchants", {"hadaiku", "acme"}}}).status(), 200);
  EXPECT_EQ(room.get("/v1/merchants/acme/hooks").json().at("data").size(), 1U);
  EXPECT_THAT(room.patch(hook_1, {{"merchants", {"hadaiku", "nobody"}}}).pointers(),
              ElementsAre("/merchants/1"));
  EXPECT_THAT(room.patch(hook_1, {{"merchants", {"acme", "hadaiku"}}}).pointers(), ElementsAre("/merchants"));
  EXPECT_THAT(room.patch(hook_1, {{"merchants", json::array()}}).pointers(), ElementsAre("/merchants"));
  EXPECT_THAT(room.patch(hook_1, {{"merchants", "acme"}}).pointers(), ElementsAre("/merchants"));
}

TEST(AdminHooks, AreRemovedWithTheirSecrets) {
  AdminRoom room;
  EXPECT_EQ(room.del(hook_1).status(), 204);
  EXPECT_EQ(room.get(hook_1).status(), 404);
  EXPECT_EQ(room.get(hook_1 + "/secrets").status(), 404);
  EXPECT_EQ(room.del(hook_1).status(), 404);
}

TEST(AdminHooks, SendAMarkedTestCallback) {
  AdminRoom room;
  const auto sent = room.post(hook_1 + "/test", json::object());
  EXPECT_EQ(sent.status(), 202);
  const auto callback = room.get("/v1/callbacks/" + sent.json().at("id").get<std::string>()).json();
  EXPECT_EQ(callback.at("type"), "hook.test");
  EXPECT_EQ(callback.at("status"), "pending");
  EXPECT_TRUE(callback.at("order_id").is_null());
  room.patch(hook_1, {{"callbacks_enabled", false}});
  EXPECT_EQ(room.post(hook_1 + "/test", json::object()).status(), 409);
  EXPECT_EQ(room.post("/v1/hooks/hook_x/test", json::object()).status(), 404);
}

TEST(AdminSecrets, AreRotated) {
  for (const auto& [collection, member] : std::vector<std::pair<std::string, std::string>>{
           {"/secrets", "signing_secret"}, {"/callback_secrets", "callback_secret"}}) {
    AdminRoom room;
    const auto target = hook_1 + collection;
    const auto old_id = room.get(target).json().at("data").at(0).at("id").get<std::string>();
    EXPECT_EQ(room.del(target + "/" + old_id).status(), 409) << "the last one stays";
    const auto added = room.post(target, json::object());
    EXPECT_EQ(added.status(), 201);
    EXPECT_THAT(added.json().at(member).get<std::string>(), StartsWith("whsec_"));
    const auto listed = room.get(target).json().at("data");
    EXPECT_EQ(listed.size(), 2U);
    for (const auto& row : listed)
      EXPECT_EQ(row.size(), 2U) << "an id and a time, and no secret";
    EXPECT_EQ(room.del(target + "/" + old_id).status(), 204);
    EXPECT_EQ(room.del(target + "/" + old_id).status(), 404);
    EXPECT_EQ(room.get(target).json().at("data").at(0).at("id"), added.json().at("id"));
  }
}

TEST(AdminSecrets, OfOneUseAreNotFoundUnderTheOther) {
  AdminRoom room;
  room.post(hook_1 + "/callback_secrets", json::object());
  EXPECT_EQ(room.del(hook_1 + "/callback_secrets/sec_signing").status(), 404);
}

TEST(AdminSecrets, AreNoMoreThanEight) {
  AdminRoom room;
  for (int i = 0; i < 7; ++i)
    EXPECT_EQ(room.post(hook_1 + "/secrets", json::object()).status(), 201);
  EXPECT_EQ(room.post(hook_1 + "/secrets", json::object()).status(), 409);
}

TEST(AdminPolicy, IsWrittenAsANewVersion) {
  AdminRoom room;
  const auto written = room.put(policy, thresholds(20, 50.5, 101));
  EXPECT_EQ(written.status(), 200);
  EXPECT_EQ(written.json().at("version"), 2);
  EXPECT_EQ(written.header("ETag"), "\"2\"");
  EXPECT_EQ(written.json().at("policy").at("thresholds"), thresholds(20, 50.5, 101).at("thresholds"));
  EXPECT_EQ(written.json().at("policy").at("confirmation").at("expires_in"), "15m");
  EXPECT_EQ(room.get(policy).json(), written.json());
}

TEST(AdminPolicy, IsNotWrittenOverAnothers) {
  AdminRoom room;
  EXPECT_EQ(room.put(policy, thresholds(20, 50, 80), {{"If-Match", "\"1\""}}).status(), 200);
  EXPECT_EQ(room.put(policy, thresholds(10, 50, 80), {{"If-Match", "\"1\""}}).status(), 412);
  EXPECT_EQ(room.get(policy).json().at("version"), 2);
}

TEST(AdminPolicy, IsNotRolledBackFromAStaleView) {
  AdminRoom room;
  room.put(policy, thresholds(20, 50, 80));
  const auto activate = [&](const AdminRoom::Headers& headers) {
    return room.post(policy + "/versions/1/activate", json::object(), headers);
  };
  EXPECT_EQ(activate({{"If-Match", "\"1\""}}).status(), 412);
  const AdminRoom::Headers once{{"If-Match", "\"2\""}, {"Idempotency-Key", "k-1"}};
  const auto rolled_back = activate(once);
  EXPECT_EQ(rolled_back.status(), 200);
  EXPECT_EQ(rolled_back.header("ETag"), "\"1\"");
  const auto repeated = activate(once);
  EXPECT_EQ(repeated.status(), 200);
  EXPECT_EQ(repeated.header("ETag"), "\"1\"") << "the first answer, its tag included";
}

TEST(AdminPolicy, IsRefusedWithAPointerToEachFault) {
  AdminRoom room;
  EXPECT_THAT(room.put(policy, thresholds(50, 20, 80)).pointers(), ElementsAre("/thresholds/review"));
  EXPECT_THAT(room.put(policy, thresholds(50, 60, 102)).pointers(), ElementsAre("/thresholds/reject"));
  EXPECT_THAT(room.put(policy, json::object()).pointers(), ElementsAre("/thresholds"));
  EXPECT_EQ(room.put("/v1/merchants/nobody/policy", thresholds(20, 50, 80)).status(), 404);
  EXPECT_EQ(room.call(Method::put, policy, "{").status(), 400);
}

TEST(AdminPolicy, KeepsItsHistoryAndRollsBack) {
  AdminRoom room;
  room.put(policy, thresholds(20, 50, 80));
  room.put(policy, thresholds(10, 50, 80));
  const auto active = [&] {
    std::vector<std::int64_t> versions;
    for (const auto& row : room.get(policy + "/versions").json().at("data")) {
      if (row.at("active") == true) versions.push_back(row.at("version"));
    }
    return versions;
  };
  EXPECT_THAT(active(), ElementsAre(3));
  EXPECT_EQ(room.post(policy + "/versions/2/activate", json::object()).json().at("version"), 2);
  EXPECT_THAT(active(), ElementsAre(2));
  EXPECT_EQ(room.get(policy).json().at("policy").at("thresholds").at("challenge"), 20);
  room.put(policy, thresholds(5, 50, 80));
  EXPECT_EQ(room.get(policy).json().at("version"), 4) << "a version is never written twice";
  for (const auto* version : {"0", "9", "-1", "two", "1x"}) {
    EXPECT_EQ(room.post(policy + "/versions/" + version + "/activate", json::object()).status(), 404)
        << version;
  }
}

TEST(AdminLists, TakeAnySpellingAndKeepIt) {
  AdminRoom room;
  const auto added = room.post(deny, {{"kind", "phone"},
                                      {"value", "０９０ー１２３４ー５６７８"},
                                      {"reason", "代引き未払い"},
                                      {"expires_at", "2026-12-23T12:00:00Z"}});
  ASSERT_EQ(added.status(), 201) << added.response.body;
  EXPECT_EQ(added.json().at("value"), "０９０ー１２３４ー５６７８");
  EXPECT_EQ(room.get(deny).json().at("data"), json::array({added.json()}));
  const auto order = room.get("/v1/orders/" + room.place()).json();
  EXPECT_EQ(order.at("assessment").at("signals").at("list.deny"), "phone");
}

TEST(AdminLists, LoseAnEntryAtOnce) {
  AdminRoom room;
  const auto id = room.post(deny, {{"kind", "device"}, {"value", "d-1"}}).json().at("id").get<std::string>();
  EXPECT_EQ(room.del("/v1/merchants/hadaiku/lists/allow/entries/" + id).status(), 404)
      << "it is on the other list";
  EXPECT_EQ(room.del(deny + "/" + id).status(), 204);
  EXPECT_EQ(room.del(deny + "/" + id).status(), 404);
  const auto order = room.get("/v1/orders/" + room.place()).json();
  EXPECT_EQ(order.at("assessment").at("signals").at("list.deny"), "none");
}

TEST(AdminLists, RefuseWhatNobodyCanBeKnownBy) {
  AdminRoom room;
  EXPECT_THAT(room.post(deny, {{"kind", "media"}, {"value", "m-1"}}).pointers(), ElementsAre("/kind"));
  EXPECT_THAT(room.post(deny, {{"kind", "phone"}, {"value", "none of your business"}}).pointers(),
              ElementsAre("/value"));
  EXPECT_THAT(room.post(deny, {{"kind", "ip"}, {"value", "1.2.3"}}).pointers(), ElementsAre("/value"));
  EXPECT_THAT(room.post(deny, {{"kind", "device"}, {"value", "d"}, {"expires_at", "soon"}}).pointers(),
              ElementsAre("/expires_at"));
  EXPECT_THAT(room.post(deny, json::object()).pointers(), ElementsAre("/kind", "/value"));
  EXPECT_EQ(
      room.post("/v1/merchants/hadaiku/lists/grey/entries", {{"kind", "device"}, {"value", "d"}}).status(),
      404);
  EXPECT_EQ(
      room.post("/v1/merchants/nobody/lists/deny/entries", {{"kind", "device"}, {"value", "d"}}).status(),
      404);
}

}  // namespace
}  // namespace sekisho::gateway
