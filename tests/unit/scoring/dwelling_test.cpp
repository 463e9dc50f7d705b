#include "linkage/dwelling.h"

#include <gtest/gtest.h>
#include <scoring/link.h>

#include "reference/tables.h"
#include "shipped_data.h"

namespace sekisho::scoring::testing {
namespace {

bool is_one(const Dwelling& a, const Dwelling& b) {
  const NameDictionary& names = shipped_data().tables().names;
  const bool one = match_dwellings(a, b, names).similarity >= link_threshold;
  EXPECT_EQ(one, match_dwellings(b, a, names).similarity >= link_threshold);
  return one;
}

TEST(Dwelling, TellsWingsFromTheBuildingsName) {
  const Dwelling lettered = dwelling_of("コーポ大久保A棟", "102");
  EXPECT_EQ(lettered.building, "コポ大久保") << "without length marks";
  EXPECT_EQ(lettered.wings, std::vector<std::string>{"a"});
  EXPECT_EQ(lettered.room, "102");
  EXPECT_EQ(dwelling_of("第二コーポ", "").wings, std::vector<std::string>{"2"});
  EXPECT_EQ(dwelling_of("コーポIII", "").wings, std::vector<std::string>{"3"});
  EXPECT_EQ(dwelling_of("コーポ三番館", "").wings, std::vector<std::string>{"3"});
  EXPECT_EQ(dwelling_of("コーポ東館", "").wings, std::vector<std::string>{"東"});
  EXPECT_TRUE(dwelling_of("東京ハイツ", "").wings.empty()) << "東 is part of a name here";
  EXPECT_TRUE(dwelling_of("PARKVILLA", "").wings.empty());
}

TEST(Dwelling, ReadsAWingFromTheRoom) {
  const Dwelling dwelling = dwelling_of("", "B-0102");
  EXPECT_EQ(dwelling.wings, std::vector<std::string>{"b"});
  EXPECT_EQ(dwelling.room, "102");
  EXPECT_TRUE(dwelling.wing_of_room);
  EXPECT_EQ(dwelling_of("", "7F").room, "7f");
  EXPECT_EQ(dwelling_of("", "0").room, "0");
}

TEST(Dwelling, IsAnotherWithAnotherRoomOrWing) {
  EXPECT_FALSE(is_one(dwelling_of("コーポ", "101"), dwelling_of("コーポ", "102")));
  EXPECT_FALSE(is_one(dwelling_of("コーポA棟", "101"), dwelling_of("コーポB棟", "101")));
  EXPECT_FALSE(is_one(dwelling_of("コーポA棟", "101"), dwelling_of("コーポ", "101")));
  EXPECT_FALSE(
      is_one(dwelling_of("大久保タワーイースト", "101"), dwelling_of("大久保タワーウエスト", "101")));
  EXPECT_FALSE(is_one(dwelling_of("大久保タワー南", "101"), dwelling_of("大久保タワー北", "101")));
  EXPECT_FALSE(is_one(dwelling_of("", "A-101"), dwelling_of("", "101")));
  EXPECT_TRUE(is_one(dwelling_of("コーポA棟", "101"), dwelling_of("コーポ", "A101")));
}

TEST(Dwelling, IsAnotherWithoutItsRoom) {
  EXPECT_FALSE(is_one(dwelling_of("コーポ", "101"), dwelling_of("コーポ", "")));
  EXPECT_FALSE(is_one(dwelling_of("コーポ", "101"), dwelling_of("", "")));
}

TEST(Dwelling, MayLeaveOutTheBuilding) {
  EXPECT_TRUE(is_one(dwelling_of("コーポ大久保", "101"), dwelling_of("", "101")));
  EXPECT_TRUE(is_one(dwelling_of("コーポ大久保2号館", "101"), dwelling_of("", "101")));
  EXPECT_TRUE(is_one(dwelling_of("コーポ大久保", ""), dwelling_of("", "")));
  EXPECT_TRUE(is_one(dwelling_of("コーポA棟", "101"), dwelling_of("", "A101")));
}

TEST(Dwelling, ForgivesTheSpellingOfABuildingButNotAnotherOne) {
  EXPECT_TRUE(is_one(dwelling_of("メゾン・ド・フルール", "101"), dwelling_of("メゾンドフルル", "101")));
  EXPECT_TRUE(is_one(dwelling_of("コーポ大久保", "101"), dwelling_of("コーポおおくぼ", "101")));
  EXPECT_TRUE(is_one(dwelling_of("恵比寿パークハイツ", "101"), dwelling_of("パークハイツ恵比寿", "101")));
  EXPECT_TRUE(is_one(dwelling_of("maisondefleur", "101"), dwelling_of("メゾンドフルール", "101")));
  EXPECT_FALSE(is_one(dwelling_of("メゾンドフルール", "101"), dwelling_of("グリーンパレス", "101")));
}

}  // namespace
}  // namespace sekisho::scoring::testing
