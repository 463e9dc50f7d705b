#include "training/csv_reader.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sekisho::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace std::string_literals;

struct Read {
  std::vector<std::vector<std::string>> records;
  std::vector<std::size_t> lines;
  std::string fault;
};

Read read(std::string_view text, std::size_t piece = 1) {
  Read out;
  CsvReader reader([&](std::size_t line, std::span<const std::string_view> fields) {
    out.lines.push_back(line);
    out.records.emplace_back(fields.begin(), fields.end());
  });
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size()))) {
    if (const auto fed = reader.feed(text.substr(0, piece)); !fed) {
      out.fault = fed.error().detail;
      return out;
    }
  }
  if (const auto ended = reader.finish(); !ended) out.fault = ended.error().detail;
  return out;
}

TEST(CsvReader, ReadsQuotedFieldsWithEverythingInThem) {
  for (const std::size_t piece : {1U, 3U, 1000U}) {
    const Read csv = read("a,b\r\n\"x,\"\"y\"\"\r\nz\",\r\n\"\",2\n", piece);
    EXPECT_EQ(csv.fault, "");
    EXPECT_THAT(csv.records,
                ElementsAre(ElementsAre("a", "b"), ElementsAre("x,\"y\"\r\nz", ""), ElementsAre("", "2")));
    EXPECT_THAT(csv.lines, ElementsAre(1, 2, 4)) << "the line that a record begins on";
  }
}

TEST(CsvReader, PassesOverAByteOrderMarkAndEmptyLines) {
  EXPECT_THAT(read("\xEF\xBB\xBFid,x\n\n1,2\r\n\r\n").records,
              ElementsAre(ElementsAre("id", "x"), ElementsAre("1", "2")));
  EXPECT_THAT(read("\xEF\xBB").records, ElementsAre(ElementsAre("\xEF\xBB"))) << "two bytes are no mark";
}

TEST(CsvReader, TakesALastLineWithoutAnEnd) {
  EXPECT_THAT(read("1,2\n3,").records, ElementsAre(ElementsAre("1", "2"), ElementsAre("3", "")));
  EXPECT_THAT(read("").records, IsEmpty());
}

TEST(CsvReader, NamesTheLineOfWhatIsNoCsv) {
  EXPECT_THAT(read("a,b\n1,x\"y\"\n").fault, HasSubstr("line 2"));
  EXPECT_THAT(read("a,b\n1,\"x\"y\n").fault, HasSubstr("line 2"));
  EXPECT_THAT(read("a,b\n1,2\n\"3,4\n5,6\n").fault, HasSubstr("line 3")) << "where the quote was opened";
  EXPECT_THAT(read("a\0b\n"s).fault, HasSubstr("NUL"));
  EXPECT_THAT(read("a\rb\n").fault, HasSubstr("carriage return"));
}

TEST(CsvReader, BoundsARecord) {
  EXPECT_THAT(read('"' + std::string(CsvReader::max_record + 1, '\n'), 1U << 16U).fault,
              HasSubstr("too long"));
  EXPECT_THAT(read(std::string(CsvReader::max_fields, ',') + "\n", 1U << 16U).fault,
              HasSubstr("too many fields"));
}

}  // namespace
}  // namespace sekisho::gateway
