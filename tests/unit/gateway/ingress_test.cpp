#include "ingress/ingress.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <adapters/standard_webhooks.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk/desk_thread.h"
#include "support/desk_room.h"
#include "support/posted_request.h"
#include "support/run_on_loop.h"
#include "support/small_engine.h"

namespace sekisho::gateway {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::completed;
using ::testing::Contains;
using testing::DeskRoom;
using ::testing::HasSubstr;
using ::testing::Key;
using testing::noon;
using ::testing::Not;
using ::testing::Pair;
using testing::PostedRequest;
using testing::run_on_loop;
using testing::updated;

const std::string hook_path = "/v1/hooks/hook_1";

/// One ingress loop's worth of ingress before a desk on its thread.
class IngressTest : public ::testing::Test {
 protected:
  [[nodiscard]] IngressServices services() {
    return {.board = room.board(),
            .inbox = inbox,
            .clock = room.clock,
            .engine = testing::small_engine(),
            .metrics = room.metrics,
            .log = log,
            .per_hook = per_hook,
            .per_address = per_address,
            .master = room.master,
            .random = room.random,
            .event_clock = event_clock};
  }

  /// A body as the vendor signs and sends it.
  PostedRequest signed_request(std::string_view event_id, std::string body,
                               std::optional<Timestamp> at = {}) {
    const auto seconds =
        std::chrono::floor<std::chrono::seconds>(at.value_or(room.clock.now())).time_since_epoch();
    const auto timestamp = std::to_string(seconds.count());
    std::vector<Hmac> keys;
    keys.emplace_back(room.board().current()->hook(DeskRoom::hook_id)->signing.front().key);
    return {.target = hook_path,
            .headers = {{"Webhook-Id", std::string{event_id}},
                        {"Webhook-Timestamp", timestamp},
                        {"Webhook-Signature", adapters::sign(event_id, timestamp, body, keys)}},
            .body = body};
  }

  Response handle(const PostedRequest& posted) {
    if (!ingress) ingress.emplace(services());
    if (!desk) desk.emplace(room.desk(), inbox, 16, [] {});
    const auto request = posted.view();
    return run_on_loop(ingress->handle(request));
  }

  Response deliver(std::string_view event_id, const json& body) {
    return handle(signed_request(event_id, body.dump()));
  }

  /// Changes the settings as the admin API does, through the desk on its thread.
  void change(storage::Unit unit) {
    if (!desk) desk.emplace(room.desk(), inbox, 16, [] {});
    Command write = [unit](const DeskView&) { return CommandOutcome{json_response(200, "{}"), unit}; };
    EXPECT_EQ(run_on_loop(inbox.submit(std::move(write))).status, 200);
  }

  void change_hook(const std::function<void(storage::HookRecord&)>& change_it) {
    storage::Unit unit;
    unit.hooks.push_back(room.board().current()->hook(DeskRoom::hook_id)->record);
    change_it(unit.hooks.back());
    change(std::move(unit));
  }

  void expect_counted(std::string_view hook, std::string_view result, int count = 1) {
    EXPECT_THAT(room.metrics.render(),
                HasSubstr("sekisho_events_total{hook=\"" + std::string{hook} + "\",result=\"" +
                          std::string{result} + "\"} " + std::to_string(count) + "\n"));
  }

  bool nothing_stored() { return room.reader().orders({}, {.limit = 1, .cursor = {}})->rows.empty(); }

