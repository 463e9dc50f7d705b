#include "address_writing.h"

#include <gtest/gtest.h>

#include "networks.h"

namespace sekisho::simulation {
namespace {

Place flat() {
  return {.town = {"1500013", "東京都", "渋谷区", "恵比寿", {1, 2}},
          .chome = 1,
          .ban = 19,
          .go = 12,
          .building = "コーポ恵比寿",
          .room = "304"};
}

TEST(AddressWriting, SpellsOnePlaceInTheWaysThatPeopleDo) {
  const char* spelled[] = {"渋谷区恵比寿1丁目19番12号",  "渋谷区恵比寿1-19-12",
                           "渋谷区恵比寿１－１９－１２", "渋谷区恵比寿一丁目19-12",
                           "渋谷区恵比寿1丁目19番地12",  "東京都渋谷区恵比寿1-19-12",
                           "渋谷区恵比寿1-19-12-304",    "渋谷区恵比寿１ー１９ー１２"};
  for (int style = 0; style < address_styles; ++style)
    EXPECT_EQ(write_address(flat(), style).address, spelled[style]) << style;
  EXPECT_EQ(write_address(flat(), 0).building, "コーポ恵比寿 304号室");
  EXPECT_EQ(write_address(flat(), 6).building, "");
  EXPECT_EQ(write_address(flat(), 0).postal_code, "150-0013");
  EXPECT_EQ(write_address(flat(), 1).postal_code, "1500013");
}

TEST(AddressWriting, SpellsALotWithoutChome) {
  Place house = flat();
  house.chome = 0;
  house.go = 0;
  house.building.clear();
  house.room.clear();
  EXPECT_EQ(write_address(house, 0).address, "渋谷区恵比寿19番地");
  EXPECT_EQ(write_address(house, 1).address, "渋谷区恵比寿19");
}

TEST(AddressWriting, DisguisesWithoutLosingTheRoom) {
  SeededStream stream{1};
  Dice dice{stream};
  for (int i = 0; i < 300; ++i) {
    const WrittenAddress written = disguise_address(flat(), 0.9, dice);
    const bool narrow = written.building.contains("304");
    EXPECT_TRUE(narrow || written.building.contains("３０４")) << written.building;
    EXPECT_TRUE(written.address.contains("恵比寿")) << written.address;
  }
}

TEST(AddressWriting, WritesPhonesAsTheyAreTyped) {
  EXPECT_EQ(write_phone("09012345678", 0), "090-1234-5678");
  EXPECT_EQ(write_phone("09012345678", 1), "09012345678");
  EXPECT_EQ(write_phone("09012345678", 2), "０９０１２３４５６７８");
  EXPECT_EQ(write_phone("09012345678", 3), "090 1234 5678");
  EXPECT_EQ(write_phone("09012345678", 4), "+819012345678");
  EXPECT_EQ(write_phone("0312345678", 0), "03-1234-5678");
}

TEST(AddressWriting, ChangesScripts) {
  EXPECT_EQ(to_hiragana("コーポ大久保"), "こーぽ大久保");
  EXPECT_EQ(full_width("2-7A~"), "２－７Ａ～");
  EXPECT_EQ(kanji_number(10), "十");
  EXPECT_EQ(kanji_number(21), "二十一");
}

TEST(Networks, GiveOneLineOneAddressAndTellDevicesApartBehindSix) {
  const Line four{{"isp", "JP", false, {0x0102, 0x0300}, 24}, 5};
  EXPECT_EQ(address_of(four, 1), "1.2.3.5");
  EXPECT_EQ(address_of(four, 2), "1.2.3.5");
  const Line six{{"isp", "JP", true, {0x2400, 0x4050}, 32}, 7};
  EXPECT_TRUE(address_of(six, 1).starts_with("2400:4050:0:7:"));
  EXPECT_NE(address_of(six, 1), address_of(six, 2));
}

}  // namespace
}  // namespace sekisho::simulation
