// What each sample of tests/data/qualva says, member by member where it matters.

#include <string>
#include <string_view>

#include <adapters/adapter.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "samples.h"

namespace sekisho::adapters {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

Event read(std::string_view name) {
  const auto event = make_adapter("qualva")->read(sample(name));
  if (!event) throw std::runtime_error{std::string{name} + ": " + event.error().detail};
  return *event;
}

template <class Payload>
Payload read_as(std::string_view name) {
  return std::get<Payload>(read(name).payload);
}

Timestamp at(std::string_view text) {
  return parse_rfc3339(text).value();
}

TEST(QualvaSamples, AreAllEvents) {
  ASSERT_THAT(sample_names(), SizeIs(13));
  const auto adapter = make_adapter("qualva");
  for (const std::string& name : sample_names()) {
    const auto event = adapter->read(sample(name));
    ASSERT_TRUE(event) << name;
    EXPECT_EQ(type_of(*event), sample_json(name)["type"].get<std::string>()) << name;
    EXPECT_EQ(event->merchant_id.str(), "hadaiku") << name;
    EXPECT_EQ(event->timestamp, at(sample_json(name)["timestamp"].get<std::string>())) << name;
  }
}

TEST(QualvaSamples, AnHonestSubscriptionHasABuyerACartAndACard) {
  const auto event = read_as<ConversationCompleted>("01-honest-subscription.json");
  EXPECT_EQ(event.conversation_id, ConversationId{"c-1001"});
  EXPECT_EQ(event.buyer, (Contact{.name = "山田 花子",
                                  .name_kana = "ヤマダ ハナコ",
                                  .phone = "090-1234-5678",
                                  .email = "hanako.yamada@example.jp",
                                  .postal_code = "150-0013",
                                  .prefecture = "東京都",
                                  .address = "渋谷区恵比寿１丁目１９−１９",
                                  .building = "",
                                  .birth_date = "1990-04-01",
                                  .gender = "female"}));
  EXPECT_EQ(event.delivery, std::nullopt);
  EXPECT_EQ(event.cart, (Cart{.total = {980, "JPY"},
                              .items = {{.sku = "SER-01",
                                         .name = "薬用美容液 30mL",
                                         .quantity = 1,
                                         .unit_price = Money{980, "JPY"},
                                         .first_time_offer = true,
                                         .recurring = true}}}));
  EXPECT_EQ(event.payment, (Payment{.method = PaymentMethod::card,
                                    .card = Card{.bin = "453212",
                                                 .last4 = "0366",
                                                 .holder = "HANAKO YAMADA",
                                                 .token = "tok_1001",
                                                 .three_ds = ThreeDs::authenticated,
                                                 .failed_attempts = 0}}));
}

TEST(QualvaSamples, AnHonestSubscriptionHasAConversation) {
  const auto part = read_as<ConversationCompleted>("01-honest-subscription.json").part;
  EXPECT_TRUE(part.closing);
  EXPECT_EQ(part.at, at("2026-11-23T20:15:14.500+09:00"));
  EXPECT_EQ(part.scenario, (Scenario{"lp-42", ScenarioKind::subscription, "初回980円 美容液 定期便"}));
  ASSERT_TRUE(part.visitor);
  EXPECT_EQ(part.visitor->ip, "203.0.113.7");
  EXPECT_EQ(part.visitor->device_id, "d-1001");
  EXPECT_EQ(part.visitor->language, "ja");
  EXPECT_EQ(part.visitor->referrer, "https://example.jp/lp/42");
  EXPECT_EQ(part.visitor->landing_url, "https://shop.example.jp/lp/42");
  EXPECT_THAT(part.visitor->user_agent, testing::StartsWith("Mozilla/5.0 (iPhone;"));
  EXPECT_EQ(part.visitor->affiliate,
            (Affiliate{"asp-1", "m-210", "clk-d-1001", at("2026-11-23T20:07:08+09:00")}));
  ASSERT_THAT(part.messages, SizeIs(16));
  EXPECT_EQ(part.messages[0], (Message{.at = at("2026-11-23T20:14:00+09:00"),
                                       .from = Speaker::bot,
                                       .question_id = "name",
                                       .text = "お名前を漢字で教えてください😊",
                                       .typing_ms = std::nullopt,
                                       .pasted = std::nullopt,
                                       .edits = std::nullopt}));
  EXPECT_EQ(part.messages[1], (Message{.at = at("2026-11-23T20:14:07.500+09:00"),
                                       .from = Speaker::visitor,
                                       .question_id = "name",
                                       .text = "山田 花子",
                                       .typing_ms = 5200,
                                       .pasted = false,
                                       .edits = 0}));
  EXPECT_THAT(part.answers, SizeIs(9));  // the building is "", so it is absent
  EXPECT_EQ(part.answers.at("phone"), "090-1234-5678");
}

TEST(QualvaSamples, AnAbsentMediumIsAnAffiliateWithoutOne) {
  const auto part = read_as<ConversationCompleted>("06-stolen-card.json").part;
  ASSERT_TRUE(part.visitor && part.visitor->affiliate);
  EXPECT_EQ(part.visitor->affiliate->network, "asp-1");
  EXPECT_EQ(part.visitor->affiliate->media_id, "");
}

TEST(QualvaSamples, AResaleOrderGoesToSomeoneElse) {
  const auto event = read_as<ConversationCompleted>("05-resale.json");
  const auto body = sample_json("05-resale.json")["data"];
  ASSERT_EQ(event.delivery.has_value(), body.contains("delivery"));
  EXPECT_EQ(event.delivery->recipient.name, body["delivery"]["name"].get<std::string>());
  EXPECT_EQ(event.delivery->recipient.address, body["delivery"]["address"].get<std::string>());
}

TEST(QualvaSamples, AnUpdateBringsWhatWasSaidSoFar) {
  const auto event = read_as<ConversationUpdated>("07-conversation-updated.json");
  EXPECT_EQ(event.conversation_id, ConversationId{"c-1001"});
  EXPECT_FALSE(event.part.closing);
  EXPECT_THAT(event.part.messages, SizeIs(8));
  EXPECT_THAT(event.part.answers, ElementsAre(Pair("name", "山田 花子"), Pair("name_kana", "ヤマダ ハナコ"),
                                              Pair("phone", "090-1234-5678")));
}

TEST(QualvaSamples, AnAbandonedConversationKeepsItsAnswers) {
  const auto event = read_as<ConversationAbandoned>("08-conversation-abandoned.json");
  EXPECT_EQ(event.conversation_id, ConversationId{"c-1008"});
  EXPECT_FALSE(event.part.closing);
  EXPECT_THAT(event.part.answers, ElementsAre(Pair("name", "山口 恵")));
}

TEST(QualvaSamples, AnUpsellBringsANewCart) {
  const auto event = read_as<OrderAmended>("09-order-amended-upsell.json");
  EXPECT_EQ(event.order.conversation_id, ConversationId{"c-1001"});
  EXPECT_TRUE(event.order.order_id.empty());
  EXPECT_EQ(event.cart.total, (Money{9620, "JPY"}));
  EXPECT_THAT(event.cart.items, SizeIs(2));
}

TEST(QualvaSamples, ACodeIsKeptAsItWasTyped) {
  const auto event = read_as<CodeSubmitted>("10-confirmation-code-submitted.json");
  EXPECT_EQ(event.code, "０１２３４５");
  EXPECT_EQ(event.order.conversation_id, ConversationId{"c-1004"});
  EXPECT_TRUE(event.confirmation_id.empty());
}

TEST(QualvaSamples, AVoiceConfirmationSucceeded) {
  const auto event = read_as<ConfirmationReported>("11-confirmation-succeeded.json");
  EXPECT_TRUE(event.succeeded);
  EXPECT_EQ(event.channel, "voice");
}

TEST(QualvaSamples, AReservationHasAnEmptyCart) {
  const auto event = read_as<ConversationCompleted>("12-reservation.json");
  EXPECT_EQ(event.cart, (Cart{.total = {0, "JPY"}, .items = {}}));
  EXPECT_EQ(event.payment, (Payment{.method = PaymentMethod::wallet, .card = std::nullopt}));
  EXPECT_EQ(event.part.scenario->kind, ScenarioKind::reservation);
  EXPECT_EQ(event.buyer.postal_code, "");
}

TEST(QualvaSamples, ABuyersCancelNamesTheConversation) {
  EXPECT_EQ(read_as<OrderCancelled>("13-order-cancelled-by-buyer.json").order.conversation_id,
            ConversationId{"c-1001"});
}

}  // namespace
}  // namespace sekisho::adapters
