#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "orders.h"
#include "reference/ip_countries.h"
#include "reference/network_classes.h"
#include "shipped_data.h"
#include "signals/families.h"

namespace sekisho::scoring::testing {
namespace {

const SignalValue missing = Missing{};

SignalValue text(const char* word) {
  return std::string(word);
}

template <class Compute>
SignalValue of(Compute compute, const ReferenceFacts& reference, const Order& order = honest_subscription()) {
  return compute(Facts(order, {}, shipped_data().tables(), reference));
}

Order visited_from(const char* ip) {
  Order order = honest_subscription();
  Visitor visitor;
  visitor.ip = ip;
  order.conversation.visitor = visitor;
  return order;
}

const NamedSignal& signal_of(const Assessment& assessment, std::string_view name) {
  return *std::ranges::find(assessment.signals, name, &NamedSignal::name);
}

bool has_reason(const Assessment& assessment, std::string_view code) {
  return std::ranges::find(assessment.reasons, code, &Reason::code) != assessment.reasons.end();
}

TEST(ImportedSignals, AreMissingWithoutData) {
  for (const auto compute :
       {signals::phone_reachability, signals::phone_reachability_age, signals::phone_recipient_reachability,
        signals::delivery_vacant_room, signals::delivery_forwarder_kind, signals::ip_asn_class,
        signals::ip_hosting, signals::negative_imported, signals::negative_imported_weak}) {
    EXPECT_EQ(of(compute, {}), missing);
  }
}

TEST(ImportedSignals, SayWhetherThePhoneIsReachedAndHowLongAgoThatWasSeen) {
  ReferenceFacts facts;
  facts.buyer_phone = {Reachability::moved, std::chrono::sys_days{std::chrono::year{2026} / 11 / 20}};
  facts.recipient_phone = {Reachability::unassigned, std::nullopt};
  Order order = honest_subscription();
  order.placed_at = *parse_rfc3339("2026-11-22T15:00:00Z");  // the 23rd in Japan
  EXPECT_EQ(of(signals::phone_reachability, facts, order), text("moved"));
  EXPECT_EQ(of(signals::phone_recipient_reachability, facts, order), text("unassigned"));
  EXPECT_EQ(of(signals::phone_reachability_age, facts, order), SignalValue{std::int64_t{3}});
  order.placed_at = *parse_rfc3339("2026-11-01T00:00:00Z");
  EXPECT_EQ(of(signals::phone_reachability_age, facts, order), SignalValue{std::int64_t{0}});
}

TEST(ImportedSignals, CallAListedAddressAForwarderWhateverItsWording) {
  ReferenceFacts facts;
  facts.forwarder = "weekly-apartment";
  EXPECT_EQ(of(signals::delivery_forwarder, facts), SignalValue{true});
  EXPECT_EQ(of(signals::delivery_forwarder_kind, facts), text("weekly-apartment"));
  facts.forwarder = "";
  EXPECT_EQ(of(signals::delivery_forwarder, facts), SignalValue{false});
  EXPECT_EQ(of(signals::delivery_forwarder_kind, facts), text("none"));
}

TEST(ImportedSignals, NameTheKindsOfNegativesOnceAndTheSharedOnesApart) {
  ReferenceFacts facts;
  facts.negatives.emplace();
  EXPECT_EQ(of(signals::negative_imported, facts), text("none"));
  facts.negatives = {{.kind = IdentifierKind::name, .reason = "x", .expires_at = {}},
                     {.kind = IdentifierKind::email, .reason = "x", .expires_at = {}},
                     {.kind = IdentifierKind::phone, .reason = "x", .expires_at = {}},
                     {.kind = IdentifierKind::phone, .reason = "y", .expires_at = {}}};
  EXPECT_EQ(of(signals::negative_imported, facts), text("phone,email"));
  EXPECT_EQ(of(signals::negative_imported_weak, facts), text("name"));
}

TEST(ImportedSignals, TellHostingFromRelaysCarriersAndHomes) {
  const auto class_of = [](std::uint32_t asn, const char* organization) {
    ReferenceFacts facts;
    facts.network = Network{asn, organization};
    return std::pair{of(signals::ip_asn_class, facts), of(signals::ip_hosting, facts)};
  };
  EXPECT_EQ(class_of(16509, "AMAZON-02"), std::pair(text("hosting"), SignalValue{true}));
  EXPECT_EQ(class_of(64500, "Example Cloud Inc."), std::pair(text("hosting"), SignalValue{true}));
  EXPECT_EQ(class_of(13335, "CLOUDFLARENET"), std::pair(text("relay"), SignalValue{false}));
  EXPECT_EQ(class_of(9605, "NTT DOCOMO, INC."), std::pair(text("carrier"), SignalValue{false}));
  EXPECT_EQ(class_of(64501, "Serverino Telecom"), std::pair(text("other"), SignalValue{false}));
}

TEST(IpCountry, IsThatOfTheBlock) {
  EXPECT_EQ(of(signals::ip_country, {}, visited_from("1.0.16.1")), text("JP"));
  EXPECT_EQ(of(signals::ip_country, {}, visited_from("::ffff:1.0.16.1")), text("JP"));
  EXPECT_EQ(of(signals::ip_country, {}, visited_from("2001:200::1")), text("JP"));
  EXPECT_EQ(of(signals::ip_country, {}, visited_from("8.8.8.8")), text("US"));
}

TEST(IpCountry, IsMissingForAddressesThatNobodyHas) {
  for (const char* ip : {"10.0.0.1", "192.168.1.1", "127.0.0.1", "203.0.113.7", "0.0.0.0", "255.255.255.255",
                         "::1", "fe80::1", "not an address", ""}) {
    EXPECT_EQ(of(signals::ip_country, {}, visited_from(ip)), missing) << ip;
  }
}

TEST(IpCountries, RefuseAFileOfAnotherForm) {
  const std::string whole = shipped_file("ip-country.bin");
  EXPECT_TRUE(IpCountries::parse(whole));
  for (const std::string& broken :
       {std::string{}, std::string{"x\n"}, whole.substr(0, whole.size() - 1), whole + "x",
        std::string{"sekisho-ip-country 1 2026-06-25 1 2 0\nJP"} + std::string("\0\0\0\5\0\0\0\4\0\0", 10),
        std::string{"sekisho-ip-country 1 2026-06-25 1 1 0\nJP"} + std::string("\0\0\0\5\1", 5)}) {
    EXPECT_FALSE(IpCountries::parse(broken)) << broken.substr(0, 40);
  }
}

TEST(NetworkClassTable, NamesTheLineOfAFault) {
  const auto broken = NetworkClasses::parse("# head\nhosting\tasn\t1\nhome\tasn\t2\n");
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().detail.find("networks.tsv:3"), std::string::npos);
  EXPECT_FALSE(NetworkClasses::parse("hosting\tasn\tx\n"));
  EXPECT_FALSE(NetworkClasses::parse("hosting\tasn\t1\nrelay\tasn\t1\n")) << "one number, two classes";
}

TEST(ImportedData, MovesTheScoreAndIsNamedInTheAssessment) {
  const Order order = honest_subscription();
  const auto before = shipped_engine().assess(order, {}, Policy{});
  ReferenceFacts facts;
  facts.buyer_phone = {Reachability::unassigned, std::nullopt};
  facts.vacant_room = true;
  facts.versions = {{"phone-reachability", "7-1a2b3c4d"}};
  const auto after = shipped_engine().assess(order, {}, Policy{}, facts);
  EXPECT_GE(after.score, before.score + 400);
  EXPECT_TRUE(has_reason(after, "phone.unassigned"));
  EXPECT_TRUE(has_reason(after, "delivery.vacant_room"));
  EXPECT_EQ(signal_of(after, "delivery.vacant_room").value, SignalValue{true});
  std::string json;
  JsonWriter out{json};
  write_json(out, after);
  EXPECT_NE(json.find(R"("phone-reachability":"7-1a2b3c4d","ip-country":"2026-06-25")"), std::string::npos);
}

}  // namespace
}  // namespace sekisho::scoring::testing
