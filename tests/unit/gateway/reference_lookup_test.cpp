#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference_room.h"
#include "support/mmdb_file.h"

namespace sekisho::gateway::testing {
namespace {

using scoring::IdentifierKind;
using scoring::Reachability;
using enum ReferenceKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Phones = ReferenceRoom;
using Vacancies = ReferenceRoom;
using Forwarders = ReferenceRoom;
using Negatives = ReferenceRoom;
using Networks = ReferenceRoom;

TEST_F(Phones, AreFoundInAnySpelling) {
  use(phone_reachability,
      "phone,status,checked_on\n090 1234 5678,unreachable,2026-11-01\n+81-3-1234-5678,moved,2026/11/2\n");
  auto buyer = order();
  for (const char* spelled : {"09012345678", "０９０−１２３４−５６７８", "+81 90-1234-5678"}) {
    buyer.buyer.phone = spelled;
    ASSERT_TRUE(facts_of(buyer).buyer_phone) << spelled;
    EXPECT_EQ(facts_of(buyer).buyer_phone->status, Reachability::unreachable);
  }
  buyer.delivery.emplace().recipient.phone = "03-1234-5678";
  EXPECT_EQ(facts_of(buyer).recipient_phone->status, Reachability::moved);
}

TEST_F(Phones, ThatAreNotListedSayNothing) {
  use(phone_reachability, "phone,status,checked_on\n09012345679,reachable,\n");
  EXPECT_EQ(facts_of(order()).buyer_phone, std::nullopt);
}

TEST_F(Phones, GoByTheirLatestCheck) {
  use(phone_reachability,
      "phone,status,checked_on\n"
      "09012345678,moved,2026-11-03\n090-1234-5678,unreachable,2026-11-01\n09012345678,reachable,\n");
  const auto check = facts_of(order()).buyer_phone;
  ASSERT_TRUE(check);
  EXPECT_EQ(check->status, Reachability::moved);
  EXPECT_EQ(check->checked_on, std::chrono::sys_days{std::chrono::year{2026} / 11 / 3});
}

TEST_F(Phones, OfOneDayGoByTheLaterLine) {
  use(phone_reachability,
      "phone,status,checked_on\n09012345678,unreachable,2026-11-03\n09012345678,reachable,2026-11-03\n");
  EXPECT_EQ(facts_of(order()).buyer_phone->status, Reachability::reachable);
}

TEST_F(Phones, FromASpreadsheetThatAteTheZeroAreFound) {
  use(phone_reachability, "phone,status,checked_on\n9012345678,moved,\n312345678,unassigned,\n");
  auto buyer = order();
  EXPECT_EQ(facts_of(buyer).buyer_phone->status, Reachability::moved);
  buyer.buyer.phone = "03-1234-5678";
  EXPECT_EQ(facts_of(buyer).buyer_phone->status, Reachability::unassigned);
}

constexpr const char* vacancy_header =
    "postal_code,prefecture,address,building,room,vacant_from,vacant_until\n";

std::string vacancy(const std::string& row) {
  return vacancy_header + row + "\n";
}

TEST_F(Vacancies, AreFoundWhateverTheSpelling) {
  use(vacancies, vacancy("169-0072,東京都,新宿区大久保二丁目７番５号,コーポ大久保,１０２号室,2026-11-01,"));
  auto buyer = order();
  EXPECT_EQ(facts_of(buyer).vacant_room, true);
  buyer.buyer.building = "コーポ大久保　１０２号室";
  EXPECT_EQ(facts_of(buyer).vacant_room, true);
  buyer.buyer.prefecture = "";
  buyer.buyer.building = "";
  buyer.buyer.address = "東京都新宿区大久保2丁目7-5 コーポ大久保102";
  EXPECT_EQ(facts_of(buyer).vacant_room, true);
}

TEST_F(Vacancies, CountFromTheFirstDayToTheLastInJapan) {
  use(vacancies, vacancy("1690072,東京都,新宿区大久保2-7-5,コーポ大久保,102,2026-11-10,2026-11-20"));
  auto buyer = order();
  const auto at = [&](const char* time) {
    buyer.placed_at = *parse_rfc3339(time);
    return facts_of(buyer).vacant_room;
  };
  EXPECT_EQ(at("2026-11-09T23:59:59+09:00"), false);
  EXPECT_EQ(at("2026-11-10T00:00:00+09:00"), true);
  EXPECT_EQ(at("2026-11-20T23:59:59+09:00"), true);
  EXPECT_EQ(at("2026-11-21T00:00:00+09:00"), false);
}

TEST_F(Vacancies, OfOneRoomCoverNoOther) {
  use(vacancies, vacancy("1690072,東京都,新宿区大久保2-7-5,コーポ大久保,102,2026-11-01,"));
  auto buyer = order();
  for (const char* other : {"コーポ大久保 103", "コーポ大久保", "ハイツ大久保 102", ""}) {
    buyer.buyer.building = other;
    EXPECT_EQ(facts_of(buyer).vacant_room, false) << other;
  }
}

TEST_F(Vacancies, WithoutARoomCoverNoRoom) {
  use(vacancies, vacancy("1690072,東京都,新宿区大久保2-7-5,コーポ大久保,,2026-11-01,"));
  EXPECT_EQ(facts_of(order()).vacant_room, false);
  auto buyer = order();
  buyer.buyer.building = "コーポ大久保";
  EXPECT_EQ(facts_of(buyer).vacant_room, true);
}

TEST_F(Vacancies, AreFoundWhereTheBuildingsNameWasLeftOut) {
  use(vacancies, vacancy("1690072,東京都,新宿区大久保2-7-5,コーポ大久保,102,2026-11-01,"));
  auto buyer = order();
  buyer.buyer.building = "102号室";
  EXPECT_EQ(facts_of(buyer).vacant_room, true);
}

TEST_F(Vacancies, AreAskedOfWhereTheParcelGoes) {
  use(vacancies, vacancy("1690072,東京都,新宿区大久保2-7-5,コーポ大久保,102,2026-11-01,"));
  auto gift = order();
  gift.delivery.emplace().recipient.address = "東京都渋谷区恵比寿1-19-19";
  EXPECT_EQ(facts_of(gift).vacant_room, false);
  std::swap(gift.buyer.address, gift.delivery->recipient.address);
  std::swap(gift.buyer.building, gift.delivery->recipient.building);
  EXPECT_EQ(facts_of(gift).vacant_room, true);
  gift = order();
  gift.delivery.emplace().recipient.name = "山田 太郎";
  EXPECT_EQ(facts_of(gift).vacant_room, true) << "a recipient without an address lives at the buyer's";
}

constexpr const char* forwarder_header = "postal_code,prefecture,address,building,kind\n";

TEST_F(Forwarders, AreFoundByTheirLotWhateverTheBuilding) {
  use(forwarders, std::string(forwarder_header) + "1690072,東京都,新宿区大久保2-7-5,,warehouse\n");
  EXPECT_EQ(facts_of(order()).forwarder, "warehouse");
  auto neighbour = order();
  neighbour.buyer.address = "新宿区大久保2-7-6";
  EXPECT_EQ(facts_of(neighbour).forwarder, "");
}

TEST_F(Forwarders, InABuildingLeaveItsNeighboursAlone) {
  use(forwarders, std::string(forwarder_header) + "1690072,東京都,新宿区大久保2-7-5,コーポ大久保,転送\n");
  EXPECT_EQ(facts_of(order()).forwarder, "転送");
  auto neighbour = order();
  neighbour.buyer.building = "ハイツ大久保 102";
  EXPECT_EQ(facts_of(neighbour).forwarder, "");
}

TEST_F(Negatives, HitTheirKindInAnySpellingUntilTheyExpire) {
  use(negatives,
      "kind,value,reason,expires_at\nphone,+81 90 1234 5678,後払い未払い,2026-11-20\nname,山田　花子,転売,\n"
      "email,someone@example.jp,x,2026-11-01T00:00:00Z\n");
  auto buyer = order();
  buyer.buyer.email = "Someone@example.jp";
  const auto hits = facts_of(buyer).negatives;
  ASSERT_TRUE(hits);
  const Timestamp end = *parse_rfc3339("2026-11-21T00:00:00+09:00");
  EXPECT_THAT(*hits, ElementsAre(scoring::NegativeHit{IdentifierKind::phone, "後払い未払い", end},
                                 scoring::NegativeHit{IdentifierKind::name, "転売", std::nullopt}));
  buyer.received_at = end;
  EXPECT_EQ(facts_of(buyer).negatives->size(), 1U);
}

TEST_F(Networks, AreFoundByTheVisitorsAddress) {
  use(ip_asn, sekisho::testing::mmdb_file({{"203.0.113.0", 24, 64500, "EXAMPLE HOSTING"},
                                           {"198.51.100.0", 25, 64501, "Example Telecom"}}));
  auto visited = order();
  EXPECT_EQ(facts_of(visited).network, std::nullopt);
  Visitor visitor;
  visitor.ip = "203.0.113.77";
  visited.conversation.visitor = visitor;
  EXPECT_EQ(facts_of(visited).network, (scoring::Network{64500, "EXAMPLE HOSTING"}));
  visited.conversation.visitor->ip = "::ffff:198.51.100.1";
  EXPECT_EQ(facts_of(visited).network, (scoring::Network{64501, "Example Telecom"}));
  visited.conversation.visitor->ip = "198.51.100.200";
  EXPECT_EQ(facts_of(visited).network, std::nullopt);
}

TEST_F(ReferenceRoom, WithoutDataSaysNothingAtAll) {
  EXPECT_EQ(facts_of(order()), scoring::ReferenceFacts{});
}

TEST_F(ReferenceRoom, NamesTheVersionsThatWereAsked) {
  use(phone_reachability, "phone,status,checked_on\n09012345678,moved,\n");
  use(phone_reachability, "phone,status,checked_on\n09012345678,reachable,\n");
  const auto facts = facts_of(order());
  ASSERT_EQ(facts.versions.size(), 1U);
  EXPECT_EQ(facts.versions[0].name, "phone-reachability");
  EXPECT_THAT(facts.versions[0].version, ::testing::StartsWith("2-"));
  EXPECT_EQ(facts.buyer_phone->status, Reachability::reachable);
}

TEST_F(ReferenceRoom, KeepsAVersionMappedForWhoStillReadsIt) {
  use(phone_reachability, "phone,status,checked_on\n09012345678,moved,\n");
  const auto held = board.current();
  for (int i = 0; i < 3; ++i)
    use(phone_reachability, "phone,status,checked_on\n09012345678,reachable,\n");
  const auto& old = *held->of(phone_reachability);
  EXPECT_FALSE(std::filesystem::exists(reference.file(old.manifest.file)));
  EXPECT_EQ(old.records->records(), 1U);
  EXPECT_EQ(board.current()->of(phone_reachability)->manifest.number, 4U);
}

}  // namespace
}  // namespace sekisho::gateway::testing