  DeskRoom room;
  Inbox inbox{100};
  Log log{LogLevel::error};
  RateLimiter per_hook{0, 100};
  RateLimiter per_address{0, 100};
  bool event_clock = false;
  std::optional<Ingress> ingress;
  std::optional<DeskThread> desk;
};

/// Every refusal is a problem that says nothing of what was sent.
void expect_problem(const Response& response, int status) {
  EXPECT_EQ(response.status, status) << response.body;
  EXPECT_EQ(response.content_type, "application/problem+json");
  const auto document = json::parse(response.body);
  EXPECT_EQ(document.at("status"), status);
  for (const auto* member : {"type", "title", "detail"})
    EXPECT_TRUE(document.at(member).is_string()) << member;
}

TEST_F(IngressTest, TakesASignedConversationToItsDecision) {
  const auto response = deliver("evt-1", completed());
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(json::parse(response.body).at("status"), "decided");
  expect_counted("hook_1", "decided");
}

TEST_F(IngressTest, TakesAnUpdate) {
  EXPECT_EQ(deliver("evt-1", updated("c-1", {"山田"})).status, 202);
  expect_counted("hook_1", "accepted");
}

TEST_F(IngressTest, AnswersARepeatWithTheFirstAnswer) {
  const auto first = deliver("evt-1", completed());
  const auto second = deliver("evt-1", completed());
  EXPECT_EQ(second.body, first.body);
  EXPECT_THAT(second.headers, Contains(Pair("webhook-replayed", "true")));
  expect_counted("hook_1", "replayed");
}

TEST_F(IngressTest, TakesEqualJsonInOtherBytesForAnotherBody) {
  deliver("evt-1", completed());
  expect_problem(handle(signed_request("evt-1", completed().dump(1))), 409);
  expect_counted("hook_1", "conflict");
}

TEST_F(IngressTest, RefusesWhateverIsNotSignedByALiveSecret) {
  const auto body = completed().dump();
  auto tampered = signed_request("evt-1", body);
  tampered.body.back() = ' ';
  auto other_id = signed_request("evt-1", body);
  other_id.headers[0].second = "evt-2";
  auto unsigned_request = signed_request("evt-1", body);
  unsigned_request.headers.pop_back();
  auto bare = signed_request("evt-1", body);
  bare.headers.clear();
  for (const auto& request : {tampered, other_id, unsigned_request, bare})
    expect_problem(handle(request), 401);
  EXPECT_TRUE(nothing_stored());
  expect_counted("hook_1", "unauthorized", 4);
}

TEST_F(IngressTest, RefusesSignaturesOfAnotherTime) {
  const auto body = completed().dump();
  expect_problem(handle(signed_request("evt-1", body, noon - 301s)), 401);
  expect_problem(handle(signed_request("evt-1", body, noon + 301s)), 401);
  EXPECT_EQ(handle(signed_request("evt-1", body, noon - 300s)).status, 200);
}

TEST_F(IngressTest, RefusesDoubledHeadersEvenWhenTheyAgree) {
  auto request = signed_request("evt-1", completed().dump());
  for (const auto& header : std::vector(request.headers)) {
    auto doubled = request;
    doubled.headers.push_back(header);
    EXPECT_THAT(handle(doubled).status, ::testing::AnyOf(400, 401)) << header.first;
  }
}

TEST_F(IngressTest, AnswersAlikeForAnUnknownADisabledAndAMalformedHook) {
  const auto body = completed().dump();
  auto unknown = signed_request("evt-1", body);
  unknown.target = "/v1/hooks/hook_2";
  auto malformed = signed_request("evt-1", body);
  malformed.target = "/v1/hooks/" + std::string(5000, '%') + "/../..";
  auto empty = signed_request("evt-1", body);
  empty.target = "/v1/hooks/";
  auto deeper = signed_request("evt-1", body);
  deeper.target = hook_path + "/";
  const auto expected = handle(unknown);
  expect_problem(expected, 404);
  for (const auto& request : {malformed, empty, deeper}) {
    EXPECT_EQ(handle(request).body, expected.body);
    EXPECT_EQ(handle(request).status, 404);
  }
  change_hook([](storage::HookRecord& hook) { hook.enabled = false; });
  const auto disabled = handle(signed_request("evt-1", body));
  EXPECT_EQ(disabled.status, 404);
  EXPECT_EQ(disabled.body, expected.body);
  EXPECT_EQ(disabled.headers, expected.headers);
  expect_counted("unknown", "not_found", 7);
  expect_counted("hook_1", "not_found", 1);
}

TEST_F(IngressTest, RefusesOtherPathsAndMethods) {
  auto elsewhere = signed_request("evt-1", completed().dump());
  elsewhere.target = "/v2/hooks/hook_1";
  expect_problem(handle(elsewhere), 404);
  for (const auto method :
       {Method::get, Method::put, Method::patch, Method::del, Method::options, Method::other}) {
    auto request = signed_request("evt-1", completed().dump());
    request.method = method;
    const auto response = handle(request);
    expect_problem(response, 405);
    EXPECT_THAT(response.headers, Contains(Pair("Allow", "POST")));
  }
}

TEST_F(IngressTest, RefusesAMerchantThatTheHookDoesNotServe) {
  auto body = completed();
  body["merchant_id"] = "stranger";
  expect_problem(deliver("evt-1", body), 403);
  expect_counted("hook_1", "forbidden");
}

TEST_F(IngressTest, PointsToEveryFaultOfABody) {
  auto body = completed();
  body["data"]["cart"]["total"] = -1;
  body["data"]["payment"]["method"] = "barter";
  const auto response = deliver("evt-1", body);
  expect_problem(response, 422);
  std::vector<std::string> pointers;
  for (const auto& fault : json::parse(response.body).at("errors"))
    pointers.push_back(fault.at("pointer"));
  EXPECT_THAT(pointers, ::testing::UnorderedElementsAre("/data/cart/total", "/data/payment/method"));
  EXPECT_THAT(response.body, Not(HasSubstr("barter")));
  expect_counted("hook_1", "invalid");
}

TEST_F(IngressTest, RefusesWhatIsNoJson) {
  for (const auto* body : {"", "{", "[]x", "{\"a\":1,\"a\":1}", "\xef\xbb\xbf{}", "{\"a\":\"\\u0000\"}"}) {
    const auto response = handle(signed_request("evt-1", body));
    EXPECT_THAT(response.status, ::testing::AnyOf(400, 422)) << body;
    EXPECT_EQ(response.content_type, "application/problem+json") << body;
  }
  EXPECT_TRUE(nothing_stored());
}

TEST_F(IngressTest, RefusesACardNumberAndRepeatsNoneOfIt) {
  auto body = completed();
  body["data"]["messages"] = {{{"at", "2026-11-23T12:00:00Z"},
                               {"from", "visitor"},
                               {"question_id", "card"},
                               {"text", "４１１１ １１１１ １１１１ １１１１"}}};
  const auto response = deliver("evt-1", body);
  expect_problem(response, 422);
  EXPECT_THAT(response.body, HasSubstr("/data/messages/0/text"));
  EXPECT_THAT(response.body, Not(HasSubstr("1111")));
  EXPECT_THAT(response.body, Not(HasSubstr("１１１１")));
  EXPECT_TRUE(nothing_stored());
}

TEST_F(IngressTest, ForgetsARefusedDeliverySoThatTheCorrectedOneMayCome) {
  auto body = completed();
  body["data"]["cart"]["total"] = "980";
  EXPECT_EQ(deliver("evt-1", body).status, 422);
  EXPECT_EQ(deliver("evt-1", completed()).status, 200);
}

TEST_F(IngressTest, SaysWhenToComeBackIfItCannotStore) {
  room.store().fail_commits(1);
  const auto response = deliver("evt-1", completed());
  expect_problem(response, 503);
  EXPECT_THAT(response.headers, Contains(Key("Retry-After")));
  expect_counted("hook_1", "unavailable");
  EXPECT_EQ(deliver("evt-1", completed()).status, 200);
}

TEST(IngressLimits, ArePerHookAndPerAddress) {
  for (const bool by_hook : {true, false}) {
    DeskRoom room;
    Inbox inbox{100};
    RateLimiter strict{1, 100};
    RateLimiter none{0, 100};
    Ingress ingress({.board = room.board(),
                     .inbox = inbox,
                     .clock = room.clock,
                     .engine = testing::small_engine(),
                     .metrics = room.metrics,
                     .log = room.log,
                     .per_hook = by_hook ? strict : none,
                     .per_address = by_hook ? none : strict,
                     .master = room.master,
                     .random = room.random});
    const PostedRequest posted{.target = hook_path, .body = "{}"};
    const auto handle = [&] {
      const auto request = posted.view();
      return run_on_loop(ingress.handle(request));
    };
    EXPECT_EQ(handle().status, 401);
    const auto response = handle();
    expect_problem(response, 429);
    EXPECT_THAT(response.headers, Contains(Pair("Retry-After", "1")));
    EXPECT_THAT(room.metrics.render(),
                HasSubstr(R"(sekisho_events_total{hook="hook_1",result="limited"} 1)"));
    room.clock.advance(1s);
    EXPECT_EQ(handle().status, 401);
  }
}

TEST_F(IngressTest, TakesSignaturesOfEveryLiveSecretAndOfNoDeadOne) {
  const auto old_request = signed_request("evt-1", completed("c-1").dump());
  EXPECT_EQ(handle(old_request).status, 200);
  storage::Unit added;
  added.secrets.push_back({.id = "sec_new",
                           .hook_id = DeskRoom::hook_id,
                           .use = storage::SecretUse::signing,
                           .secret = adapters::make_signing_secret(room.random),
                           .created_at = noon});
  change(added);
  EXPECT_EQ(handle(signed_request("evt-2", completed("c-2").dump())).status, 200) << "the old one lives";
  storage::Unit removed;
  removed.removed_secrets = {"sec_signing"};
  change(removed);
  expect_problem(handle(old_request), 401);
  EXPECT_EQ(handle(signed_request("evt-3", completed("c-3").dump())).status, 200) << "by the new one";
}

TEST_F(IngressTest, UnderTheEventClockTakesAnEventsOwnTimeAndNoAge) {
  event_clock = true;
  const auto long_ago = noon - 24h * 365;
  const auto response = handle(signed_request("evt-1", completed("c-1", long_ago).dump(), long_ago));
  ASSERT_EQ(response.status, 200);
  const auto id = json::parse(response.body).at("order").at("id").get<std::string>();
  EXPECT_EQ(room.order(OrderId{id})->order.created_at, long_ago);
  auto tampered = signed_request("evt-2", completed("c-2", long_ago).dump(), long_ago);
  tampered.body.back() = ' ';
  expect_problem(handle(tampered), 401);
}

TEST_F(IngressTest, FindsTheIdentifiersByWhichOrdersAreCounted) {
  deliver("evt-1", completed("c-1"));
  auto other_spelling = completed("c-2");
  other_spelling["data"]["answers"]["phone"] = "０９０１２３４５６７８";
  other_spelling["data"]["answers"]["email"] = "HANAKO@example.jp";
  deliver("evt-2", other_spelling);
  desk.reset();
  const auto signals = room.assessment_of("c-2").at("signals");
  EXPECT_EQ(signals.at("velocity.phone.orders_24h"), 2);
  EXPECT_EQ(signals.at("velocity.email.orders_24h"), 2);
}

}  // namespace
}  // namespace sekisho::gateway
