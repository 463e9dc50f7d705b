#include <cmath>
#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/scorecard.h"
#include "orders.h"
#include "shipped_data.h"
#include "signals/signal.h"

namespace sekisho::scoring::testing {
namespace {

using ::testing::Contains;
using ::testing::Field;
using ::testing::Not;

Assessment assess(const Order& order, const Past& past = {}) {
  return shipped_engine().assess(order, past, Policy{});
}

std::string describe(const Assessment& assessment) {
  std::string text = std::string(to_string(assessment.verdict)) + ' ' + std::to_string(assessment.score);
  for (const Reason& reason : assessment.reasons) {
    text += "\n  " + std::to_string(reason.contribution) + ' ' + reason.code + ' ' + reason.detail;
  }
  return text;
}

SignalValue signal(const Assessment& assessment, std::string_view name) {
  return assessment.signals.at(signal_index(name).value()).value;
}

bool has_reason(const Assessment& assessment, std::string_view code) {
  return std::ranges::find(assessment.reasons, code, &Reason::code) != assessment.reasons.end();
}

Tenths sum_of(const Assessment& assessment) {
  Tenths sum = assessment.base;
  for (const Reason& reason : assessment.reasons)
    sum += reason.contribution;
  return sum;
}

Past with_hits(std::initializer_list<ListHit> hits) {
  Past past;
  past.list_hits = hits;
  return past;
}

TEST(Engine, ApprovesAnHonestSubscriber) {
  const Assessment assessment = assess(honest_subscription());
  EXPECT_EQ(assessment.verdict, Verdict::approve) << describe(assessment);
  EXPECT_LT(assessment.score, 150) << describe(assessment);
}

TEST(Engine, ApprovesAReservationWithoutAddressOrCart) {
  const Assessment assessment = assess(reservation());
  EXPECT_EQ(assessment.verdict, Verdict::approve) << describe(assessment);
  EXPECT_THAT(assessment.missing, Contains("address.postal_code"));
  EXPECT_THAT(assessment.missing, Contains("cart.largest_quantity"));
}

TEST(Engine, HoldsTheFirstOrderOfARing) {
  const Assessment assessment = assess(ring_a());
  EXPECT_GE(assessment.verdict, Verdict::challenge) << describe(assessment);
  EXPECT_LE(assessment.verdict, Verdict::review) << describe(assessment);
}

TEST(Engine, SeesTheRingInItsSecondOrder) {
  Shop shop;
  shop.remember(ring_a());
  const Assessment first = assess(ring_a());
  const Assessment second = assess(ring_b(), shop.past_of(ring_b()));
  EXPECT_GE(second.verdict, Verdict::review) << describe(second);
  EXPECT_GT(second.score, first.score) << describe(second);
  EXPECT_TRUE(has_reason(second, "velocity.address")) << "the two spellings of one address are one";
  EXPECT_EQ(signal(second, "velocity.device.orders_10m"), SignalValue(std::int64_t{2}));
}

TEST(Engine, AsksForConfirmationOfAnUnreachableCashOnDeliveryOrder) {
  const Assessment assessment = assess(cod_unreachable());
  EXPECT_EQ(assessment.verdict, Verdict::challenge) << describe(assessment);
}

TEST(Engine, HoldsAResellersOrder) {
  const Assessment assessment = assess(resale());
  EXPECT_GE(assessment.verdict, Verdict::challenge) << describe(assessment);
  EXPECT_LE(assessment.verdict, Verdict::review) << describe(assessment);
  EXPECT_TRUE(has_reason(assessment, "delivery.forwarder"));
  EXPECT_TRUE(has_reason(assessment, "cart.quantity"));
}

TEST(Engine, StopsAStolenCard) {
  const Assessment assessment = assess(stolen_card());
  EXPECT_GE(assessment.verdict, Verdict::review) << describe(assessment);
  EXPECT_TRUE(has_reason(assessment, "payment.holder_mismatch"));
}

TEST(Engine, SaysWhatItSawInBothLanguages) {
  Shop shop;
  shop.remember(ring_a());
  const Assessment assessment = assess(ring_b(), shop.past_of(ring_b()));
  EXPECT_THAT(assessment.reasons,
              Contains(AllOf(Field(&Reason::detail, "同じ端末から24時間に2件の注文があります"),
                             Field(&Reason::detail_en, "2 orders from this device in 24 hours"))));
}

TEST(Engine, RejectsADenyHitAlone) {
  const Past past = with_hits({{.list = ListName::deny, .kind = IdentifierKind::phone, .reason = "unpaid"}});
  const Assessment assessment = assess(honest_subscription(), past);
  EXPECT_EQ(assessment.verdict, Verdict::reject) << describe(assessment);
  EXPECT_EQ(assessment.reasons.front().code, "list.deny");
  EXPECT_EQ(assessment.reasons.front().detail, "拒否リストに登録があります（電話番号）");
}

TEST(Engine, LetsADenyHitPrevailOverAnAllowHit) {
  const Past past = with_hits({{.list = ListName::allow, .kind = IdentifierKind::email, .reason = ""},
                               {.list = ListName::deny, .kind = IdentifierKind::device, .reason = ""}});
  EXPECT_EQ(assess(honest_subscription(), past).verdict, Verdict::reject);
}

TEST(Engine, LetsAnAllowHitOutweighOrdinarySuspicion) {
  const Past past = with_hits({{.list = ListName::allow, .kind = IdentifierKind::phone, .reason = ""}});
  for (const Order& order : {ring_a(), cod_unreachable(), resale()}) {
    const Assessment assessment = assess(order, past);
    EXPECT_EQ(assessment.verdict, Verdict::approve) << describe(assessment);
  }
}

TEST(Engine, CountsSeveralHitsOfOneListOnce) {
  const Past past = with_hits({{.list = ListName::deny, .kind = IdentifierKind::device, .reason = ""},
                               {.list = ListName::deny, .kind = IdentifierKind::phone, .reason = "a"},
                               {.list = ListName::deny, .kind = IdentifierKind::phone, .reason = "b"}});
  EXPECT_EQ(signal(assess(honest_subscription(), past), "list.deny"),
            SignalValue(std::string("phone,device")));
}

TEST(Engine, FollowsThePolicysThresholds) {
  Policy policy;
  policy.version = 7;
  policy.thresholds = {.challenge = 0, .review = 0, .reject = 1010};
  const Assessment assessment = shipped_engine().assess(honest_subscription(), {}, policy);
  EXPECT_EQ(assessment.verdict, Verdict::review);
  EXPECT_EQ(assessment.policy_version, 7);
  EXPECT_EQ(assessment.model, "scorecard-1");
}

TEST(Engine, NeverScoresWhatIsMissingAsZero) {
  Order silent = honest_subscription();
  silent.conversation.messages.clear();
  const Assessment assessment = assess(silent);
  EXPECT_THAT(assessment.missing, Contains("chat.duration_ms"));
  EXPECT_FALSE(has_reason(assessment, "chat.fast")) << "a chat without times is not a chat of no time";
}

TEST(Engine, ListsEverySignalInTheRegistrysOrderWithItsType) {
  for (const Order& order :
       {honest_subscription(), ring_b(), resale(), stolen_card(), reservation(), Order{}}) {
    const Assessment assessment = assess(order);
    ASSERT_EQ(assessment.signals.size(), signal_registry().size());
    for (std::size_t i = 0; i < assessment.signals.size(); ++i) {
      const SignalDefinition& definition = signal_registry()[i];
      EXPECT_EQ(assessment.signals[i].name, definition.name);
      EXPECT_TRUE(has_type_of(definition, assessment.signals[i].value)) << definition.name;
    }
  }
}

TEST(Engine, GivesEverySignalAValueOnSomeOrder) {
  Past busy;
  busy.orders.fill(OrderCounts{.m10 = 1, .h1 = 2, .h24 = 3, .d7 = 40, .d30 = 50});
  busy.distinct.fill(DistinctCounts{.h24 = 2, .d30 = 3});
  busy.network_merchants_7d = 2;
  busy.own_negative = busy.shared_negative = Negative{.age_days = 3, .merchants = 1};
  busy.media = MediaRecord{.known = 10, .fraud = 1};
  busy.same_rhythm_30d = 0;
  busy.faster_chats = busy.faster_typing = 0.5;
  ReferenceFacts imported;
  imported.buyer_phone = {Reachability::reachable, std::chrono::sys_days{}};
  imported.recipient_phone = imported.buyer_phone;
  imported.vacant_room = false;
  imported.forwarder = "";
  imported.network = Network{64500, "x"};
  imported.negatives.emplace();
  Order abroad = honest_subscription();
  abroad.conversation.visitor.emplace().ip = "8.8.8.8";
  std::set<std::string> seen;
  for (const Order& order : {honest_subscription(), ring_b(), resale(), stolen_card(), abroad}) {
    const auto assessment = shipped_engine().assess(order, busy, Policy{}, imported);
    for (const NamedSignal& measured : assessment.signals) {
      if (!std::holds_alternative<Missing>(measured.value)) seen.insert(measured.name);
    }
  }
  for (const SignalDefinition& definition : signal_registry()) {
    EXPECT_TRUE(seen.contains(std::string(definition.name))) << definition.name;
  }
}

TEST(Engine, KeepsPersonalDataOutOfItsReasons) {
  const Past past =
      with_hits({{.list = ListName::deny, .kind = IdentifierKind::phone, .reason = "田中 090-8765-4321"}});
  for (const Reason& reason : assess(stolen_card(), past).reasons) {
    for (const char* personal :
         {"田中", "タナカ", "8765", "ttt0099", "yopmail", "札幌", "SMITH", "192.0.2"}) {
      EXPECT_THAT(reason.detail, Not(::testing::HasSubstr(personal)));
      EXPECT_THAT(reason.detail_en, Not(::testing::HasSubstr(personal)));
    }
  }
}

/// Orders and pasts put together by dice from honest, hostile and absent parts.
class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}

