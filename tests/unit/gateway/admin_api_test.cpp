#include "admin/admin_api.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "admin/routes.h"
#include "support/admin_room.h"

namespace sekisho::gateway {
namespace {

using nlohmann::json;
using testing::AdminRoom;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::PostedRequest;

/// The target of a route, with something in every placeholder.
std::string target_of(const Route& route) {
  std::string target{route.pattern};
  for (auto at = target.find("{}"); at != std::string::npos; at = target.find("{}"))
    target.replace(at, 2, "x");
  return target;
}

TEST(AdminApi, TakesNoCallWithoutItsToken) {
  AdminRoom room;
  const std::vector<AdminRoom::Headers> strangers{
      {},
      {{"authorization", ""}},
      {{"authorization", "Bearer "}},
      {{"authorization", "Bearer wrong"}},
      {{"authorization", std::string{"Bearer "} + AdminRoom::token + "x"}},
      {{"authorization", std::string{"Bearer  "} + AdminRoom::token}},
      {{"authorization", std::string{"Basic "} + AdminRoom::token}},
      {{"authorization", AdminRoom::token}},
      {{"authorization", std::string{"Bearer "} + AdminRoom::token}, {"Authorization", "Bearer x"}}};
  for (const auto& route : admin_routes()) {
    for (const auto& headers : strangers) {
      const auto answer =
          room.send({.method = route.method, .target = target_of(route), .headers = headers, .body = "{}"});
      ASSERT_EQ(answer.status(), 401) << route.pattern;
      ASSERT_EQ(answer.header("WWW-Authenticate"), "Bearer");
    }
  }
}

TEST(AdminApi, DoesNotTellAStrangerWhichCallsThereAre) {
  AdminRoom room;
  EXPECT_EQ(room.send({.target = "/v1/nothing"}).response.body,
            room.send({.target = "/v1/merchants"}).response.body);
}

TEST(AdminApi, KnowsNoOtherCall) {
  AdminRoom room;
  for (const auto* target :
       {"/", "/v1", "/v1/nothing", "/v1/merchants/", "/v2/merchants", "/v1/merchants/a/b/c/d/e"}) {
    EXPECT_EQ(room.get(target).status(), 404) << target;
  }
}

TEST(AdminApi, NamesTheMethodsThatAPathTakes) {
  AdminRoom room;
  const auto answer = room.call(Method::del, "/v1/merchants", "");
  EXPECT_EQ(answer.status(), 405);
  EXPECT_EQ(answer.header("Allow"), "POST, GET");
}

TEST(AdminApi, NeverFailsOnAnythingThatACallerCanSend) {
  AdminRoom room;
  const std::vector<std::string> bodies{"",
                                        "{",
                                        "[]",
                                        "null",
                                        "{}",
                                        R"({"a":1,"a":2})",
                                        R"({"id":5,"name":[],"filter":1})",
                                        R"({"decision":{},"version":"1","kind":1,"value":{},"adapter":3})",
                                        "{\"name\":\"\xff\"}",
                                        std::string(2000, '[')};
  for (const auto& route : admin_routes()) {
    for (const auto& body : bodies) {
      const auto answer = room.call(route.method, target_of(route) + "?limit=a&cursor=%ff&q=%00", body);
      ASSERT_LT(answer.status(), 500) << route.pattern << " " << body;
    }
  }
}

TEST(AdminApi, PointsToTheFaultsOfABody) {
  AdminRoom room;
  const auto answer = room.post("/v1/merchants", {{"id", "not an id"}, {"nmae", "x"}});
  EXPECT_EQ(answer.status(), 422);
  EXPECT_EQ(answer.response.content_type, "application/problem+json");
  EXPECT_THAT(answer.pointers(), ElementsAre("/name", "/id", "/nmae"));
}

TEST(AdminApi, RefusesABodyThatIsNoJson) {
  AdminRoom room;
  for (const auto* body : {"{", "[]", R"({"id":"a","id":"b"})"}) {
    EXPECT_EQ(room.call(Method::post, "/v1/merchants", body).status(), 400) << body;
  }
}

TEST(AdminApi, AnswersARepeatedPostAsTheFirstTime) {
  AdminRoom room;
  const AdminRoom::Headers key{{"Idempotency-Key", "k-1"}};
  const auto first = room.post("/v1/merchants", {{"id", "acme"}, {"name", "Acme"}}, key);
  EXPECT_EQ(first.status(), 201);
  const auto second = room.post("/v1/merchants", {{"id", "acme"}, {"name", "Acme"}}, key);
  EXPECT_EQ(second.status(), 201);
  EXPECT_EQ(second.response.body, first.response.body);
  EXPECT_EQ(room.post("/v1/merchants", {{"id", "acme"}, {"name", "Acme"}}).status(), 409)
      << "without the key";
}

TEST(AdminApi, ShowsASecretOnceMoreToWhoeverRepeatsTheKey) {
  AdminRoom room;
  const AdminRoom::Headers key{{"Idempotency-Key", "k-1"}};
  const auto target = std::string{"/v1/merchants/hadaiku/hooks"};
  const auto first = room.post(target, {{"adapter", "qualva"}}, key).json();
  const auto second = room.post(target, {{"adapter", "qualva"}}, key).json();
  EXPECT_EQ(first, second);
  EXPECT_EQ(room.get(target).json().at("data").size(), 2U);
}

TEST(AdminApi, RefusesAKeyThatWasUsedForAnotherBody) {
  AdminRoom room;
  const AdminRoom::Headers key{{"Idempotency-Key", "k-1"}};
  room.post("/v1/merchants", {{"id", "acme"}, {"name", "Acme"}}, key);
  EXPECT_EQ(room.post("/v1/merchants", {{"id", "beta"}, {"name", "Beta"}}, key).status(), 422);
  EXPECT_EQ(room.get("/v1/merchants/beta").status(), 404);
}

TEST(AdminApi, TellsTheSameKeyOnAnotherPathApart) {
  AdminRoom room;
  const AdminRoom::Headers key{{"Idempotency-Key", "k-1"}};
  EXPECT_EQ(room.post("/v1/merchants", {{"id", "acme"}, {"name", "Acme"}}, key).status(), 201);
  EXPECT_EQ(room.post("/v1/merchants/acme/hooks", {{"adapter", "qualva"}}, key).status(), 201);
}

TEST(AdminApi, RemembersNoRefusalUnderAKey) {
  AdminRoom room;
  const AdminRoom::Headers key{{"Idempotency-Key", "k-1"}};
  EXPECT_EQ(room.post("/v1/merchants/acme/hooks", {{"adapter", "qualva"}}, key).status(), 404);
  room.post("/v1/merchants", {{"id", "acme"}, {"name", "Acme"}});
  EXPECT_EQ(room.post("/v1/merchants/acme/hooks", {{"adapter", "qualva"}}, key).status(), 201);
}

TEST(AdminApi, RefusesAKeyOfNoOrOfEndlessLength) {
  AdminRoom room;
  const json body{{"id", "acme"}, {"name", "Acme"}};
  EXPECT_EQ(room.post("/v1/merchants", body, {{"Idempotency-Key", ""}}).status(), 422);
  EXPECT_EQ(room.post("/v1/merchants", body, {{"Idempotency-Key", std::string(256, 'k')}}).status(), 422);
  EXPECT_EQ(room.post("/v1/merchants", body, {{"Idempotency-Key", std::string(255, 'k')}}).status(), 201);
}

TEST(AdminApi, SaysWhenToComeBackIfItCannotStore) {
  AdminRoom room;
  room.room.store().fail_commits(1);
  const auto answer = room.post("/v1/merchants", {{"id", "acme"}, {"name", "Acme"}});
  EXPECT_EQ(answer.status(), 503);
  EXPECT_EQ(answer.header("Retry-After"), "1");
  EXPECT_EQ(room.get("/v1/merchants/acme").status(), 404);
}

/// Walks a list page by page and gathers the ids.
std::vector<std::string> walk(AdminRoom& room, const std::string& target, int limit) {
  std::vector<std::string> ids;
  std::string cursor;
  do {
    const auto separator = target.contains('?') ? "&" : "?";
    auto page_target = target + separator + "limit=" + std::to_string(limit);
    if (!cursor.empty()) page_target += "&cursor=" + cursor;
    const auto page = room.get(page_target).json();
    EXPECT_LE(page.at("data").size(), static_cast<std::size_t>(limit));
    for (const auto& row : page.at("data"))
      ids.push_back(row.at("id"));
    const auto next = page.at("next_cursor");
    cursor.clear();
    // A cursor is base64: what a query would read otherwise is escaped.
    for (const char c : next.is_null() ? std::string{} : next.get<std::string>()) {
      cursor += c == '+' ? "%2B" : c == '=' ? "%3D" : c == '/' ? "%2F" : std::string{c};
    }
  } while (!cursor.empty());
  return ids;
}

TEST(AdminLists, ComeInPagesWithoutGapsAndRepeats) {
  AdminRoom room;
  for (int i = 0; i < 6; ++i) {
    room.post("/v1/merchants", {{"id", "m-" + std::to_string(i)}, {"name", "M"}});
    room.post("/v1/merchants/hadaiku/lists/deny/entries",
              {{"kind", "device"}, {"value", "d-" + std::to_string(i)}});
    room.place("c-" + std::to_string(i));
    room.room.clock.advance(std::chrono::seconds{1});
  }
  for (const auto& [target, count] :
       std::vector<std::pair<std::string, std::size_t>>{{"/v1/merchants", 7},
                                                        {"/v1/orders", 6},
                                                        {"/v1/orders?merchant_id=hadaiku", 6},
                                                        {"/v1/callbacks", 6},
                                                        {"/v1/callbacks?status=pending", 6},
                                                        {"/v1/merchants/hadaiku/lists/deny/entries", 6}}) {
    const auto whole = walk(room, target, 500);
    EXPECT_EQ(whole.size(), count) << target;
    EXPECT_EQ((std::set<std::string>(whole.begin(), whole.end()).size()), count) << target;
    for (const int limit : {1, 2, 4})
      EXPECT_EQ(walk(room, target, limit), whole) << target << " by " << limit;
  }
}

TEST(AdminLists, RefuseLimitsAndCursorsThatTheyDidNotGive) {
  AdminRoom room;
  room.place();
  for (const auto* list :
       {"/v1/merchants", "/v1/merchants/hadaiku/hooks", "/v1/orders", "/v1/callbacks",
        "/v1/merchants/hadaiku/policy/versions", "/v1/merchants/hadaiku/lists/deny/entries"}) {
    for (const auto* query : {"?limit=0", "?limit=501", "?limit=-1", "?limit=ten", "?limit=", "?limit=1.5",
                              "?limit=99999999999999999999", "?cursor=made-up"}) {
      EXPECT_EQ(room.get(std::string{list} + query).status(), 422) << list << query;
    }
  }
}

TEST(AdminCatalogue, DescribesEverySignal) {
  AdminRoom room;
  const auto signals = room.get("/v1/signals").json();
  EXPECT_TRUE(signals.at("next_cursor").is_null());
  EXPECT_GT(signals.at("data").size(), 12U);
  for (const auto& signal : signals.at("data")) {
    for (const auto* member : {"name", "type", "unit", "meaning", "meaning_en"})
      EXPECT_TRUE(signal.contains(member));
  }
}

TEST(AdminCatalogue, ServesTheOpenApiFileAsItIs) {
  AdminRoom room;
  const auto answer = room.get("/v1/openapi.json");
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.response.body, R"({"openapi":"3.1.0"})");
}

}  // namespace
}  // namespace sekisho::gateway
