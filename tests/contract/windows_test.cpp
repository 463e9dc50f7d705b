#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/store_under_test.h"
#include "support/stored_records.h"

namespace sekisho::storage {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class Windows : public StoreContract {
 protected:
  using Visit = std::tuple<Timestamp, int, std::uint64_t>;

  std::vector<Visit> visits_since(Timestamp since) {
    std::vector<Visit> visits;
    const auto done = store().visit_windows(since, [&](Timestamp at, std::uint8_t kind, std::uint64_t key) {
      visits.emplace_back(at, kind, key);
    });
    EXPECT_TRUE(done);
    return visits;
  }

  static Unit received_at(const std::string& n, Timestamp at, const LookupKey& phone) {
    auto unit = completed(n);
    unit.new_order->created_at = at;
    unit.new_order->lookup_keys = {{std::uint8_t{0}, phone}};
    return unit;
  }
};

INSTANTIATE_TEST_SUITE_P(Stores, Windows, ::testing::ValuesIn(store_kinds()), kind_name);

TEST_P(Windows, AnEmptyStoreHasNothingToRebuildFrom) {
  EXPECT_THAT(visits_since(noon - 24h * 30), IsEmpty());
}

TEST_P(Windows, EveryKeyOfAnOrderIsVisited) {
  auto unit = completed("1");
  LookupKey edge{};
  edge.fill(std::byte{0xff});
  unit.new_order->lookup_keys = {{std::uint8_t{0}, key_of("phone")}, {std::uint8_t{7}, edge}};
  commit(unit);
  EXPECT_THAT(visits_since(noon), UnorderedElementsAre(Visit{noon, 0, short_key(key_of("phone"))},
                                                       Visit{noon, 7, 0xffff'ffff'ffff'ffffU}));
}

TEST_P(Windows, OrdersFromBeforeAreLeftOut) {
  commit(received_at("1", noon - 1ms, key_of("before")), received_at("2", noon, key_of("edge")),
         received_at("3", noon + 1h, key_of("after")));
  EXPECT_THAT(visits_since(noon), UnorderedElementsAre(Visit{noon, 0, short_key(key_of("edge"))},
                                                       Visit{noon + 1h, 0, short_key(key_of("after"))}));
}

TEST_P(Windows, AClockThatWentBackLosesNoOrder) {
  commit(received_at("1", noon + 2h, key_of("a")));
  commit(received_at("2", noon - 2h, key_of("b")));
  commit(received_at("3", noon + 1h, key_of("c")));
  EXPECT_THAT(visits_since(noon), UnorderedElementsAre(Visit{noon + 2h, 0, short_key(key_of("a"))},
                                                       Visit{noon + 1h, 0, short_key(key_of("c"))}));
}

TEST_P(Windows, AChangedOrderIsStillOneOrder) {
  commit(received_at("1", noon, key_of("a")));
  auto change = change_of(*order("ord_1"), OrderStatus::approved);
  change.changed_order->updated_at = noon + 1h;
  commit(change);
  EXPECT_THAT(visits_since(noon), UnorderedElementsAre(Visit{noon, 0, short_key(key_of("a"))}));
}

}  // namespace
}  // namespace sekisho::storage