  Order order() {
    Order order = pick<Order (*)()>(
        {honest_subscription, ring_a, ring_b, cod_unreachable, resale, stolen_card, reservation})();
    order.buyer.phone =
        pick<std::string>({order.buyer.phone, "", "0120-444-444", "０２０−１２３４−５６７８", "1", "🍣"});
    order.buyer.email =
        pick<std::string>({order.buyer.email, "", "a+b@docomo.ne.jp", "x@", "zxqv81k2@yopmail.com"});
    order.buyer.name = pick<std::string>({order.buyer.name, "", "テスト", "山田3", "\xff\xfe", "John 山田"});
    order.buyer.postal_code = pick<std::string>({order.buyer.postal_code, "", "000-0000", "60-1"});
    order.cart.total.amount = pick<std::int64_t>({0, 980, 60'000, 10'000'000'000});
    if (pick<bool>({true, false})) order.conversation.messages.clear();
    if (pick<bool>({true, false})) order.delivery.reset();
    return order;
  }

  Past past() {
    Past past;
    for (auto& counts : past.orders) {
      if (pick<bool>({true, false})) continue;
      counts = OrderCounts{.m10 = number(), .h1 = number(), .h24 = number(), .d7 = 100, .d30 = 200};
    }
    for (const ListName list : {ListName::allow, ListName::deny}) {
      if (number() < 8) continue;
      past.list_hits.push_back({.list = list, .kind = IdentifierKind::device, .reason = ""});
    }
    return past;
  }

