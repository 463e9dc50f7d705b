#include "training/table_file.h"

#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_directory.h"
#include "training/replaced_file.h"

namespace sekisho::gateway {
namespace {

using namespace std::chrono_literals;
using sekisho::testing::TemporaryDirectory;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const TableColumns columns = {
    .id = "id", .label = "fraud", .time = "at", .amount = "yen", .entities = {"card", "shop"}};

Result<scoring::LabelledTable> read(const std::string& text) {
  const TemporaryDirectory directory;
  std::ofstream(directory.path() / "t.csv", std::ios::binary) << text;
  return read_table(directory.path() / "t.csv", columns);
}

std::string fault(const std::string& text) {
  const auto table = read(text);
  return table ? "accepted" : table.error().detail;
}

TEST(TableFile, ReadsItsColumnsWhereverTheyStand) {
  const auto table = read(
      "shop,at,id,more,fraud,yen,card\r\n"
      "s1,2018-04-02 00:00:31,7,x,1,57.16,c9\r\n"
      "s1,2018-04-01T09:00:00+09:00,8,,false,-3,\r\n");
  ASSERT_TRUE(table) << table.error().detail;
  EXPECT_EQ(table->rows(), 2U);
  EXPECT_EQ(table->id(0), "8") << "in order of time";
  EXPECT_EQ(table->times[0], *parse_rfc3339("2018-04-01T00:00:00Z"));
  EXPECT_EQ(table->times[1], *parse_rfc3339("2018-04-02T00:00:31Z"));
  EXPECT_THAT(table->amounts, ElementsAre(-3, 57.16));
  EXPECT_THAT(table->labels, ElementsAre(0, 1));
  EXPECT_EQ(table->entities[0].values[0], scoring::Entity::none);
}

TEST(TableFile, NamesFaultyLinesAndHowManyThereAre) {
  std::string text = "id,fraud,at,yen,card,shop\n1,2,2018-04-01 00:00:00,1,a,b\n2,0,someday,1,a,b\n3,0\n";
  for (int i = 0; i < 10; ++i)
    text += "4,0,2018-04-01 00:00:00,many,a,b\n";
  EXPECT_THAT(fault(text),
              AllOf(HasSubstr("line 2: '2' is no label"), HasSubstr("line 3: 'someday' is no time"),
                    HasSubstr("line 4: has 2 fields"), HasSubstr("line 5: 'many' is no amount"),
                    HasSubstr("and 8 more"), Not(HasSubstr("\n"))));
}

TEST(TableFile, RefusesAHeaderWithoutAColumnOrWithTwoOfAName) {
  EXPECT_THAT(fault("id,fraud,at,card,shop\n"), HasSubstr("no column 'yen'"));
  EXPECT_THAT(fault("id,fraud,at,yen,yen,card,shop\n"), HasSubstr("more than one column 'yen'"));
  EXPECT_THAT(fault(""), HasSubstr("empty"));
}

TEST(TableFile, RefusesTimesAndAmountsThatAreNone) {
  const std::string header = "id,fraud,at,yen,card,shop\n";
  for (const char* row :
       {"1,0,2018-04-31 00:00:00,1,a,b\n", "1,0,2018-04-01,1,a,b\n", "1,0,2018-04-01 00:00:00,nan,a,b\n",
        "1,0,2018-04-01 00:00:00,1e999,a,b\n", "1,0,2018-04-01 00:00:00,,a,b\n"})
    EXPECT_THAT(fault(header + row), HasSubstr("line 2")) << row;
}

TEST(TableFile, SaysWhyAFileCannotBeRead) {
  const auto table = read_table("/nonexistent/t.csv", columns);
  ASSERT_FALSE(table);
  EXPECT_THAT(table.error().detail, HasSubstr("No such file"));
}

TEST(Lengths, AreAWholeNumberAndAUnit) {
  EXPECT_EQ(parse_length("7d"), Milliseconds(7 * 24h));
  EXPECT_EQ(parse_length("90m"), Milliseconds(90min));
  for (const char* text : {"", "d", "7", "0d", "-1d", "1.5d", "7 d", "99999d", "7w"})
    EXPECT_FALSE(parse_length(text)) << text;
}

TEST(Days, AreMidnightUtc) {
  EXPECT_EQ(parse_day("2018-07-25"), *parse_rfc3339("2018-07-25T00:00:00Z"));
  for (const char* text : {"", "2018-7-25", "2018-02-30", "2018-07-25T00:00:00Z", "25-07-2018"})
    EXPECT_FALSE(parse_day(text)) << text;
}

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(ReplacedFile, TakesItsPlaceOnlyWhenItIsWhole) {
  const TemporaryDirectory directory;
  const auto path = directory.path() / "out.csv";
  std::ofstream(path) << "old";
  {
    auto file = ReplacedFile::open(path);
    ASSERT_TRUE(file);
    file->write("half");
  }
  EXPECT_EQ(content_of(path), "old");
  auto file = ReplacedFile::open(path);
  ASSERT_TRUE(file);
  file->write("new");
  ASSERT_TRUE(file->commit());
  EXPECT_EQ(content_of(path), "new");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(path.parent_path()), {}), 1)
      << "nothing is left over";
}

TEST(ReplacedFile, SaysWhyItCannotBeWritten) {
  const TemporaryDirectory directory;
  EXPECT_FALSE(ReplacedFile::open(directory.path() / "no/such/folder/out.csv"));
  std::filesystem::create_directory(directory.path() / "folder");
  EXPECT_FALSE(ReplacedFile::open(directory.path() / "folder"));
}

}  // namespace
}  // namespace sekisho::gateway
