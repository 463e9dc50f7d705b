#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/store_under_test.h"
#include "support/stored_records.h"

namespace sekisho::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Traces : public StoreContract {
 protected:
  std::vector<TraceRecord> since(Timestamp at) {
    std::vector<TraceRecord> visits;
    EXPECT_EQ(store().visit_traces(at, [&](const TraceRecord& trace) { visits.push_back(trace); }).value(),
              0);
    return visits;
  }

  std::vector<std::string> texts_since(Timestamp at) {
    std::vector<std::string> texts;
    for (const auto& visit : since(at))
      texts.push_back(visit.trace);
    return texts;
  }

  static Unit received_at(const std::string& n, Timestamp at, const std::string& trace) {
    auto unit = completed(n);
    unit.new_order->created_at = at;
    unit.new_order->trace = trace;
    return unit;
  }
};

INSTANTIATE_TEST_SUITE_P(Stores, Traces, ::testing::ValuesIn(store_kinds()), kind_name);

TEST_P(Traces, AnEmptyStoreHasNothingToRebuildFrom) {
  EXPECT_THAT(since(noon - 24h * 30), IsEmpty());
}

TEST_P(Traces, AreReadWithTheirOrders) {
  commit(received_at("1", noon, std::string{"\0\xff", 2}));
  const auto visits = since(noon);
  ASSERT_EQ(visits.size(), 1U);
  EXPECT_EQ(visits[0].order_id, OrderId{"ord_1"});
  EXPECT_EQ(visits[0].merchant_id, MerchantId{"acme"});
  EXPECT_EQ(visits[0].received_at, noon);
  EXPECT_EQ(visits[0].status, order("ord_1")->order.status);
  EXPECT_EQ(visits[0].outcome, std::nullopt);
  EXPECT_EQ(visits[0].trace, (std::string{"\0\xff", 2}));
}

TEST_P(Traces, OfOrdersFromBeforeAreLeftOut) {
  commit(received_at("1", noon - 1ms, "before"), received_at("2", noon, "edge"),
         received_at("3", noon + 1h, "after"));
  EXPECT_THAT(texts_since(noon), ElementsAre("edge", "after"));
}

TEST_P(Traces, SurviveAClockThatWentBack) {
  commit(received_at("1", noon + 2h, "a"));
  commit(received_at("2", noon - 2h, "b"));
  commit(received_at("3", noon + 1h, "c"));
  EXPECT_THAT(texts_since(noon), ElementsAre("a", "c"));
}

TEST_P(Traces, AChangedOrderIsStillOneOrderAndKeepsItsTrace) {
  commit(received_at("1", noon, "first"));
  auto change = change_of(*order("ord_1"), OrderStatus::approved);
  commit(change);
  EXPECT_THAT(texts_since(noon), ElementsAre("first"));
  change = change_of(*order("ord_1"), OrderStatus::approved);
  change.changed_order->trace = "second";
  commit(change);
  EXPECT_THAT(texts_since(noon), ElementsAre("second"));
  EXPECT_EQ(since(noon).at(0).status, OrderStatus::approved);
}

TEST_P(Traces, TellAnOrdersOutcome) {
  commit(received_at("1", noon, "t"));
  auto change = change_of(*order("ord_1"), OrderStatus::approved);
  change.changed_order->outcome = Outcome::fraud_resale;
  change.changed_order->outcome_at = noon + 1h;
  commit(change);
  EXPECT_EQ(since(noon).at(0).outcome, Outcome::fraud_resale);
  EXPECT_EQ(since(noon).at(0).outcome_at, noon + 1h);
  EXPECT_EQ(order("ord_1")->order.outcome, Outcome::fraud_resale);
  EXPECT_EQ(order("ord_1")->order.outcome_at, noon + 1h);
}

}  // namespace
}  // namespace sekisho::storage
