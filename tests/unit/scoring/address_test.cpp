#include "identity/address.h"

#include <string>

#include <gtest/gtest.h>

#include "identity/japanese_number.h"

namespace sekisho::scoring::testing {
namespace {

std::optional<std::string> key(std::string_view address, std::string_view prefecture = "") {
  return canonical_address(parse_address(prefecture, address));
}

std::string number(std::u32string_view text) {
  const auto found = read_number(text);
  return found ? found->digits : "";
}

TEST(JapaneseNumber, ReadsKanjiBothWays) {
  EXPECT_EQ(number(U"一二三"), "123");
  EXPECT_EQ(number(U"百二十三"), "123");
  EXPECT_EQ(number(U"十"), "10");
  EXPECT_EQ(number(U"二十"), "20");
  EXPECT_EQ(number(U"千五"), "1005");
  EXPECT_EQ(number(U"二〇一"), "201");
  EXPECT_EQ(number(U"〇"), "0");
}

TEST(JapaneseNumber, ReadsArabicWithoutLeadingZeros) {
  EXPECT_EQ(number(U"007号"), "7");
  EXPECT_EQ(number(U"000"), "0");
  EXPECT_EQ(number(U"12三"), "12");
}

TEST(JapaneseNumber, RefusesWhatIsNoLotNumber) {
  EXPECT_EQ(number(U"番"), "");
  EXPECT_EQ(number(U""), "");
  EXPECT_EQ(number(U"123456789"), "");
  EXPECT_EQ(number(U"一二三四五六七八九"), "");
}

TEST(Address, IsOneLotInEverySpelling) {
  for (const char* spelling :
       {"新宿区大久保2-7-5", "新宿区大久保二丁目七番五号", "東京都新宿区大久保二丁目七番五号",
        "新宿区大久保２丁目７−５", "新宿区　大久保 2丁目7番5号", "新宿区大久保2ー7ー5", "新宿区大久保2一7一5",
        "新宿区大久保2の7の5", "新宿区大久保二の七の五", "新宿区大久保２丁目７番地５",
        "新宿区大久保2丁目7番地の5", "〒169-0072 東京都新宿区大久保2-7-5", "1690072東京都新宿区大久保2-7-5",
        "新宿区大久保2‐7‐5", "新宿区大久保02-07-05", "新宿区大久保二丁目七番五号 コーポ大久保　１０２号室",
        "新宿区大久保2-7-5コーポ大久保102", "新宿区大久保2-7-5-102", "新宿区大久保2-7-5 102"}) {
    EXPECT_EQ(key(spelling, "東京都"), "東京都新宿区大久保2-7-5") << spelling;
    EXPECT_EQ(key(spelling), "東京都新宿区大久保2-7-5") << spelling;
  }
}

TEST(Address, KeepsNeighboursApart) {
  EXPECT_NE(key("新宿区大久保2-7-5"), key("新宿区大久保2-7-6"));
  EXPECT_NE(key("新宿区大久保2-7-5"), key("新宿区大久保2-75"));
  EXPECT_NE(key("新宿区大久保1-7-5"), key("新宿区北新宿1-7-5"));
  EXPECT_NE(key("府中市宮町1-2", "東京都"), key("府中市宮町1-2", "広島県"));
}

TEST(Address, LeavesNumeralsInNamesAlone) {
  EXPECT_EQ(parse_address("東京都", "港区三田2-15-45").place, "港区三田");
  EXPECT_EQ(parse_address("東京都", "港区六本木六丁目10-1").place, "港区六本木");
  EXPECT_EQ(parse_address("東京都", "八王子市四谷町1-1").place, "八王子市四谷町");
  EXPECT_EQ(parse_address("兵庫県", "神戸市中央区三宮町1丁目1").block, "1-1");
}

TEST(Address, KeepsNumbersThatBelongToThePlace) {
  EXPECT_EQ(key("千代田区三番町6-2"), key("千代田区3番町6番地2"));
  EXPECT_EQ(parse_address("東京都", "千代田区三番町6").block, "6");
  EXPECT_EQ(key("札幌市中央区北一条西二丁目3-4"), "北海道札幌市中央区北1条西2-3-4");
  EXPECT_EQ(key("札幌市中央区北１条西２丁目３番地４"), "北海道札幌市中央区北1条西2-3-4");
  EXPECT_EQ(parse_address("東京都", "中央区八丁堀4丁目5-3").block, "4-5-3");
  EXPECT_EQ(key("堺市北区中百舌鳥町2丁104-1"), key("堺市北区中百舌鳥町２丁１０４番１"));
  EXPECT_EQ(key("九戸郡洋野町種市第12地割34番地5", "岩手県"), "岩手県洋野町種市12-34-5");
}

TEST(Address, FoldsSmallKana) {
  EXPECT_EQ(key("千代田区霞ヶ関1-1-1"), key("千代田区霞が関1-1-1"));
  EXPECT_EQ(key("千代田区霞ケ関1-1-1"), key("千代田区霞ｹ関1-1-1"));
  EXPECT_EQ(key("新宿区四ツ谷1-2"), key("新宿区四つ谷1-2"));
  EXPECT_EQ(key("千代田区丸の内1-9-1"), key("千代田区丸ノ内1-9-1"));
}

TEST(Address, DropsCountiesButNotCitiesThatLookLikeOne) {
  EXPECT_EQ(key("海部郡大治町砂子1-1", "愛知県"), key("大治町砂子1-1", "愛知県"));
  EXPECT_EQ(parse_address("奈良県", "大和郡山市北郡山町248-4").place, "大和郡山市北郡山町");
  EXPECT_EQ(parse_address("愛知県", "蒲郡市形原町1-2").place, "蒲郡市形原町");
  EXPECT_EQ(parse_address("兵庫県", "赤穂郡上郡町大持278").place, "上郡町大持");
  EXPECT_EQ(parse_address("兵庫県", "上郡町大持278").place, "上郡町大持");
  EXPECT_EQ(parse_address("山口県", "山口市小郡黄金町1-1").place, "山口市小郡黄金町");
  EXPECT_EQ(key("船橋市大字前原1-2"), key("船橋市前原1-2"));
}

TEST(Address, TakesThePrefectureFromWhereItStands) {
  EXPECT_EQ(parse_address("東京", "渋谷区恵比寿1-19-19").prefecture, "東京都");
  EXPECT_EQ(parse_address("", "神奈川県横浜市中区山下町10").prefecture, "神奈川県");
  EXPECT_EQ(parse_address("", "横浜市中区山下町10").prefecture, "神奈川県");
  EXPECT_EQ(parse_address("東京都", "神奈川県横浜市中区山下町10").prefecture, "神奈川県");
  EXPECT_EQ(parse_address("", "北区梅田3-1-1").prefecture, "") << "Osaka has one, and Tokyo, and Kyoto";
  EXPECT_EQ(parse_address("", "府中市宮町1-2").prefecture, "");
}

TEST(Address, SeesWhetherThereIsALotNumber) {
  EXPECT_TRUE(parse_address("", "渋谷区恵比寿1-19-19").has_lot_number);
  EXPECT_TRUE(parse_address("", "美幌町字東123").has_lot_number);
  EXPECT_TRUE(parse_address("長野県", "辰野町無番地").has_lot_number) << "said to have none";
  EXPECT_FALSE(parse_address("", "札幌市中央区北一条西2丁目").has_lot_number);
  EXPECT_FALSE(parse_address("", "渋谷区恵比寿").has_lot_number);
  EXPECT_FALSE(parse_address("", "").has_lot_number);
}

TEST(Address, IsNoIdentifierAboveTheLot) {
  EXPECT_EQ(key("札幌市中央区北一条西2丁目"), std::nullopt) << "a whole chome";
  EXPECT_EQ(key("渋谷区恵比寿"), std::nullopt);
  EXPECT_EQ(key("辰野町無番地"), std::nullopt);
  EXPECT_EQ(key("2-7-5"), std::nullopt) << "no place";
  EXPECT_EQ(key(""), std::nullopt);
}

TEST(Address, DoesNotTakeABuildingsNumberForTheLots) {
  EXPECT_EQ(parse_address("", "新宿区西新宿2丁目8番三井ビル").block, "2-8");
  EXPECT_EQ(parse_address("", "新宿区西新宿2丁目三番館").block, "2");
  EXPECT_EQ(parse_address("", "新宿区西新宿2-8 3階").block, "2-8");
  EXPECT_EQ(parse_address("", "新宿区西新宿2-8-301号室").block, "2-8");
}

TEST(Address, ReadsHostileTextInLinearTime) {
  std::string kanji;
  for (int i = 0; i < 80'000; ++i)
    kanji += "一";
  EXPECT_EQ(key(kanji), std::nullopt);
  EXPECT_EQ(key("x" + std::string(200'000, '1')), std::nullopt);
  EXPECT_EQ(key("x" + std::string(200'000, '-')), std::nullopt);
  EXPECT_EQ(key("\xff\xff\xff"), std::nullopt);
}

}  // namespace
}  // namespace sekisho::scoring::testing
