#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <scoring/linkage.h>
#include <scoring/trace.h>

#include "orders.h"
#include "past_orders.h"
#include "shipped_data.h"

namespace sekisho::scoring::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(Trace, IsReadBackAsItWasWritten) {
  for (const Order& order :
       {honest_subscription(), ring_a(), resale(), stolen_card(), reservation(), Order{}}) {
    const Trace trace = trace_of(order);
    const auto read = decode_trace(encode_trace(trace));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, trace);
  }
}

TEST(Trace, OfDamagedTextIsRefused) {
  const std::string text = encode_trace(trace_of(ring_a()));
  const auto keys = text.size() - trace_of(ring_a()).link.size();
  for (std::size_t cut = 0; cut < keys; ++cut)
    EXPECT_FALSE(decode_trace(text.substr(0, cut))) << cut;
  EXPECT_FALSE(decode_trace("2 0 "));
  EXPECT_FALSE(decode_trace("1 ffffffff "));
  EXPECT_FALSE(decode_trace("1 1 9 0 0 "));
}

TEST(Trace, TellsRoomsOfOneBuildingApart) {
  Order one = honest_subscription();
  one.buyer.address = "新宿区大久保2-7-5";
  one.buyer.prefecture = "東京都";
  one.buyer.postal_code = "169-0072";
  one.buyer.building = "コーポ大久保 102号室";
  Order other = one;
  other.buyer.building = "コーポ大久保 103号室";
  EXPECT_NE(trace_of(one).lot, 0U);
  EXPECT_EQ(trace_of(one).lot, trace_of(other).lot);
  EXPECT_NE(trace_of(one).room, trace_of(other).room);
  other.buyer.building = "";
  EXPECT_EQ(trace_of(other).room, trace_of(other).lot) << "no room is told";
}

TEST(Trace, TakesTheFamilyOfAProduct) {
  Order order;
  for (const auto* sku : {"SER-01", "ser-02", "CRM-01"}) {
    auto& item = order.cart.items.emplace_back();
    item.sku = sku;
    item.first_time_offer = item.sku != "CRM-01";
  }
  EXPECT_THAT(trace_of(order).first_offers, SizeIs(1));
  order.cart.items.resize(0);
  EXPECT_THAT(trace_of(order).first_offers, IsEmpty());
}

}  // namespace
}  // namespace sekisho::scoring::testing
