// The rules of the format, one at a time, each on a copy of a sample with one thing changed.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <adapters/adapter.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "samples.h"

namespace sekisho::adapters {
namespace {

using Json = nlohmann::ordered_json;
using Pointer = Json::json_pointer;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr std::string_view completed = "01-honest-subscription.json";

Result<Event> read(const Json& body) {
  return make_adapter("qualva")->read(body.dump());
}

/// Pointers of the faults of an `invalid` body; empty when it is accepted.
std::vector<std::string> faults_of(const Json& body) {
  const auto event = read(body);
  if (event) return {};
  EXPECT_EQ(event.error().kind, ErrorKind::invalid) << event.error().detail;
  std::vector<std::string> pointers;
  for (const Fault& fault : event.error().faults)
    pointers.push_back(fault.pointer);
  return pointers;
}

Json with(std::string_view name, const std::string& pointer, const Json& value) {
  Json body = sample_json(name);
  body[Pointer{pointer}] = value;
  return body;
}

Json without(std::string_view name, const std::string& pointer) {
  Json body = sample_json(name);
  const Pointer place{pointer};
  body[place.parent_pointer()].erase(place.back());
  return body;
}

template <class Payload>
Payload read_as(const Json& body) {
  return std::get<Payload>(read(body).value().payload);
}

/// The first sample with every member of the format in it.
Json full() {
  Json body = sample_json(completed);
  body["data"]["delivery"] = {{"name", "鈴木 一郎"},     {"name_kana", "スズキ イチロウ"},
                              {"phone", "03-1234-5678"}, {"postal_code", "100-0001"},
                              {"prefecture", "東京都"},  {"address", "千代田区千代田1-1"},
                              {"building", "A棟"},       {"desired_at", "2026-11-26"}};
  return body;
}

void collect_leaves(const Json& value, const Pointer& place, std::vector<Pointer>& leaves) {
  for (const auto& [name, member] : value.items()) {
    const Pointer here = value.is_array() ? place / std::stoul(name) : place / name;
    if (member.is_structured()) {
      collect_leaves(member, here, leaves);
    } else {
      leaves.push_back(here);
    }
  }
}

std::vector<Pointer> leaves_of(const Json& body) {
  std::vector<Pointer> leaves;
  collect_leaves(body, Pointer{}, leaves);
  return leaves;
}

const std::set<std::string> required_leaves = {"/type",
                                               "/timestamp",
                                               "/merchant_id",
                                               "/data/conversation_id",
                                               "/data/cart/total",
                                               "/data/payment/method"};

TEST(Qualva, IsTheOnlyAdapterOfItsName) {
  EXPECT_NE(make_adapter("qualva"), nullptr);
  EXPECT_EQ(make_adapter(""), nullptr);
  EXPECT_EQ(make_adapter("Qualva"), nullptr);
}

TEST(Qualva, AcceptsEveryMember) {
  const auto event = read_as<ConversationCompleted>(full());
  ASSERT_TRUE(event.delivery);
  EXPECT_EQ(event.delivery->recipient, (Contact{.name = "鈴木 一郎",
                                                .name_kana = "スズキ イチロウ",
                                                .phone = "03-1234-5678",
                                                .email = "",
                                                .postal_code = "100-0001",
                                                .prefecture = "東京都",
                                                .address = "千代田区千代田1-1",
                                                .building = "A棟",
                                                .birth_date = "",
                                                .gender = ""}));
  EXPECT_EQ(event.delivery->desired_at, "2026-11-26");
}

TEST(Qualva, MissesEachRequiredMemberAndNoOther) {
  for (const Pointer& leaf : leaves_of(full())) {
    Json body = full();
    body[leaf.parent_pointer()].erase(leaf.back());
    const bool required = required_leaves.contains(leaf.to_string());
    EXPECT_EQ(faults_of(body), required ? std::vector{leaf.to_string()} : std::vector<std::string>{}) << leaf;
  }
}

TEST(Qualva, TakesAnEmptyStringForAnAbsentMember) {
  for (const Pointer& leaf : leaves_of(full())) {
    Json body = full();
    body[leaf] = "";
    const bool required = required_leaves.contains(leaf.to_string());
    EXPECT_EQ(faults_of(body), required ? std::vector{leaf.to_string()} : std::vector<std::string>{}) << leaf;
  }
}

TEST(Qualva, RefusesAWrongTypeInEveryMember) {
  for (const Pointer& leaf : leaves_of(full())) {
    for (const Json& wrong : {Json(nullptr), Json(Json::object()), Json(Json::array()), Json(1.5)}) {
      Json body = full();
      body[leaf] = wrong;
      EXPECT_THAT(faults_of(body), ElementsAre(leaf.to_string())) << leaf << " as " << wrong;
    }
  }
}

TEST(Qualva, RefusesAWrongTypeInEveryObjectAndArray) {
  for (const std::string place :
       {"/data", "/data/scenario", "/data/visitor", "/data/visitor/affiliate", "/data/messages",
        "/data/messages/3", "/data/answers", "/data/delivery", "/data/cart", "/data/cart/items",
        "/data/cart/items/0", "/data/payment", "/data/payment/card"}) {
    for (const Json& wrong : {Json(nullptr), Json(true), Json(12), Json("text")}) {
      Json body = full();
      body[Pointer{place}] = wrong;
      EXPECT_THAT(faults_of(body), ElementsAre(place)) << place << " as " << wrong;
    }
  }
}

TEST(Qualva, RefusesABodyThatIsNoObject) {
  for (const Json& body : {Json(nullptr), Json(12), Json("text"), Json(Json::array())}) {
    EXPECT_THAT(faults_of(body), ElementsAre("")) << body;
  }
}

TEST(Qualva, MayLackWholeObjects) {
  for (const std::string place :
       {"/data/scenario", "/data/visitor", "/data/visitor/affiliate", "/data/messages", "/data/delivery",
        "/data/cart/items", "/data/payment/card"}) {
    Json body = full();
    body[Pointer{place}.parent_pointer()].erase(Pointer{place}.back());
    EXPECT_THAT(faults_of(body), IsEmpty()) << place;
    EXPECT_THAT(faults_of(with(completed, place, "")), IsEmpty()) << place;
  }
}

TEST(Qualva, NeedsAnswersCartAndPaymentToMakeAnOrder) {
  for (const std::string place : {"/data", "/data/answers", "/data/cart", "/data/payment"}) {
    EXPECT_THAT(faults_of(without(completed, place)), ElementsAre(place));
    EXPECT_THAT(faults_of(with(completed, place, "")), ElementsAre(place));
  }
  EXPECT_THAT(faults_of(with(completed, "/data/answers", Json::object())), IsEmpty());
  EXPECT_THAT(faults_of(with(completed, "/data/cart", {{"total", 0}})), IsEmpty());
  EXPECT_THAT(faults_of(with(completed, "/data/payment", {{"method", "cod"}})), IsEmpty());
}

TEST(Qualva, NeedsOnlyTheConversationToTellOfOne) {
  for (const std::string type : {"conversation.updated", "conversation.abandoned"}) {
    const Json body = {{"type", type},
                       {"timestamp", "2026-11-23T19:02:11+09:00"},
                       {"merchant_id", "acme"},
                       {"data", {{"conversation_id", "c-1"}}}};
    EXPECT_THAT(faults_of(body), IsEmpty()) << type;
    Json partial = body;
    partial["data"]["cart"] = Json::object();
    partial["data"]["payment"] = Json::object();
    EXPECT_THAT(faults_of(partial), IsEmpty()) << type;
    Json other = body;
    other["data"] = {{"order_id", "ord_1"}};
    EXPECT_THAT(faults_of(other), ElementsAre("/data/conversation_id")) << type;
  }
}

TEST(Qualva, ChecksAllThatAnUpdateBrings) {
  Json body = full();
  body["type"] = "conversation.updated";
  body["data"]["cart"]["total"] = "980";
  body["data"]["payment"]["method"] = "cash";
  body["data"]["delivery"]["phone"] = 3;
  EXPECT_THAT(faults_of(body),
              UnorderedElementsAre("/data/cart/total", "/data/payment/method", "/data/delivery/phone"));
}

TEST(Qualva, CollectsEveryFault) {
  Json body = full();
  body.erase("merchant_id");
  body["timestamp"] = "yesterday";
  body["data"]["scenario"]["kind"] = "gift";
  body["data"]["messages"][1]["from"] = "shop";
  body["data"]["messages"][3]["typing_ms"] = -1;
  body["data"]["messages"][5] = "hello";
  body["data"]["answers"]["phone"] = 9012345678;
  body["data"]["cart"]["items"][0]["quantity"] = 0;
  body["data"]["payment"]["card"]["three_ds"] = "yes";
  EXPECT_THAT(
      faults_of(body),
      UnorderedElementsAre("/merchant_id", "/timestamp", "/data/scenario/kind", "/data/messages/1/from",
                           "/data/messages/3/typing_ms", "/data/messages/5", "/data/answers/phone",
                           "/data/cart/items/0/quantity", "/data/payment/card/three_ds"));
}

TEST(Qualva, RefusesAnUnknownTypeTogetherWithOtherFaults) {
  EXPECT_THAT(faults_of(with(completed, "/type", "order.created")), ElementsAre("/type"));
  EXPECT_THAT(faults_of(with(completed, "/type", "Conversation.completed")), ElementsAre("/type"));
  Json body = with(completed, "/type", "order.created");
  body.erase("timestamp");
  EXPECT_THAT(faults_of(body), UnorderedElementsAre("/type", "/timestamp"));
}

TEST(Qualva, IgnoresUnknownMembers) {
  Json body = full();
  for (const std::string place :
       {"", "/data", "/data/visitor", "/data/messages/0", "/data/answers", "/data/delivery", "/data/cart",
        "/data/cart/items/0", "/data/payment/card"}) {
    body[Pointer{place}]["x_unknown"] = {{"deep", {1, 2.5, nullptr, true}}};
  }
  EXPECT_THAT(faults_of(body), IsEmpty());
}

TEST(Qualva, KeepsUnknownAnswersThatAreStrings) {
  Json body = sample_json(completed);
  body["data"]["answers"] = {{"name", "山田 花子"}, {"skin_type", "乾燥肌"}, {"age", 34},
                             {"likes", {"a"}},      {"none", nullptr},       {"skipped", ""}};
  const auto event = read_as<ConversationCompleted>(body);
  EXPECT_THAT(event.part.answers,
              ElementsAre(testing::Pair("name", "山田 花子"), testing::Pair("skin_type", "乾燥肌")));
}

TEST(Qualva, ReadsMoneyAsNonNegativeIntegers) {
  for (const std::string place : {"/data/cart/total", "/data/cart/items/0/unit_price"}) {
    for (const Json& money : {Json(0), Json(1), Json(INT64_MAX)}) {
      EXPECT_THAT(faults_of(with(completed, place, money)), IsEmpty()) << money;
    }
    for (const std::string_view money :
         {"-1", "980.0", "9.8e2", "1e3", "0.5", "\"980\"", "9223372036854775808", "18446744073709551615",
          "true", "null", "[980]"}) {
      EXPECT_THAT(faults_of(with(completed, place, Json::parse(money))), ElementsAre(place)) << money;
    }
  }
}

TEST(Qualva, ReadsMoneyLiteralsThatOnlyLookWholeAsFaults) {
  // Written as text: a JSON library on the way would turn 1e3 into 1000.0.
  for (const std::string_view literal : {"980.0", "1e3", "1E3", "980e0"}) {
    std::string body = sample(completed);
    const std::string_view before = "\"total\": 980";
    body.replace(body.find(before), before.size(), "\"total\": " + std::string{literal});
    const auto event = make_adapter("qualva")->read(body);
    ASSERT_FALSE(event) << literal;
    EXPECT_EQ(event.error().kind, ErrorKind::invalid);
    EXPECT_EQ(event.error().faults.at(0).pointer, "/data/cart/total");
  }
}

TEST(Qualva, ReadsQuantityAsAPositiveInteger) {
  EXPECT_THAT(faults_of(with(completed, "/data/cart/items/0/quantity", 99)), IsEmpty());
  for (const Json& quantity : {Json(0), Json(-1), Json(1.0), Json("1")}) {
    EXPECT_THAT(faults_of(with(completed, "/data/cart/items/0/quantity", quantity)),
                ElementsAre("/data/cart/items/0/quantity"));
  }
  EXPECT_EQ(read_as<ConversationCompleted>(without(completed, "/data/cart/items/0/quantity"))
                .cart.items[0]
                .quantity,
            1);
}

TEST(Qualva, ReadsCountsAsNonNegativeIntegers) {
  for (const std::string place :
       {"/data/messages/1/typing_ms", "/data/messages/1/edits", "/data/payment/card/failed_attempts"}) {
    EXPECT_THAT(faults_of(with(completed, place, 0)), IsEmpty());
    for (const Json& count : {Json(-1), Json(0.5), Json(3.0), Json("3"), Json(false)}) {
      EXPECT_THAT(faults_of(with(completed, place, count)), ElementsAre(place)) << count;
    }
  }
}

TEST(Qualva, ReadsFlagsAsBooleans) {
  for (const std::string place :
       {"/data/messages/1/pasted", "/data/cart/items/0/first_time_offer", "/data/cart/items/0/recurring"}) {
    for (const Json& flag : {Json(0), Json("true"), Json(nullptr)}) {
      EXPECT_THAT(faults_of(with(completed, place, flag)), ElementsAre(place)) << flag;
    }
  }
}

TEST(Qualva, ReadsTimesWithTheirOffset) {
  for (const std::string place :
       {"/timestamp", "/data/messages/1/at", "/data/visitor/affiliate/clicked_at"}) {
    EXPECT_THAT(faults_of(with(completed, place, "2026-11-23T10:02:11Z")), IsEmpty());
    for (const std::string_view time : {"2026-11-23", "2026-11-23T10:02:11", "2026-11-23 10:02:11Z",
                                        "1795431600", "2026-13-01T00:00:00Z", "2026-11-23T10:02:11+0900"}) {
      EXPECT_THAT(faults_of(with(completed, place, time)), ElementsAre(place)) << time;
    }
    EXPECT_THAT(faults_of(with(completed, place, 1795431600)), ElementsAre(place));
  }
}

TEST(Qualva, TakesAMessageWithoutATimeForOneOfUnknownTime) {
  const auto event = read_as<ConversationCompleted>(without(completed, "/data/messages/1/at"));
  EXPECT_EQ(event.part.messages.at(1).at, Timestamp{});
  EXPECT_EQ(event.part.messages.at(1).text, "山田 花子");
}

TEST(Qualva, KnowsTheWordsOfEachChoice) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> choices = {
      {"/data/scenario/kind", {"purchase", "subscription", "sample_request", "reservation"}},
      {"/data/messages/1/from", {"bot", "visitor"}},
      {"/data/payment/method", {"card", "deferred", "cod", "konbini", "bank_transfer", "carrier", "wallet"}},
      {"/data/payment/card/three_ds", {"authenticated", "attempted", "not_attempted", "failed"}},
  };
  for (const auto& [place, words] : choices) {
    for (const std::string& word : words)
      EXPECT_THAT(faults_of(with(completed, place, word)), IsEmpty()) << word;
    for (const std::string& word : {std::string{"other"}, words[0] + " ", "X" + words[0]}) {
      EXPECT_THAT(faults_of(with(completed, place, word)), ElementsAre(place)) << word;
    }
  }
}

TEST(Qualva, ReadsTheCurrencyForEveryAmount) {
  const auto event = read_as<ConversationCompleted>(with(completed, "/data/cart/currency", "USD"));
  EXPECT_EQ(event.cart.total, (Money{980, "USD"}));
  EXPECT_EQ(event.cart.items.at(0).unit_price, (Money{980, "USD"}));
  EXPECT_EQ(read_as<ConversationCompleted>(without(completed, "/data/cart/currency")).cart.total.currency,
            "JPY");
  for (const std::string_view currency : {"usd", "US", "USDT", "円", "U$D"}) {
    EXPECT_THAT(faults_of(with(completed, "/data/cart/currency", currency)),
                ElementsAre("/data/cart/currency"));
  }
}

TEST(Qualva, LimitsIdsTo128Bytes) {
  for (const std::string place : {"/merchant_id", "/data/conversation_id"}) {
    EXPECT_THAT(faults_of(with(completed, place, std::string(128, 'x'))), IsEmpty());
    EXPECT_THAT(faults_of(with(completed, place, std::string(129, 'x'))), ElementsAre(place));
  }
}

TEST(Qualva, TakesEitherIdForAnOrder) {
  for (const std::string_view name : {"09-order-amended-upsell.json", "10-confirmation-code-submitted.json",
                                      "11-confirmation-succeeded.json", "13-order-cancelled-by-buyer.json"}) {
    Json body = sample_json(name);
    body["data"].erase("conversation_id");
    EXPECT_THAT(faults_of(body), ElementsAre("/data/conversation_id")) << name;
    body["data"]["order_id"] = "";
    EXPECT_THAT(faults_of(body), ElementsAre("/data/conversation_id")) << name;
    body["data"]["order_id"] = "ord_1";
    EXPECT_THAT(faults_of(body), IsEmpty()) << name;
    body["data"]["order_id"] = 1;
    EXPECT_THAT(faults_of(body), testing::Contains("/data/order_id")) << name;
    body["data"]["conversation_id"] = std::string(129, 'x');
    EXPECT_THAT(faults_of(body), UnorderedElementsAre("/data/order_id", "/data/conversation_id")) << name;
  }
}

TEST(Qualva, NeedsANewCartToAmend) {
  constexpr std::string_view amended = "09-order-amended-upsell.json";
  EXPECT_THAT(faults_of(without(amended, "/data/cart")), ElementsAre("/data/cart"));
  EXPECT_THAT(faults_of(without(amended, "/data/cart/total")), ElementsAre("/data/cart/total"));
  EXPECT_THAT(faults_of(without(amended, "/data/cart/items")), IsEmpty());
}

TEST(Qualva, ReadsAReportOfAConfirmation) {
  Json body = sample_json("11-confirmation-succeeded.json");
  body["type"] = "confirmation.failed";
  body["data"] = {
      {"order_id", "ord_1"}, {"confirmation_id", "cnf_1"}, {"channel", "sms"}, {"reason", "no answer"}};
  const auto report = read_as<ConfirmationReported>(body);
  EXPECT_FALSE(report.succeeded);
  EXPECT_EQ(report.order.order_id, OrderId{"ord_1"});
  EXPECT_EQ(report.confirmation_id, ConfirmationId{"cnf_1"});
  EXPECT_EQ(report.channel, "sms");
  body["data"] = {{"order_id", "ord_1"}, {"confirmation_id", 1}, {"channel", "fax"}, {"reason", 7}};
  EXPECT_THAT(faults_of(body),
              UnorderedElementsAre("/data/confirmation_id", "/data/channel", "/data/reason"));
  body["data"] = {{"order_id", "ord_1"}};
  EXPECT_THAT(faults_of(body), IsEmpty());
}

TEST(Qualva, NeedsTheCodeThatWasSubmitted) {
  constexpr std::string_view submitted = "10-confirmation-code-submitted.json";
  EXPECT_THAT(faults_of(without(submitted, "/data/code")), ElementsAre("/data/code"));
  EXPECT_THAT(faults_of(with(submitted, "/data/code", "")), ElementsAre("/data/code"));
  EXPECT_THAT(faults_of(with(submitted, "/data/code", 123456)), ElementsAre("/data/code"));
}

TEST(Qualva, PassesOnThatABodyIsMalformed) {
  const auto event = make_adapter("qualva")->read(R"({"type":"x","data":{"a":1,"a":2}})");
  ASSERT_FALSE(event);
  EXPECT_EQ(event.error().kind, ErrorKind::malformed);
  EXPECT_EQ(event.error().faults, (std::vector<Fault>{{"/data/a", "stands more than once in its object"}}));
}

TEST(Qualva, RefusesACardNumberWhereverItStands) {
  for (const std::string place :
       {"/data/messages/1/text", "/data/answers/name", "/data/answers/note", "/data/visitor/user_agent",
        "/data/visitor/referrer", "/data/visitor/landing_url", "/data/scenario/name",
        "/data/payment/card/token", "/data/payment/card/bin", "/data/payment/card/holder",
        "/data/cart/items/0/name", "/data/unknown", "/unknown", "/data/answers/id",
        "/data/payment/card/id"}) {
    const auto event = read(with(completed, place, "４１１１ー１１１１ー１１１１ー１１１１"));
    ASSERT_FALSE(event) << place;
    EXPECT_EQ(event.error().kind, ErrorKind::invalid) << place;
    EXPECT_EQ(event.error().detail, "the payload holds a full card number");
    EXPECT_EQ(event.error().faults, (std::vector<Fault>{{place, "holds a full card number"}}));
  }
}

TEST(Qualva, ReportsACardNumberBesideOtherFaults) {
  Json body = with(completed, "/data/messages/1/text", "4111111111111111");
  body["data"]["cart"]["total"] = -1;
  EXPECT_THAT(faults_of(body), UnorderedElementsAre("/data/messages/1/text", "/data/cart/total"));
}

TEST(Qualva, LetsIdentifiersLookLikeCardNumbers) {
  for (const std::string place :
       {"/merchant_id", "/data/conversation_id", "/data/order_id", "/data/confirmation_id",
        "/data/scenario/id", "/data/visitor/device_id", "/data/visitor/affiliate/network",
        "/data/visitor/affiliate/media_id", "/data/visitor/affiliate/click_id",
        "/data/messages/1/question_id", "/data/cart/items/0/sku", "/data/answers/birth_date",
        "/data/delivery/desired_at", "/data/scenario/reserved_at"}) {
    Json body = full();
    body[Pointer{place}] = "4111111111111111";
    EXPECT_THAT(faults_of(body), IsEmpty()) << place;
  }
}

}  // namespace
}  // namespace sekisho::adapters
