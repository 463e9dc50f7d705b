#include <cstddef>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orders.h"
#include "reference/postal_codes.h"
#include "shipped_data.h"
#include "signals/families.h"

namespace sekisho::scoring::testing {
namespace {

SignalValue postal_code_of(const std::string& code, const std::string& prefecture,
                           const std::string& address) {
  Order order;
  order.buyer.postal_code = code;
  order.buyer.prefecture = prefecture;
  order.buyer.address = address;
  const Past past;
  return signals::address_postal_code(Facts(order, past, shipped_data().tables()));
}

const SignalValue match = std::string("match");
const SignalValue mismatch = std::string("mismatch");
const SignalValue unknown_code = std::string("unknown_code");

TEST(PostalCodes, FindsAllTownsOfACode) {
  auto codes = PostalCodes::parse(
      "0010000\t\t北海道\t札幌市北区\n0010010\t北十条西\n0010010\t北十条東\t北海道\t札幌市東区\n");
  ASSERT_TRUE(codes);
  const auto places = codes->find("0010010");
  ASSERT_EQ(places.size(), 2U);
  EXPECT_EQ(places[0].city, "札幌市北区");
  EXPECT_EQ(places[1].town, "北十条東");
  EXPECT_EQ(codes->find("0010000").at(0).town, "");
  EXPECT_TRUE(codes->find("0010011").empty());
  EXPECT_TRUE(codes->find("001-001").empty());
  EXPECT_TRUE(codes->find("").empty());
}

TEST(PostalCodes, NamesTheFirstRowThatIsNone) {
  for (const char* row : {"123\tx", "\t", "123456x\ttown", "1234567\ttown\tonly a prefecture",
                          "1234567\ta\tb\tc\td", "0000001\tearlier"}) {
    const auto codes = PostalCodes::parse(std::string("0010010\tx\t北海道\t札幌市北区\n") + row + "\n");
    ASSERT_FALSE(codes) << row;
    EXPECT_EQ(codes.error().detail, "postal-codes.tsv:2: not a row of this table");
  }
  EXPECT_FALSE(PostalCodes::parse("0010010\ta town without a city\n"));
}

TEST(PostalCodeSignal, TakesEverySpellingOfTheTown) {
  EXPECT_EQ(postal_code_of("150-0013", "東京都", "渋谷区恵比寿１丁目１９−１９"), match);
  EXPECT_EQ(postal_code_of("１５０−００１３", "", "東京都渋谷区恵比寿一丁目19番19号"), match);
  EXPECT_EQ(postal_code_of("060-0001", "北海道", "札幌市中央区北一条西2丁目"), match);
  EXPECT_EQ(postal_code_of("0600001", "北海道", "札幌市中央区北１条西２丁目"), match);
  EXPECT_EQ(postal_code_of("100-0013", "東京都", "千代田区霞ヶ関1-1-1"), match);
}

TEST(PostalCodeSignal, TakesWhatPeopleLeaveOut) {
  EXPECT_EQ(postal_code_of("530-0001", "大阪府", "北区梅田3-1-1"), match) << "the ward without its city";
  EXPECT_EQ(postal_code_of("530-0001", "", "北区梅田3-1-1"), match) << "and without its prefecture";
  EXPECT_EQ(postal_code_of("490-1143", "愛知県", "大治町砂子1-1"), match) << "the town without its county";
  EXPECT_EQ(postal_code_of("604-0925", "京都府", "京都市中京区寺町通御池上る上本能寺前町488"), match)
      << "the town after Kyoto's street names";
}

TEST(PostalCodeSignal, TellsAnotherTown) {
  EXPECT_EQ(postal_code_of("150-0013", "東京都", "渋谷区神宮前1-1-1"), mismatch);
  EXPECT_EQ(postal_code_of("150-0013", "東京都", "新宿区大久保2-7-5"), mismatch);
  EXPECT_EQ(postal_code_of("150-0013", "大阪府", "渋谷区恵比寿1-19-19"), mismatch);
}

TEST(PostalCodeSignal, TellsACodeThatDoesNotExist) {
  EXPECT_EQ(postal_code_of("000-0000", "東京都", "渋谷区恵比寿1-19-19"), unknown_code);
  EXPECT_EQ(postal_code_of("150", "東京都", "渋谷区恵比寿1-19-19"), unknown_code);
}

TEST(PostalCodeSignal, IsMissingWithoutOneOfTheTwo) {
  EXPECT_EQ(postal_code_of("", "東京都", "渋谷区恵比寿1-19-19"), SignalValue(Missing{}));
  EXPECT_EQ(postal_code_of("150-0013", "東京都", ""), SignalValue(Missing{}));
}

TEST(PostalCodeSignal, MatchesEveryShippedTownWithItsOwnCode) {
  std::istringstream table(shipped_file("postal-codes.tsv"));
  std::string prefecture;
  std::string city;
  std::size_t line = 0;
  for (std::string row; std::getline(table, row); ++line) {
    std::vector<std::string> fields;
    std::istringstream cells(row);
    for (std::string cell; std::getline(cells, cell, '\t');)
      fields.push_back(cell);
    if (fields.size() == 4) {
      prefecture = fields[2];
      city = fields[3];
    }
    const std::string town = fields.size() > 1 ? fields[1] : "";
    EXPECT_EQ(postal_code_of(fields[0], prefecture, city + town + "1-2-3"), match) << row;
  }
  EXPECT_GT(line, 140'000U);
}

}  // namespace
}  // namespace sekisho::scoring::testing
