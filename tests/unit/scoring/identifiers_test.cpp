#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <scoring/identifiers.h>

#include "orders.h"

namespace sekisho::scoring::testing {
namespace {

using ::testing::Contains;
using ::testing::UnorderedElementsAre;

std::string canonical(const Order& order, IdentifierKind kind, Party party = Party::buyer) {
  for (const Identifier& identifier : identifiers_of(order)) {
    if (identifier.kind == kind && identifier.party == party) return identifier.canonical;
  }
  return "";
}

TEST(Identifiers, AreAllThatAnOrderCarries) {
  using enum IdentifierKind;
  EXPECT_THAT(
      identifiers_of(resale()),
      UnorderedElementsAre(
          Identifier{phone, Party::buyer, "+817044556677"},
          Identifier{email, Party::buyer, "sneakerops@gmail.com"},
          Identifier{address, Party::buyer, "千葉県市川市塩浜3-17-8"}, Identifier{name, Party::buyer, "李明"},
          Identifier{device, Party::buyer, "d-900"}, Identifier{ip, Party::buyer, "198.51.100.200"},
          Identifier{media, Party::buyer, "asp-1/m-012"}, Identifier{card, Party::buyer, "tok_1005"},
          Identifier{phone, Party::recipient, "+81470000000"},
          Identifier{name, Party::recipient, "倉庫担当a-0512"}))
      << "the recipient's address is the buyer's, in another spelling";
}

TEST(Identifiers, LinkTheTwoOrdersOfARing) {
  for (const auto kind :
       {IdentifierKind::address, IdentifierKind::device, IdentifierKind::ip, IdentifierKind::media}) {
    EXPECT_NE(canonical(ring_a(), kind), "");
    EXPECT_EQ(canonical(ring_a(), kind), canonical(ring_b(), kind)) << to_string(kind);
  }
  for (const auto kind : {IdentifierKind::phone, IdentifierKind::email, IdentifierKind::name}) {
    EXPECT_NE(canonical(ring_a(), kind), canonical(ring_b(), kind)) << to_string(kind);
  }
}

TEST(Identifiers, LeaveOutWhatIsAbsent) {
  EXPECT_TRUE(identifiers_of(Order{}).empty());
  EXPECT_EQ(canonical(reservation(), IdentifierKind::address), "");
  EXPECT_EQ(canonical(stolen_card(), IdentifierKind::media), "") << "a network without a medium";
}

TEST(Identifiers, LeaveOutWhatIsBeyondRecognition) {
  Order order;
  order.buyer.phone = "none";
  order.buyer.email = "none";
  order.buyer.address = "none";
  order.buyer.name = "　";
  order.conversation.visitor = Visitor{};
  order.conversation.visitor->ip = "999.1.1.1";
  order.conversation.visitor->device_id = "  ";
  EXPECT_TRUE(identifiers_of(order).empty());
}

TEST(CanonicalValue, TakesAnySpelling) {
  using enum IdentifierKind;
  EXPECT_EQ(canonical_value(phone, "０９０ 1234 5678"), "+819012345678");
  EXPECT_EQ(canonical_value(email, "A.B+c@GoogleMail.com"), "ab@gmail.com");
  EXPECT_EQ(canonical_value(address, "東京都新宿区大久保二丁目七番五号"), canonical(ring_a(), address));
  EXPECT_EQ(canonical_value(name, "佐々木　健一"), canonical(ring_a(), name));
  EXPECT_EQ(canonical_value(device, " d-77a\n"), canonical(ring_a(), device));
  EXPECT_EQ(canonical_value(card, "tok_1"), "tok_1");
}

TEST(CanonicalValue, FoldsIpAddresses) {
  using enum IdentifierKind;
  EXPECT_EQ(canonical_value(ip, " 198.51.100.23 "), "198.51.100.23");
  EXPECT_EQ(canonical_value(ip, "2001:DB8:0:0:0:0:0:1"), "2001:db8::1");
  EXPECT_EQ(canonical_value(ip, "::ffff:198.51.100.23"), "198.51.100.23");
  for (const char* text : {"", "1.2.3", "1.2.3.4.5", "01.2.3.4x", "::g", "198.51.100.23/24", "localhost"}) {
    EXPECT_EQ(canonical_value(ip, text), std::nullopt) << text;
  }
}

TEST(CanonicalValue, IsNothingForWhatCannotBeOfItsKind) {
  using enum IdentifierKind;
  EXPECT_EQ(canonical_value(phone, "abc"), std::nullopt);
  EXPECT_EQ(canonical_value(email, "abc"), std::nullopt);
  EXPECT_EQ(canonical_value(address, "渋谷区"), std::nullopt);
  EXPECT_EQ(canonical_value(device, " "), std::nullopt);
  EXPECT_EQ(canonical_value(card, ""), std::nullopt);
  EXPECT_EQ(canonical_value(name, "\t"), std::nullopt);
}

TEST(IdentifierKindNames, GoBothWays) {
  for (std::size_t i = 0; i < Past::kinds; ++i) {
    const auto kind = static_cast<IdentifierKind>(i);
    EXPECT_EQ(identifier_kind_from(to_string(kind)), kind);
  }
  EXPECT_EQ(identifier_kind_from("ip"), IdentifierKind::ip);
  EXPECT_EQ(identifier_kind_from("IP"), std::nullopt);
  EXPECT_EQ(identifier_kind_from(""), std::nullopt);
}

}  // namespace
}  // namespace sekisho::scoring::testing
