#include "identity/phone.h"

#include <gtest/gtest.h>

#include "orders.h"
#include "reference/phone_plan.h"
#include "shipped_data.h"
#include "signals/families.h"

namespace sekisho::scoring::testing {
namespace {

SignalValue kind_of(const std::string& phone) {
  Order order;
  order.buyer.phone = phone;
  const Past past;
  return signals::phone_kind(Facts(order, past, shipped_data().tables()));
}

SignalValue valid(const std::string& phone) {
  Order order;
  order.buyer.phone = phone;
  const Past past;
  return signals::phone_valid(Facts(order, past, shipped_data().tables()));
}

SignalValue text(const char* word) {
  return std::string(word);
}

TEST(Phone, IsOneNumberInEverySpelling) {
  for (const char* spelling :
       {"090-1234-5678", "09012345678", "０９０−１２３４−５６７８", "(090) 1234 5678", "090.1234.5678",
        "+81 90 1234 5678", "+81-(0)90-1234-5678", "0081 90 1234 5678", "010 81 90 1234 5678",
        "81 90 1234 5678", "9012345678", " 090ー1234ー5678 "}) {
    EXPECT_EQ(canonical_phone(spelling), "+819012345678") << spelling;
  }
}

TEST(Phone, KeepsAMistypedNumberAsAnIdentifier) {
  EXPECT_EQ(canonical_phone("090-1234-567"), "+81901234567");
  EXPECT_EQ(canonical_phone("090-1234-56789"), "+8190123456789");
}

TEST(Phone, KeepsForeignNumbers) {
  EXPECT_EQ(canonical_phone("+1 (650) 253-0000"), "+16502530000");
  EXPECT_EQ(canonical_phone("＋44 20 7946 0958"), "+442079460958");
}

TEST(Phone, IsNothingBeyondRecognition) {
  for (const char* text : {"", "   ", "なし", "12345", "1234567", "0", "+", "+0123456789", "+123", "0123456",
                           "012345678901234567890", "+1234567890123456", "\xff\xff"}) {
    EXPECT_EQ(canonical_phone(text), std::nullopt) << text;
  }
}

TEST(PhoneKind, KnowsJapansNumberingPlan) {
  EXPECT_EQ(kind_of("090-1234-5678"), text("mobile"));
  EXPECT_EQ(kind_of("080-9999-0004"), text("mobile"));
  EXPECT_EQ(kind_of("070-4455-6677"), text("mobile"));
  EXPECT_EQ(kind_of("060-1234-5678"), text("mobile")) << "mobile since July 2026";
  EXPECT_EQ(kind_of("050-3196-0001"), text("ip_phone"));
  EXPECT_EQ(kind_of("03-3580-3311"), text("fixed"));
  EXPECT_EQ(kind_of("011-211-2111"), text("fixed"));
  EXPECT_EQ(kind_of("0120-444-444"), text("toll_free"));
  EXPECT_EQ(kind_of("0800-123-4567"), text("toll_free"));
  EXPECT_EQ(kind_of("020-1234-5678"), text("m2m"));
  EXPECT_EQ(kind_of("0200-12345-67890"), text("m2m"));
  EXPECT_EQ(kind_of("0570-012-345"), text("other"));
  EXPECT_EQ(kind_of("+1 650 253 0000"), text("other"));
}

TEST(PhoneKind, TellsNumbersThatCannotExist) {
  for (const char* phone :
       {"090-0234-5678", "090-1234-567", "090-1234-56789", "000-0000-0000", "04-0000", "なし"}) {
    EXPECT_EQ(kind_of(phone), text("invalid")) << phone;
    EXPECT_EQ(valid(phone), SignalValue(false)) << phone;
  }
}

TEST(PhoneKind, KnowsNothingOfAnAbsentNumberNorOfAForeignPlan) {
  EXPECT_EQ(kind_of(""), SignalValue(Missing{}));
  EXPECT_EQ(kind_of("  "), SignalValue(Missing{}));
  EXPECT_EQ(valid(""), SignalValue(Missing{}));
  EXPECT_EQ(valid("+1 650 253 0000"), SignalValue(Missing{}));
  EXPECT_EQ(valid("090-1234-5678"), SignalValue(true));
}

TEST(PhonePlan, NamesItsFaults) {
  const auto plan =
      PhonePlan::parse(R"({"plan":[{"kind":"satellite","pattern":"1"},{"kind":"mobile","pattern":"("},{}]})");
  ASSERT_FALSE(plan);
  std::vector<std::string> pointers;
  for (const Fault& fault : plan.error().faults)
    pointers.push_back(fault.pointer);
  EXPECT_EQ(pointers, (std::vector<std::string>{"/plan/0/kind", "/plan/1/pattern", "/plan/2/kind",
                                                "/plan/2/pattern", "/plan/2/kind"}));
  EXPECT_FALSE(PhonePlan::parse("[]"));
  EXPECT_FALSE(PhonePlan::parse(R"({"plan":{}})"));
}

}  // namespace
}  // namespace sekisho::scoring::testing