 private:
  template <class T>
  T pick(std::initializer_list<T> choices) {
    return choices.begin()[std::uniform_int_distribution<std::size_t>(0, choices.size() - 1)(engine_)];
  }

  std::int64_t number() { return std::uniform_int_distribution<std::int64_t>(0, 12)(engine_); }

  std::mt19937 engine_;
};

TEST(Engine, AddsUpExactlyToItsScoreWhateverTheOrder) {
  Dice dice(1);
  bool clamped_above = false;
  bool clamped_below = false;
  for (int i = 0; i < 4000; ++i) {
    const Order order = dice.order();
    const Assessment assessment = assess(order, dice.past());
    ASSERT_EQ(sum_of(assessment), assessment.score) << describe(assessment);
    ASSERT_GE(assessment.score, 0);
    ASSERT_LE(assessment.score, 1000);
    ASSERT_EQ(assessment.verdict, Thresholds{}.verdict(assessment.score));
    for (std::size_t r = 1; r < assessment.reasons.size(); ++r) {
      const Reason& before = assessment.reasons[r - 1];
      const Reason& after = assessment.reasons[r];
      ASSERT_TRUE(std::abs(before.contribution) > std::abs(after.contribution) ||
                  (std::abs(before.contribution) == std::abs(after.contribution) && before.code < after.code))
          << describe(assessment);
    }
    const bool bounded = has_reason(assessment, "score.bounds");
    clamped_above = clamped_above || (bounded && assessment.score == 1000);
    clamped_below = clamped_below || (bounded && assessment.score == 0);
  }
  EXPECT_TRUE(clamped_above);
  EXPECT_TRUE(clamped_below);
}

TEST(Engine, IsDeterministic) {
  const auto run = [] {
    Dice dice(2);
    std::string text;
    JsonWriter out(text);
    for (int i = 0; i < 300; ++i) {
      const Order order = dice.order();
      write_json(out, assess(order, dice.past()));
    }
    return text;
  }();
  Dice dice(2);
  const Engine other = Engine::create(shipped_data(), shipped_file("scorecard-1.json")).value();
  std::string text;
  JsonWriter out(text);
  for (int i = 0; i < 300; ++i) {
    const Order order = dice.order();
    write_json(out, other.assess(order, dice.past(), Policy{}));
  }
  EXPECT_EQ(run, text);
}

TEST(Engine, DoesNotDependOnTheOrderOfListHits) {
  std::vector<ListHit> hits = {{.list = ListName::allow, .kind = IdentifierKind::ip, .reason = "a"},
                               {.list = ListName::deny, .kind = IdentifierKind::card, .reason = "b"},
                               {.list = ListName::deny, .kind = IdentifierKind::email, .reason = "c"}};
  Past past;
  past.list_hits = hits;
  const Assessment forward = assess(ring_a(), past);
  std::ranges::reverse(past.list_hits);
  EXPECT_EQ(forward.reasons, assess(ring_a(), past).reasons);
}

}  // namespace
}  // namespace sekisho::scoring::testing
