#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <scoring/normal_address.h>

#include "shipped_data.h"

namespace sekisho::scoring::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

NormalAddress read(std::string_view address) {
  return normalize_address(shipped_data(),
                           {.postal_code = {}, .prefecture = {}, .address = address, .building = {}});
}

NormalAddress read_fields(std::string_view code, std::string_view prefecture, std::string_view address,
                          std::string_view building = "") {
  return normalize_address(
      shipped_data(),
      {.postal_code = code, .prefecture = prefecture, .address = address, .building = building});
}

std::string place(const NormalAddress& address) {
  return address.prefecture + ' ' + address.city + ' ' + address.town;
}

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> fields{""};
  for (const char c : line) {
    if (c == '\t') {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

/// tests/data/addresses/hard.tsv: what was typed, and its parts.
std::vector<std::vector<std::string>> hard_cases() {
  std::ifstream file(SEKISHO_TEST_DATA "/addresses/hard.tsv");
  std::vector<std::vector<std::string>> cases;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    cases.push_back(split(line));
    cases.back().resize(7);
  }
  return cases;
}

TEST(NormalAddress, ReadsTheHardCasesKeptByHand) {
  const auto cases = hard_cases();
  ASSERT_GE(cases.size(), 150U);
  for (const auto& c : cases) {
    const NormalAddress address = read(c[0]);
    EXPECT_EQ(place(address), c[1] + ' ' + c[2] + ' ' + c[3]) << c[0];
    EXPECT_EQ(address.block, c[4]) << c[0];
    EXPECT_EQ(address.building, c[5]) << c[0];
    EXPECT_EQ(address.room, c[6]) << c[0];
  }
}

TEST(NormalAddress, GivesEveryPartOfOneThatIsWellWritten) {
  const NormalAddress address = read("新宿区大久保二丁目七番五号 コーポ大久保　１０２号室");
  EXPECT_EQ(place(address), "東京都 新宿区 大久保二丁目");
  EXPECT_EQ(address.block, "7-5");
  EXPECT_EQ(address.building, "コーポ大久保");
  EXPECT_EQ(address.room, "102");
  EXPECT_EQ(address.key, "東京都新宿区大久保2-7-5");
  EXPECT_EQ(address.full_key(), "東京都新宿区大久保2-7-5/コ-ポ大久保/102");
  EXPECT_EQ(address.level, AddressLevel::block);
  EXPECT_THAT(address.notes, IsEmpty());
  EXPECT_EQ(address.certainty(), 1);
}

TEST(NormalAddress, GivesOneKeyToOneLotInEverySpelling) {
  for (const char* spelling : {"新宿区大久保2-7-5",
                               "東京都新宿区大久保二丁目七番五号",
                               "新宿区大久保２丁目７−５",
                               "新宿区　大久保 2丁目7番5号",
                               "新宿区大久保2ー7ー5",
                               "新宿区大久保2一7一5",
                               "新宿区大久保2の7の5",
                               "新宿区大久保二の七の五",
                               "新宿区大久保２丁目７番地５",
                               "新宿区大久保2丁目7番地の5",
                               "〒169-0072 東京都新宿区大久保2-7-5",
                               "1690072東京都新宿区大久保2-7-5",
                               "新宿区大久保02-07-05",
                               "東京都東京都新宿区大久保2-7-5",
                               "新宿区新宿区大久保2-7-5",
                               "東京新宿区大久保2-7-5",
                               "東京都 新宿区 大久保 2 - 7 - 5",
                               "新宿區大久保貳丁目七番五號",
                               "新宿区大久保ニ丁目７番５号",
                               "新宿区大久保2町目7-5",
                               "新宿区字大久保2-7番5号",
                               "東京都大久保2-7-5",
                               "169-0072 大久保2-7-5"}) {
    EXPECT_EQ(read(spelling).key, "東京都新宿区大久保2-7-5") << spelling;
  }
}

TEST(NormalAddress, KeepsRoomsAndBuildingsApartInTheFullKeyAlone) {
  const NormalAddress room = read("新宿区大久保2-7-5 コーポ大久保102");
  const NormalAddress next = read("新宿区大久保2-7-5 コーポ大久保103");
  EXPECT_EQ(room.key, next.key);
  EXPECT_NE(room.full_key(), next.full_key());
  EXPECT_EQ(room.full_key(), read("新宿区大久保2-7-5 ｺｰﾎﾟ大久保 102号室").full_key());
}

TEST(NormalAddress, FoldsWhatBuildingsAreCalled) {
  const auto key = [](std::string_view building) {
    return read_fields("", "", "新宿区大久保2-7-5", building).building_key;
  };
  EXPECT_EQ(key("山田マンション"), key("山田ﾏﾝｼｮﾝ"));
  EXPECT_EQ(key("山田マンション"), key("山田Ｍ"));
  EXPECT_EQ(key("第一ビルディング"), key("第一ビル"));
  EXPECT_EQ(key("第一ビル"), key("第一BLD"));
  EXPECT_EQ(key("グリーン ハイツ"), key("グリーンハイツ"));
  EXPECT_EQ(key("山田アパート"), key("山田アパ"));
  EXPECT_NE(key("山田ハイツA棟"), key("山田ハイツB棟"));
}

TEST(NormalAddress, FindsTheRoomHoweverItIsWritten) {
  const auto room = [](std::string_view building) {
    const NormalAddress address = read_fields("", "", "新宿区大久保2-7-5", building);
    return address.building + '|' + address.room;
  };
  EXPECT_EQ(room("コーポ大久保 102"), "コーポ大久保|102");
  EXPECT_EQ(room("コーポ大久保102号"), "コーポ大久保|102");
  EXPECT_EQ(room("コーポ大久保-102"), "コーポ大久保|102");
  EXPECT_EQ(room("コーポ大久保#102"), "コーポ大久保|102");
  EXPECT_EQ(room("コーポ大久保（102）"), "コーポ大久保|102");
  EXPECT_EQ(room("コーポ大久保A-102"), "コーポ大久保|A-102");
  EXPECT_EQ(room("コーポ大久保B102号室"), "コーポ大久保|B102");
  EXPECT_EQ(room("コーポ大久保百二号室"), "コーポ大久保|102");
  EXPECT_EQ(room("コーポ大久保1階102号室"), "コーポ大久保|102");
  EXPECT_EQ(room("大久保ビル3F"), "大久保ビル|3F");
  EXPECT_EQ(room("大久保ビル地下１階"), "大久保ビル|B1F");
  EXPECT_EQ(room("ハイツ2"), "ハイツ2|") << "a second house, not a second room";
  EXPECT_EQ(room("ハイツ 2"), "ハイツ|2");
  EXPECT_EQ(room("SAKURA203"), "SAKURA|203");
  EXPECT_EQ(room("都営住宅3号棟405号室"), "都営住宅3号棟|405");
  EXPECT_EQ(room("102"), "|102");
  EXPECT_EQ(room("山田様方"), "山田様方|");
  EXPECT_EQ(room("(株)山田商店 2F"), "(株)山田商店|2F");
  EXPECT_EQ(room("（コーポ大久保）"), "コーポ大久保|");
}

TEST(NormalAddress, TakesThePostalCodeForACheckAndACompletion) {
  EXPECT_THAT(read("〒169-0072 新宿区大久保2-7-5").notes, ElementsAre(AddressNote::chome_inferred));
  EXPECT_THAT(read("〒150-0013 新宿区大久保2-7-5").notes, Contains(AddressNote::postal_code_mismatch));
  EXPECT_THAT(read("〒999-9999 新宿区大久保2-7-5").notes, Contains(AddressNote::postal_code_unknown));
  EXPECT_THAT(read("新宿区大久保2丁目7-5 〒169-0072").notes, IsEmpty()) << "behind the address";
  EXPECT_EQ(read("新宿区大久保2丁目7-5 〒169-0072").building, "");
  const NormalAddress no_city = read_fields("169-0072", "", "大久保2-7-5");
  EXPECT_EQ(place(no_city), "東京都 新宿区 大久保二丁目");
  EXPECT_THAT(no_city.notes, Contains(AddressNote::city_from_postal_code));
  const NormalAddress no_town = read_fields("1690072", "東京都", "新宿区2-7-5");
  EXPECT_EQ(place(no_town), "東京都 新宿区 大久保二丁目");
  EXPECT_THAT(no_town.notes, Contains(AddressNote::town_from_postal_code));
  const NormalAddress number_alone = read("1690072 2-7-5");
  EXPECT_EQ(place(number_alone), "東京都 新宿区 大久保二丁目");
}

TEST(NormalAddress, TellsCitiesOfOneNameApartByTheTown) {
  EXPECT_EQ(place(read("府中市宮西町2-24")), "東京都 府中市 宮西町二丁目");
  EXPECT_EQ(place(read("府中市府川町315")), "広島県 府中市 府川町");
  EXPECT_EQ(place(read("伊達市鹿島町20-1")), "北海道 伊達市 鹿島町");
  EXPECT_EQ(place(read("北区梅田3-1-1")), "大阪府 大阪市北区 梅田三丁目");
  EXPECT_THAT(read("府中市府川町315").notes, ElementsAre(AddressNote::city_from_town));
  const NormalAddress open = read("府中市");
  EXPECT_EQ(open.prefecture, "");
  EXPECT_EQ(open.city, "府中市");
  EXPECT_THAT(open.notes, ElementsAre(AddressNote::city_ambiguous));
  EXPECT_LT(open.certainty(), 0.5);
  EXPECT_EQ(place(read_fields("", "広島県", "府中市")), "広島県 府中市 ");
  EXPECT_EQ(place(read_fields("183-0022", "", "府中市")), "東京都 府中市 宮西町") << "the code knows";
}

TEST(NormalAddress, NotesWhatWasTypedAgainstTheFacts) {
  EXPECT_THAT(read("東京都横浜市中区山下町10").notes, ElementsAre(AddressNote::prefecture_mismatch));
  EXPECT_EQ(place(read("東京都横浜市中区山下町10")), "神奈川県 横浜市中区 山下町");
  EXPECT_THAT(read_fields("", "東京都", "横浜市中区山下町10").notes,
              ElementsAre(AddressNote::prefecture_mismatch));
  EXPECT_THAT(read("横浜市山下町10").notes, ElementsAre(AddressNote::ward_from_town));
  EXPECT_THAT(read("東京都新宿区どこにもない町5").notes, ElementsAre(AddressNote::town_unknown));
  EXPECT_THAT(read("東京都新宿区市ヶ谷本村町5-1").notes, ElementsAre(AddressNote::town_respelled));
  EXPECT_THAT(read("新宿区大久保2-7-5").notes, ElementsAre(AddressNote::chome_inferred));
}

TEST(NormalAddress, SaysHowFarItCameDown) {
  EXPECT_EQ(read("").level, AddressLevel::nothing);
  EXPECT_EQ(read("こんにちは").level, AddressLevel::nothing);
  EXPECT_EQ(read("東京都").level, AddressLevel::prefecture);
  EXPECT_EQ(read("東京都新宿区").level, AddressLevel::city);
  EXPECT_EQ(read("東京都新宿区大久保").level, AddressLevel::town);
  EXPECT_EQ(read("東京都新宿区大久保二丁目").level, AddressLevel::town);
  EXPECT_EQ(read("東京都新宿区大久保二丁目7").level, AddressLevel::block);
  EXPECT_EQ(read("北海道石狩郡当別町太美町無番地").level, AddressLevel::block);
}

TEST(NormalAddress, GivesTheSameKeyWhetherChomeAreKnownOrNot) {
  EXPECT_EQ(read("東京都大島町元町1-1-14").key, read("東京都大島町元町一丁目1番14号").key);
  EXPECT_EQ(read("札幌市中央区北1条西2丁目3-4").key, read("札幌市中央区北一条西2-3-4").key);
}

TEST(NormalAddress, ReadsHostileTextWithoutHarm) {
  std::string kanji;
  for (int i = 0; i < 80'000; ++i)
    kanji += "一";
  for (const std::string& text :
       {kanji, std::string(200'000, '1'), std::string(200'000, '-'), std::string("\xff\xff\xff"),
        std::string("新宿区\0大久保2", 20), std::string("\xe6\x96"), std::string("〒〒〒〒")}) {
    EXPECT_LE(static_cast<int>(read(text).level), 3);
  }
  EXPECT_THAT(read("\xff\xff").notes, Contains(AddressNote::not_utf8));
  EXPECT_THAT(read("新宿区大久保2-7-5 " + kanji).notes, Contains(AddressNote::too_long));
  EXPECT_EQ(read("新宿区大久保2-7-5 " + kanji).key, "東京都新宿区大久保2-7-5");
}

TEST(AddressNote, HasACodeForEach) {
  EXPECT_EQ(to_string(AddressNote::not_utf8), "not_utf8");
  EXPECT_EQ(to_string(AddressNote::town_unknown), "town_unknown");
  EXPECT_EQ(to_string(AddressNote::chome_guessed), "chome_guessed");
}

}  // namespace
}  // namespace sekisho::scoring::testing
