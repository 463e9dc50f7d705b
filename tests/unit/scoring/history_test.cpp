#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <scoring/history.h>

#include "orders.h"
#include "past_orders.h"

namespace sekisho::scoring::testing {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const Timestamp noon = *parse_rfc3339("2026-11-23T12:00:00Z");
const MerchantId acme{"acme"};
const MerchantId beta{"beta"};

Order hanako() {
  Order order = honest_subscription();
  order.merchant_id = acme;
  order.buyer = {.name = "山田 花子",
                 .name_kana = "ヤマダ ハナコ",
                 .phone = "090-1234-5678",
                 .email = "hanako.y@example.jp",
                 .postal_code = "169-0072",
                 .prefecture = "東京都",
                 .address = "新宿区大久保2-7-5",
                 .building = "コーポ大久保102",
                 .birth_date = "",
                 .gender = ""};
  order.delivery.reset();
  return order;
}

/// Nothing of hers.
Order kenichi() {
  Order order = hanako();
  order.buyer = {.name = "佐藤 健一",
                 .name_kana = "サトウ ケンイチ",
                 .phone = "080-8765-4321",
                 .email = "ken1s@example.com",
                 .postal_code = "150-0013",
                 .prefecture = "東京都",
                 .address = "渋谷区恵比寿1-19-19",
                 .building = "",
                 .birth_date = "",
                 .gender = ""};
  order.conversation.visitor->ip = "198.51.100.9";
  order.conversation.visitor->device_id = "d-9";
  order.payment.card.reset();
  order.conversation.messages.clear();
  return order;
}

/// A history, asked about orders that are not in it yet.
class HistoryTest : public ::testing::Test {
 protected:
  void add(std::string_view id, const Order& order, Timestamp at) { history.add(past_order(id, order, at)); }

  Past past_of(const Order& order, Timestamp at = noon, bool consult = true) {
    const Trace trace = trace_of(order);
    const OrderId id{"ord_new"};
    return history.look(
        {.id = id, .merchant = order.merchant_id, .trace = trace, .at = at, .consult = consult});
  }

  static std::int64_t orders_24h(const Past& past) { return past.of(IdentifierKind::phone)->h24; }

  History history;
};

TEST_F(HistoryTest, KnowsNothingAtFirst) {
  const Past past = past_of(hanako());
  EXPECT_EQ(orders_24h(past), 0);
  EXPECT_THAT(past.links, IsEmpty());
  EXPECT_EQ(past.of(Relation::device_names)->h24, 1) << "this order's own name";
  EXPECT_EQ(past.linked_merchants_7d, 1);
  EXPECT_FALSE(past.own_negative);
  EXPECT_FALSE(past.shared_negative);
}

TEST_F(HistoryTest, OfAHundredOrdersAtOnceEachSeesThoseBeforeIt) {
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(orders_24h(past_of(hanako())), i);
    add("ord_" + std::to_string(i), hanako(), noon);
  }
}

TEST_F(HistoryTest, LinksThePersonAndNobodyElse) {
  add("ord_1", hanako(), noon - hours{1});
  add("ord_2", kenichi(), noon - hours{1});
  Order again = hanako();
  again.buyer.email = "hanako.y+2@example.jp";
  again.buyer.name = "山田花子";
  const Past past = past_of(again);
  ASSERT_THAT(past.links, SizeIs(1));
  EXPECT_EQ(past.links[0].id, OrderId{"ord_1"});
  EXPECT_TRUE(past.links[0].own);
  EXPECT_GE(past.links[0].similarity, 0.5);
  EXPECT_THAT(past.links[0].touch_points, Contains(TouchPoint::phone));
}

TEST_F(HistoryTest, DoesNotTakeAnOrderForItsOwnPast) {
  add("ord_new", hanako(), noon);
  const Past past = past_of(hanako());
  EXPECT_EQ(orders_24h(past), 0);
  EXPECT_THAT(past.links, IsEmpty());
  EXPECT_EQ(orders_24h(past_of(hanako(), noon + minutes{1})), 0);
  EXPECT_EQ(history.orders(), 1U) << "it stepped out for the look alone";
}

TEST_F(HistoryTest, SeesNothingThatCameLater) {
  add("ord_1", hanako(), noon + minutes{1});
  const Past past = past_of(hanako());
  EXPECT_EQ(orders_24h(past), 0);
  EXPECT_THAT(past.links, IsEmpty());
}

TEST_F(HistoryTest, ForgetsWhatIsTakenBack) {
  add("ord_1", hanako(), noon);
  add("ord_2", hanako(), noon);
  history.remove(OrderId{"ord_2"});
  history.remove(OrderId{"ord_9"});
  const Past past = past_of(hanako());
  EXPECT_EQ(orders_24h(past), 1);
  EXPECT_THAT(past.links, SizeIs(1));
  history.remove(OrderId{"ord_1"});
  EXPECT_EQ(history.orders(), 0U);
  EXPECT_EQ(past_of(hanako()).of(Relation::phone_names)->d30, 1);
}

TEST_F(HistoryTest, CountsTheNamesThatCameWithADevice) {
  add("ord_1", hanako(), noon - hours{30});
  Order other = kenichi();
  other.conversation.visitor->device_id = hanako().conversation.visitor->device_id;
  add("ord_2", other, noon - hours{1});
  const auto names = past_of(hanako()).of(Relation::device_names);
  EXPECT_EQ(names->h24, 2);
  EXPECT_EQ(names->d30, 2);
}

