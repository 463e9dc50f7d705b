#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "problem.h"
#include "shop.h"
#include "traces.h"

// What the ingress refuses, how it says so, and that nothing of it stays.

namespace sekisho::integration {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr long tolerance = 300;
constexpr std::string_view conversation = "c-refused-1001";

/// The honest order with something in place of `data.answers.<name>`.
std::string with_answer(std::string_view name, const json& value) {
  json event = json::parse(honest_order(conversation));
  event["data"]["answers"][name] = value;
  return event.dump();
}

void expect_nothing_stored(Shop& shop) {
  EXPECT_THAT(shop.admin().all("/v1/orders"), IsEmpty());
  EXPECT_THAT(shop.admin().all("/v1/callbacks"), IsEmpty());
  EXPECT_EQ(shop.gateway->stop(), 0);
  const auto kept = stored_bytes(shop.installation.directory()) + shop.gateway->log_text();
  const std::vector<std::string> planted{std::string{conversation}, "090-1234-5678", "hanako.yamada",
                                         "恵比寿", "山田"};
  EXPECT_THAT(found_in(kept, planted), IsEmpty());
}

// --- signatures
// --------------------------------------------------------------------------------------------------

struct BadSignature {
  std::string_view what;
  Headers headers;
};

std::vector<BadSignature> bad_signatures(Vendor& vendor, Vendor& stranger, std::string_view body) {
  const auto good = vendor.sign("evt-1", body);
  const auto without = [&](std::size_t index) {
    auto headers = good;
    headers.erase(headers.begin() + static_cast<std::ptrdiff_t>(index));
    return headers;
  };
  const auto with = [&](std::size_t index, const std::string& value) {
    auto headers = good;
    headers[index].second = value;
    return headers;
  };
  const auto doubled = [&](std::size_t index) {
    auto headers = good;
    headers.push_back(good[index]);
    return headers;
  };
  const auto& [id, timestamp, signature] = std::tie(good[0].second, good[1].second, good[2].second);
  return {{"none at all", {}},
          {"no id", without(0)},
          {"no timestamp", without(1)},
          {"no signature", without(2)},
          {"another id", with(0, "evt-2")},
          {"another timestamp", with(1, std::to_string(std::stol(timestamp) + 1))},
          {"a timestamp with a sign", with(1, "+" + timestamp)},
          {"another secret", stranger.sign("evt-1", body)},
          {"another body", vendor.sign("evt-1", std::string{body} + " ")},
          {"an unknown version", with(2, "v2" + signature.substr(2))},
          {"base64 without padding", with(2, signature.substr(0, signature.size() - 1))},
          {"an empty signature", with(2, "")},
          {"stale", vendor.sign("evt-1", body, -tolerance - 5)},
          {"from the future", vendor.sign("evt-1", body, tolerance + 5)},
          {"a day ahead", vendor.sign("evt-1", body, 86400)},
          {"id twice", doubled(0)},
          {"timestamp twice", doubled(1)},
          {"signature twice", doubled(2)},
          {"an id with a dot", vendor.sign("evt.1", body)},
          {"an id of 129 bytes", vendor.sign(std::string(129, 'e'), body)}};
}

TEST(Signature, ThatProvesNothingIs401AndLeavesNoTrace) {
  Shop shop;
  auto vendor = shop.vendor();
  HookAccess other = shop.hook;
  other.signing_secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
  Vendor stranger{shop.gateway->ingress(), other};
  const auto body = honest_order(conversation);
  for (const auto& [what, headers] : bad_signatures(vendor, stranger, body)) {
    EXPECT_THAT(vendor.post_with(headers, body), IsProblem(401)) << what;
  }
  expect_nothing_stored(shop);
}

TEST(Signature, WithinTheToleranceIsTaken) {
  Shop shop;
  auto vendor = shop.vendor();
  const auto old = honest_order(conversation);
  const auto early = honest_order("c-2");
  EXPECT_EQ(vendor.post_with(vendor.sign("evt-1", old, -tolerance + 20), old).status, 200);
  EXPECT_EQ(vendor.post_with(vendor.sign("evt-2", early, tolerance - 20), early).status, 200);
  EXPECT_EQ(vendor.post(std::string(128, 'e'), honest_order("c-3")).status, 200) << "the longest id";
}

TEST(Signature, OfEitherSecretIsTakenWhileTwoLive) {
  Shop shop;
  auto admin = shop.admin();
  const auto secrets = "/v1/hooks/" + shop.hook.id + "/secrets";
  const std::string first = admin.get(secrets).at("data").at(0).at("id");
  auto renewed = shop.hook;
  renewed.signing_secret = admin.send("POST", secrets, {}).at("signing_secret");

  auto before = shop.vendor();
  Vendor after{shop.gateway->ingress(), renewed};
  EXPECT_EQ(before.post("evt-1", honest_order(conversation)).status, 200);
  EXPECT_EQ(after.post("evt-2", honest_order("c-2")).status, 200);
  admin.send("DELETE", secrets + "/" + first, {});
  EXPECT_THAT(before.post("evt-3", honest_order("c-3")), IsProblem(401));
  EXPECT_EQ(after.post("evt-4", honest_order("c-4")).status, 200);
}

// --- hooks and merchants
// -------------------------------------------------------------------------------------------

TEST(Hook, ThatIsUnknownOrDisabledAnswersOneAndTheSame404) {
  Shop shop;
  auto unknown = shop.hook;
  unknown.path = "/v1/hooks/hook_01ARZ3NDEKTSV4RRFFQ69G5FAV";
  auto malformed = shop.hook;
  malformed.path = "/v1/hooks/x";
  const auto body = honest_order(conversation);
  shop.admin().send("PATCH", "/v1/hooks/" + shop.hook.id, {{"enabled", false}});

  const auto of_disabled = shop.vendor().post("evt-1", body);
  const auto of_unknown = Vendor{shop.gateway->ingress(), unknown}.post("evt-1", body);
  const auto of_malformed = Vendor{shop.gateway->ingress(), malformed}.post("evt-1", body);
  for (const auto* answer : {&of_disabled, &of_unknown, &of_malformed}) {
    EXPECT_THAT(*answer, IsProblem(404));
    EXPECT_EQ(answer->body, of_disabled.body);
    EXPECT_EQ(answer->headers.size(), of_disabled.headers.size());
  }
  EXPECT_EQ(shop.vendor().post_with({}, body).body, of_disabled.body)
      << "a bad signature tells nothing either";

  shop.admin().send("PATCH", "/v1/hooks/" + shop.hook.id, {{"enabled", true}});
  EXPECT_EQ(shop.vendor().post("evt-1", body).status, 200);
}

TEST(Hook, ThatIsDeletedIsUnknown) {
  Shop shop;
  EXPECT_EQ(shop.admin().call("DELETE", "/v1/hooks/" + shop.hook.id).status, 204);
  EXPECT_THAT(shop.vendor().post("evt-1", honest_order(conversation)), IsProblem(404));
}

TEST(Hook, TakesNothingButAPost) {
  Shop shop;
  HttpSession session{shop.gateway->ingress()};
  for (const std::string method : {"GET", "PUT", "DELETE", "PATCH"}) {
    const auto answer =
        session.exchange({.method = method, .target = shop.hook.path, .headers = {}, .body = {}});
    EXPECT_THAT(answer, IsProblem(405)) << method;
    EXPECT_EQ(answer.header("allow"), "POST") << method;
  }
}

TEST(Merchant, ThatTheHookDoesNotServeIs403) {
  Shop shop;
  shop.admin().create_merchant("other-shop");
  json event = json::parse(honest_order(conversation));
  event["merchant_id"] = "other-shop";
  EXPECT_THAT(shop.vendor().post("evt-1", event.dump()), IsProblem(403));
  event["merchant_id"] = "no-such-shop";
  EXPECT_THAT(shop.vendor().post("evt-1", event.dump()), IsProblem(403));

  shop.admin().send("PATCH", "/v1/hooks/" + shop.hook.id, {{"merchants", {merchant, "other-shop"}}});
  event["merchant_id"] = "other-shop";
  EXPECT_EQ(shop.vendor().post("evt-1", event.dump()).status, 200);
}

// --- bodies
// --------------------------------------------------------------------------------------------------------

TEST(Body, ThatIsNotStrictJsonIs400) {
  Shop shop;
  auto vendor = shop.vendor();
  const auto good = honest_order(conversation);
  const auto before_end = good.substr(0, good.size() - 1);
  const std::vector<std::pair<std::string_view, std::string>> bodies{
      {"empty", ""},
      {"no JSON", "conversation=c-1"},
      {"cut short", before_end},
      {"trailing bytes", good + "x"},
      {"two documents", good + good},
      {"a byte order mark", "\xef\xbb\xbf" + good},
      {"broken UTF-8", before_end + ",\"note\":\"\xff\"}"},
      {"a lone surrogate", before_end + R"(,"note":"\ud800"})"},
      {"a NUL", before_end + R"(,"note":"a\u0000b"})"},
      {"a doubled key", before_end + R"(,"note":1,"note":1})"},
      {"a doubled key deep inside", before_end + R"(,"note":{"a":[{"b":1,"b":2}]}})"},
      {"too deep", before_end + ",\"note\":" + std::string(33, '[') + std::string(33, ']') + "}"}};
  for (const auto& [what, body] : bodies)
    EXPECT_THAT(vendor.post("evt-1", body), IsProblem(400)) << what;
  expect_nothing_stored(shop);
}

TEST(Body, WithADoubledKeyIsToldWhere) {
  Shop shop;
  const auto good = honest_order(conversation);
  const auto body = good.substr(0, good.size() - 1) + R"(,"note":{"a":1,"a":1}})";
  EXPECT_THAT(pointers_of(shop.vendor().post("evt-1", body)), ElementsAre("/note/a"));
}

TEST(Body, ThatIsNotTheVendorsFormatIs422WithAPointerToEachFault) {
  Shop shop;
  json event = json::parse(honest_order(conversation));
  event["timestamp"] = "yesterday";
  event["data"]["cart"]["total"] = 980.5;
  event["data"]["payment"]["method"] = "barter";
  event["data"]["messages"][1]["from"] = "neighbour";
  event["data"].erase("answers");
  const auto answer = shop.vendor().post("evt-1", event.dump());
  EXPECT_THAT(answer, IsProblem(422));
  EXPECT_THAT(pointers_of(answer), ElementsAre("/data/answers", "/data/cart/total", "/data/messages/1/from",
                                               "/data/payment/method", "/timestamp"));
  EXPECT_THAT(shop.vendor().post("evt-1", R"(["no","object"])"), IsProblem(422));
  EXPECT_THAT(pointers_of(shop.vendor().post("evt-1", R"({"type":"order.shipped"})")), Contains("/type"));
  expect_nothing_stored(shop);
}

TEST(Body, ThatIsTooLargeIs413) {
  Shop shop;
  const auto at_limit = [](std::size_t size) {
    auto body = honest_order(conversation);
    return body.insert(body.size() - 1, std::string(size - body.size(), ' '));
  };
  constexpr std::size_t limit = 256 * 1024;
  EXPECT_EQ(shop.vendor().post("evt-1", at_limit(limit)).status, 200);

  HttpConnection connection{shop.gateway->ingress()};
  auto vendor = shop.vendor();
  const auto wire = vendor.wire("evt-2", at_limit(limit + 1));
  connection.send(wire.substr(0, wire.find("\r\n\r\n") + 4));
  EXPECT_THAT(connection.receive(), IsProblem(413));
  EXPECT_TRUE(connection.ends());
}

TEST(Header, ThatIsTooLongIs431) {
  Shop shop;
  HttpConnection connection{shop.gateway->ingress()};
  connection.send("POST " + shop.hook.path + " HTTP/1.1\r\nHost: x\r\nfiller: " + std::string(8200, 'x'));
  EXPECT_THAT(connection.receive(), IsProblem(431));
  EXPECT_TRUE(connection.ends());
}

TEST(Limits, AnswerWhatIsTooMuchWith429) {
  Shop shop({{"SEKISHO_LIMITS_PER_HOOK", "1"}});
  auto vendor = shop.vendor();
  HttpAnswer answer;
  ASSERT_TRUE(eventually([&] {
    answer = vendor.post("evt-1", honest_order(conversation));
    return answer.status != 200;
  }));
  EXPECT_THAT(answer, IsProblem(429));
  EXPECT_THAT(answer.header("retry-after").value_or(""), Not(IsEmpty()));
}

// --- card numbers
// ----------------------------------------------------------------------------------------------------

TEST(CardNumber, IsRefusedInEverySpellingAndLeavesNoTrace) {
  Shop shop;
  auto vendor = shop.vendor();
  const std::vector<json> spellings{"4111111111111111",
                                    "4111 1111 1111 1111",
                                    "4111-1111-1111-1111",
                                    "４１１１１１１１１１１１１１１１",
                                    "４１１１　１１１１　１１１１　１１１１",
                                    "カード番号は4111-1111-1111-1111です",
                                    "41 11 11 11 11 11 11 11",
                                    4111111111111111,
                                    "5555555555554444",
                                    "3530 1113 3330 0000",
                                    "378282246310005",
                                    "3056 930902 5904",
                                    "6011-1111-1111-1117",
                                    "6200000000000005"};
  for (const auto& spelling : spellings) {
    const auto answer = vendor.post("evt-1", with_answer("note", spelling));
    EXPECT_THAT(answer, IsProblem(422)) << spelling;
    EXPECT_THAT(pointers_of(answer), Contains("/data/answers/note")) << spelling;
    EXPECT_THAT(answer.body, Not(HasSubstr("1111")));
  }
  json event = json::parse(honest_order(conversation));
  event["extra"] = {{"deep", {{"inside", json::array({"4111 1111 1111 1111"})}}}};
  EXPECT_THAT(pointers_of(vendor.post("evt-1", event.dump())), ElementsAre("/extra/deep/inside/0"));

  expect_nothing_stored(shop);
  const auto kept = stored_bytes(shop.installation.directory()) + shop.gateway->log_text();
  EXPECT_THAT(found_in(kept, spellings_of("4111111111111111")), IsEmpty());
  EXPECT_THAT(found_in(kept, spellings_of("4111 1111 1111 1111")), IsEmpty());
}

TEST(CardNumber, ThatFailsLuhnIsNone) {
  Shop shop;
  EXPECT_EQ(shop.vendor().post("evt-1", with_answer("note", "4111 1111 1111 1112")).status, 200);
}

// --- afterwards
// ------------------------------------------------------------------------------------------------------

TEST(Refusal, IsNotRemembered) {
  Shop shop;
  auto vendor = shop.vendor();
  EXPECT_THAT(vendor.post("evt-1", with_answer("phone", 9012345678)), IsProblem(422));
  EXPECT_THAT(vendor.post("evt-1", "{"), IsProblem(400));
  const auto corrected = vendor.post("evt-1", honest_order(conversation));
  EXPECT_EQ(corrected.status, 200);
  EXPECT_EQ(corrected.header("webhook-replayed"), std::nullopt);
}

TEST(Refusal, IsLoggedWithItsRequestIdAndNothingOfItsBody) {
  Shop shop;
  auto vendor = shop.vendor();
  EXPECT_THAT(vendor.post("evt-1", with_answer("phone", 9012345678)), IsProblem(422));
  EXPECT_THAT(vendor.post_with({}, honest_order(conversation)), IsProblem(401));
  const auto line = shop.gateway->logged("delivery refused");
  ASSERT_TRUE(line);
  EXPECT_THAT(line->value("request_id", ""), Not(IsEmpty()));
  EXPECT_EQ(line->at("status"), 422);
  EXPECT_EQ(line->at("hook"), shop.hook.id);

  EXPECT_EQ(shop.gateway->stop(), 0);
  const auto lines = shop.gateway->log();
  const auto refused = [](const json& one) { return one.at("message") == "delivery refused"; };
  EXPECT_EQ(std::ranges::count_if(lines, refused), 2);
  EXPECT_THAT(found_in(shop.gateway->log_text(), {"9012345678", "090-1234-5678", "hanako", "山田"}),
              IsEmpty());
}

TEST(Event, OfAnUnknownOrderIs404AndWorksOnceTheOrderIsThere) {
  Shop shop;
  auto vendor = shop.vendor();
  const auto cancellation = order_event("order.cancelled", conversation);
  EXPECT_THAT(vendor.post("evt-2", cancellation), IsProblem(404));
  EXPECT_EQ(vendor.post("evt-1", honest_order(conversation)).status, 200);
  EXPECT_EQ(vendor.post("evt-2", cancellation).status, 200);
}

}  // namespace
}  // namespace sekisho::integration
