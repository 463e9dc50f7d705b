#include "desk/list_index.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/events.h"

namespace sekisho::gateway {
namespace {

using namespace std::chrono_literals;
using scoring::IdentifierKind;
using scoring::ListHit;
using scoring::ListName;
using ::testing::IsEmpty;
using testing::noon;
using ::testing::UnorderedElementsAre;

storage::LookupKey key_of(unsigned char first, unsigned char last = 0) {
  storage::LookupKey key{};
  key.front() = std::byte{first};
  key.back() = std::byte{last};
  return key;
}

storage::ListEntryRecord entry(const std::string& id, const storage::LookupKey& key,
                               const std::string& list = "deny", std::optional<Timestamp> expires_at = {}) {
  storage::ListEntryRecord record;
  record.id = id;
  record.list = list;
  record.kind = "phone";
  record.key = key;
  record.reason = "reason of " + id;
  record.expires_at = expires_at;
  return record;
}

std::vector<KeyedIdentifier> phone(const storage::LookupKey& key) {
  return {{.kind = IdentifierKind::phone, .party = scoring::Party::buyer, .key = key}};
}

TEST(ListIndex, FindsAnEntryByItsKey) {
  ListIndex lists;
  lists.add(entry("ent_1", key_of(1)));
  EXPECT_THAT(lists.hits(phone(key_of(1)), noon),
              UnorderedElementsAre(ListHit{ListName::deny, IdentifierKind::phone, "reason of ent_1"}));
  EXPECT_THAT(lists.hits(phone(key_of(2)), noon), IsEmpty());
}

TEST(ListIndex, ComparesTheWholeKey) {
  ListIndex lists;
  lists.add(entry("ent_1", key_of(1, 1)));
  EXPECT_THAT(lists.hits(phone(key_of(1, 2)), noon), IsEmpty());
}

TEST(ListIndex, ForgetsAnEntryAtTheMomentOfItsExpiry) {
  ListIndex lists;
  lists.add(entry("ent_1", key_of(1), "deny", noon));
  EXPECT_EQ(lists.hits(phone(key_of(1)), noon - 1ms).size(), 1U);
  EXPECT_THAT(lists.hits(phone(key_of(1)), noon), IsEmpty());
}

TEST(ListIndex, KeepsBothListsApart) {
  ListIndex lists;
  lists.add(entry("ent_1", key_of(1), "allow"));
  lists.add(entry("ent_2", key_of(1), "deny"));
  EXPECT_THAT(lists.hits(phone(key_of(1)), noon),
              UnorderedElementsAre(ListHit{ListName::allow, IdentifierKind::phone, "reason of ent_1"},
                                   ListHit{ListName::deny, IdentifierKind::phone, "reason of ent_2"}));
}

TEST(ListIndex, RemovesOneEntryAndLeavesItsTwin) {
  ListIndex lists;
  lists.add(entry("ent_1", key_of(1)));
  lists.add(entry("ent_2", key_of(1)));
  lists.remove("ent_1");
  lists.remove("ent_1");
  lists.remove("ent_unknown");
  EXPECT_THAT(lists.hits(phone(key_of(1)), noon),
              UnorderedElementsAre(ListHit{ListName::deny, IdentifierKind::phone, "reason of ent_2"}));
}

TEST(ListIndex, NamesAHitOnceThoughBuyerAndRecipientMakeIt) {
  ListIndex lists;
  lists.add(entry("ent_1", key_of(1)));
  auto identifiers = phone(key_of(1));
  identifiers.push_back(
      {.kind = IdentifierKind::phone, .party = scoring::Party::recipient, .key = key_of(1)});
  EXPECT_EQ(lists.hits(identifiers, noon).size(), 1U);
}

TEST(ListIndex, LeavesOutAKindThatItDoesNotKnow) {
  ListIndex lists;
  auto record = entry("ent_1", key_of(1));
  record.kind = "shoe_size";
  lists.add(record);
  EXPECT_THAT(lists.hits(phone(key_of(1)), noon), IsEmpty());
}

}  // namespace
}  // namespace sekisho::gateway