TEST_F(HistoryTest, CountsTheRoomsOfOneNameInABuilding) {
  for (const int room : {101, 102, 103}) {
    Order order = hanako();
    order.buyer.building = "コーポ大久保" + std::to_string(room);
    add("ord_" + std::to_string(room), order, noon);
  }
  Order fourth = hanako();
  fourth.buyer.building = "コーポ大久保104号室";
  EXPECT_EQ(past_of(fourth).of(Relation::family_rooms)->d30, 4);
  fourth.buyer.building = "";
  EXPECT_FALSE(past_of(fourth).of(Relation::family_rooms)) << "no room is told";
}

TEST_F(HistoryTest, KnowsAFirstOfferThatWasTakenBefore) {
  add("ord_1", hanako(), noon - days{90});
  EXPECT_TRUE(past_of(hanako()).links.at(0).first_offer_again);
  Order another_product = hanako();
  another_product.cart.items.at(0).sku = "XYZ-9";
  EXPECT_FALSE(past_of(another_product).links.at(0).first_offer_again);
}

TEST_F(HistoryTest, ToldTheOutcomeCountsItAgainstTheIdentifiers) {
  add("ord_1", hanako(), noon - days{3});
  history.set_outcome(OrderId{"ord_1"}, Outcome::fraud_resale, noon - days{2});
  const Past past = past_of(hanako());
  ASSERT_TRUE(past.own_negative);
  EXPECT_EQ(past.own_negative->outcome, Outcome::fraud_resale);
  EXPECT_EQ(past.own_negative->age_days, 2);
  EXPECT_EQ(past.links.at(0).outcome, Outcome::fraud_resale);
  EXPECT_FALSE(past_of(hanako(), noon - days{2} - minutes{1}).own_negative) << "not known then";
  EXPECT_FALSE(past_of(hanako(), noon + days{400}).own_negative) << "expired";
  history.set_outcome(OrderId{"ord_1"}, Outcome::legitimate, noon);
  EXPECT_FALSE(past_of(hanako()).own_negative) << "appealed";
}

TEST_F(HistoryTest, TellsOtherMerchantsThatSomethingWasFoundButNoOrder) {
  add("ord_1", hanako(), noon - days{3});
  history.set_outcome(OrderId{"ord_1"}, Outcome::fraud_nonpayment, noon - days{1});
  Order at_beta = hanako();
  at_beta.merchant_id = beta;
  const Past past = past_of(at_beta);
  EXPECT_FALSE(past.own_negative);
  ASSERT_TRUE(past.shared_negative);
  EXPECT_EQ(past.shared_negative->merchants, 1);
  EXPECT_EQ(orders_24h(past), 0) << "counts are each merchant's own";
  ASSERT_THAT(past.links, SizeIs(1));
  EXPECT_FALSE(past.links[0].own);
  EXPECT_EQ(past.linked_merchants_7d, 2);
  EXPECT_EQ(past.network_merchants_7d, 2);
}

TEST_F(HistoryTest, KeepsMerchantsApartThatDoNotShare) {
  auto hidden = past_order("ord_1", hanako(), noon - days{3});
  hidden.shared = false;
  history.add(hidden);
  history.set_outcome(OrderId{"ord_1"}, Outcome::fraud_nonpayment, noon - days{1});
  Order at_beta = hanako();
  at_beta.merchant_id = beta;
  EXPECT_FALSE(past_of(at_beta).shared_negative);
  EXPECT_THAT(past_of(at_beta).links, IsEmpty());
  EXPECT_EQ(past_of(at_beta).network_merchants_7d, 1);

  add("ord_2", hanako(), noon);
  const Past alone = past_of(at_beta, noon, false);
  EXPECT_THAT(alone.links, IsEmpty()) << "it does not consult";
  EXPECT_FALSE(alone.network_merchants_7d);
}

TEST_F(HistoryTest, KnowsHowAMediumsOrdersTurnedOut) {
  ASSERT_TRUE(hanako().conversation.visitor->affiliate);
  for (int i = 0; i < 10; ++i) {
    const std::string id = "ord_" + std::to_string(i);
    add(id, hanako(), noon);
    history.set_outcome(OrderId{id}, i < 4 ? Outcome::fraud_affiliate : Outcome::legitimate, noon);
  }
  EXPECT_EQ(past_of(hanako()).media, (MediaRecord{.known = 10, .fraud = 4}));
  history.set_outcome(OrderId{"ord_0"}, std::nullopt, std::nullopt);
  EXPECT_EQ(past_of(hanako()).media, (MediaRecord{.known = 9, .fraud = 3}));
}

TEST_F(HistoryTest, CountsChatsWithTheVerySameTiming) {
  add("ord_1", hanako(), noon - hours{1});
  const Past past = past_of(hanako());
  ASSERT_TRUE(past.same_rhythm_30d) << "the example has enough timed answers";
  EXPECT_EQ(past.same_rhythm_30d, 1);
}

TEST_F(HistoryTest, ComparesWithAnAmendedOrderAsItIsNow) {
  add("ord_1", hanako(), noon - hours{1});
  Order amended = hanako();
  amended.cart.items.at(0).sku = "XYZ-9";
  history.set_trace(OrderId{"ord_1"}, trace_of(amended));
  EXPECT_FALSE(past_of(hanako()).links.at(0).first_offer_again);
  EXPECT_EQ(orders_24h(past_of(hanako())), 1);
}

TEST_F(HistoryTest, ForgetsWhatIsTooOldToBeLinked) {
  add("ord_1", hanako(), noon - History::horizon - days{1});
  add("ord_2", hanako(), noon - days{1});
  history.prune(noon);
  EXPECT_EQ(history.orders(), 1U);
  EXPECT_THAT(past_of(hanako()).links, SizeIs(1));
}

}  // namespace
}  // namespace sekisho::scoring::testing
