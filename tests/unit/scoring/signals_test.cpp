#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "orders.h"
#include "shipped_data.h"
#include "signals/families.h"
#include "signals/signal.h"

namespace sekisho::scoring::testing {
namespace {

const SignalValue missing = Missing{};

SignalValue text(const char* word) {
  return std::string(word);
}

SignalValue count(std::int64_t number) {
  return number;
}

template <class Compute>
SignalValue of(Compute compute, const Order& order, const Past& past = {}) {
  return compute(Facts(order, past, shipped_data().tables()));
}

Message answer(int second, const char* question, const char* typed, std::optional<std::int64_t> typing_ms,
               std::optional<bool> pasted) {
  return {.at = Timestamp{std::chrono::seconds{second}},
          .from = Speaker::visitor,
          .question_id = question,
          .text = typed,
          .typing_ms = typing_ms,
          .pasted = pasted,
          .edits = {}};
}

Order chatted(std::vector<Message> messages) {
  Order order;
  order.conversation.messages = std::move(messages);
  return order;
}

TEST(Registry, DescribesEverySignalInBothLanguages) {
  std::set<std::string_view> names;
  for (const SignalDefinition& signal : signal_registry()) {
    EXPECT_TRUE(names.insert(signal.name).second) << signal.name;
    EXPECT_FALSE(signal.meaning.empty()) << signal.name;
    EXPECT_FALSE(signal.meaning_en.empty()) << signal.name;
    EXPECT_TRUE(signal.values.empty() || signal.type == SignalType::text) << signal.name;
    EXPECT_TRUE(std::ranges::all_of(signal.name, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
    })) << signal.name;
    EXPECT_EQ(signal_registry()[signal_index(signal.name).value()].name, signal.name);
  }
  EXPECT_EQ(signal_index("phone.colour"), std::nullopt);
}

TEST(Registry, NamesItsTypes) {
  EXPECT_EQ(to_string(SignalType::boolean), "boolean");
  EXPECT_EQ(to_string(SignalType::integer), "integer");
  EXPECT_EQ(to_string(SignalType::number), "number");
  EXPECT_EQ(to_string(SignalType::text), "text");
}

TEST(Registry, TellsAValueOfAnotherType) {
  const SignalDefinition& kind = signal_registry()[signal_index("phone.kind").value()];
  EXPECT_TRUE(has_type_of(kind, text("mobile")));
  EXPECT_TRUE(has_type_of(kind, missing));
  EXPECT_FALSE(has_type_of(kind, text("mobi")));
  EXPECT_FALSE(has_type_of(kind, text("mobile|fixed")));
  EXPECT_FALSE(has_type_of(kind, count(1)));
}

TEST(ChatSignals, MeasureFromTheFirstAnswerToTheLast) {
  Order order = chatted({answer(20, "phone", "x", {}, {}), answer(5, "name", "x", {}, {})});
  order.conversation.messages.push_back({.at = Timestamp{std::chrono::seconds{99}},
                                         .from = Speaker::bot,
                                         .question_id = "",
                                         .text = "ok",
                                         .typing_ms = {},
                                         .pasted = {},
                                         .edits = {}});
  EXPECT_EQ(of(signals::chat_duration, order), count(15'000));
  EXPECT_EQ(of(signals::chat_duration, chatted({answer(5, "name", "x", {}, {})})), missing)
      << "one answer has no length";
  EXPECT_EQ(of(signals::chat_duration, chatted({})), missing);
}

TEST(ChatSignals, DoNotMeasureFromAnAnswerWithoutATime) {
  EXPECT_EQ(
      of(signals::chat_duration, chatted({answer(0, "name", "x", {}, {}), answer(5, "phone", "x", {}, {})})),
      missing);
}

TEST(ChatSignals, TakeTheMedianTypingTimeOfWhatWasTyped) {
  const Message slow = answer(1, "name", "山田", 1000, false);     // 500 a character
  const Message middle = answer(2, "kana", "ヤマダ", 300, false);  // 100
  const Message fast = answer(3, "phone", "0901234567", 100, {});  // 10
  const Message pasted = answer(4, "email", "a@b.jp", 1, true);
  const Message untimed = answer(5, "x", "y", {}, false);
  const Message empty = answer(6, "building", "", 700, false);
  EXPECT_EQ(of(signals::chat_typing_per_character, chatted({slow, middle, fast, pasted, untimed, empty})),
            SignalValue(100.0));
  EXPECT_EQ(of(signals::chat_typing_per_character, chatted({slow, middle, fast, fast})), SignalValue(55.0));
  EXPECT_EQ(of(signals::chat_typing_per_character, chatted({slow, middle, pasted})), missing)
      << "two answers tell nothing";
}

TEST(ChatSignals, ShareThePastesAmongIdentityAnswers) {
  const Order order = chatted({answer(1, "name", "山田", {}, true), answer(2, "phone", "090", {}, false),
                               answer(3, "email", "a@b.jp", {}, true), answer(4, "address", "x", {}, {}),
                               answer(5, "building", "", {}, true), answer(6, "payment", "card", {}, true),
                               answer(7, "postal_code", "1", {}, true)});
  EXPECT_EQ(of(signals::chat_pasted_share, order), SignalValue(0.75));
  EXPECT_EQ(of(signals::chat_pasted_share, chatted({answer(1, "payment", "card", {}, true)})), missing);
  EXPECT_EQ(of(signals::chat_pasted_share, chatted({answer(1, "name", "x", {}, {})})), missing) << "not told";
}

TEST(VelocitySignals, CountThisOrderToo) {
  Past past;
  past.orders[static_cast<std::size_t>(IdentifierKind::device)] =
      OrderCounts{.m10 = 1, .h1 = 2, .h24 = 3, .d7 = 4, .d30 = 5};
  EXPECT_EQ(of(signals::velocity_device_10m, Order{}, past), count(2));
  EXPECT_EQ(of(signals::velocity_device_24h, Order{}, past), count(4));
  EXPECT_EQ(of(signals::velocity_phone_24h, Order{}, past), missing) << "the order has no phone";
}

TEST(VelocitySignals, MeasureAMediumAgainstItself) {
  const auto burst = [](std::int64_t h1, std::int64_t h24, std::int64_t d7) {
    Past past;
    past.orders[static_cast<std::size_t>(IdentifierKind::media)] =
        OrderCounts{.m10 = 0, .h1 = h1, .h24 = h24, .d7 = d7, .d30 = d7};
    return of(signals::velocity_media_burst, Order{}, past);
  };
  EXPECT_EQ(burst(19, 20, 20 + 288), SignalValue(10.0)) << "two an hour, and twenty in this one";
  EXPECT_EQ(burst(9, 10, 10 + 1440), SignalValue(1.0)) << "a large medium on an ordinary day";
  EXPECT_EQ(burst(2, 2, 2 + 20), SignalValue(3.0)) << "a quiet one is held against one an hour";
  EXPECT_EQ(burst(50, 60, 60 + 19), missing) << "no baseline yet";
}

TEST(DeliverySignals, TellAnotherRecipient) {
  EXPECT_EQ(of(signals::delivery_differs, honest_subscription()), SignalValue(false));
  EXPECT_EQ(of(signals::delivery_differs, resale()), SignalValue(true));
  Order same = ring_a();
  same.delivery = Delivery{.recipient = ring_b().buyer, .desired_at = ""};
  same.delivery->recipient.name = "佐々木　健一";
  EXPECT_EQ(of(signals::delivery_differs, same), SignalValue(false)) << "the same, in another spelling";
  same.delivery->recipient.address = "新宿区大久保2-7-6";
  EXPECT_EQ(of(signals::delivery_differs, same), SignalValue(true));
}

TEST(DeliverySignals, HearAForwarder) {
  const auto forwarder = [](const char* address, const char* building) {
    Order order;
    order.buyer.address = address;
    order.buyer.building = building;
    return of(signals::delivery_forwarder, order);
  };
  EXPECT_EQ(of(signals::delivery_forwarder, resale()), SignalValue(true));
  EXPECT_EQ(forwarder("市川市塩浜3-17-8", "転送センター内 A-0512"), SignalValue(true));
  EXPECT_EQ(forwarder("市川市塩浜3-17-8", "塩浜センター内　Ｂ−１２３４"), SignalValue(true));
  EXPECT_EQ(forwarder("市川市塩浜3-17-8", "ABC WAREHOUSE 12"), SignalValue(true));
  EXPECT_EQ(forwarder("市川市塩浜3-17-8 第二倉庫", ""), SignalValue(true));
  EXPECT_EQ(forwarder("渋谷区恵比寿1-1-1", "医療センター内"), SignalValue(false));
  EXPECT_EQ(forwarder("渋谷区恵比寿1-1-1", "市民センター内 B1"), SignalValue(false));
  EXPECT_EQ(forwarder("燕市物流センター1-1", ""), SignalValue(false)) << "a town of that name";
  EXPECT_EQ(forwarder("", ""), missing);
}

TEST(PaymentSignals, SeeAFirstOfferWithoutSecurity) {
  EXPECT_EQ(of(signals::payment_unsecured_first_offer, ring_a()), SignalValue(true));
  EXPECT_EQ(of(signals::payment_unsecured_first_offer, cod_unreachable()), SignalValue(true));
  EXPECT_EQ(of(signals::payment_unsecured_first_offer, honest_subscription()), SignalValue(false));
  Order regular = ring_a();
  regular.cart.items.front().first_time_offer = false;
  EXPECT_EQ(of(signals::payment_unsecured_first_offer, regular), SignalValue(false));
  regular.cart.items.clear();
  EXPECT_EQ(of(signals::payment_unsecured_first_offer, regular), missing);
}

TEST(PaymentSignals, KnowWhatTheCardTells) {
  EXPECT_EQ(of(signals::payment_three_ds, stolen_card()), text("not_attempted"));
  EXPECT_EQ(of(signals::payment_failed_attempts, stolen_card()), count(4));
  EXPECT_EQ(of(signals::payment_holder, stolen_card()), text("mismatch"));
  EXPECT_EQ(of(signals::payment_three_ds, ring_a()), missing);
  EXPECT_EQ(of(signals::payment_failed_attempts, ring_a()), missing);
  EXPECT_EQ(of(signals::payment_holder, ring_a()), missing);
  Order silent = stolen_card();
  silent.payment.card->three_ds.reset();
  silent.payment.card->failed_attempts.reset();
  EXPECT_EQ(of(signals::payment_three_ds, silent), missing);
  EXPECT_EQ(of(signals::payment_failed_attempts, silent), missing);
}

TEST(CartSignals, MeasureTheCart) {
  EXPECT_EQ(of(signals::cart_total, resale()), count(142'800));
  EXPECT_EQ(of(signals::cart_largest_quantity, cod_unreachable()), count(2));
  EXPECT_EQ(of(signals::cart_largest_quantity, reservation()), missing);
  Order dollars = resale();
  dollars.cart.total.currency = "USD";
  EXPECT_EQ(of(signals::cart_total, dollars), missing) << "cents are no yen";
}

TEST(TimeSignals, ReadTheHourInJapan) {
  const auto hour = [](const char* at) {
    Order order;
    order.placed_at = *parse_rfc3339(at);
    return of(signals::time_hour, order);
  };
  EXPECT_EQ(hour("2026-11-23T02:59:59.999+09:00"), count(2));
  EXPECT_EQ(hour("2026-11-22T15:00:00Z"), count(0));
  EXPECT_EQ(hour("2026-11-22T14:59:59Z"), count(23));
}

}  // namespace
}  // namespace sekisho::scoring::testing
