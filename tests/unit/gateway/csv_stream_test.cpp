#include "reference/csv_stream.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sekisho::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

using Fields = std::vector<std::string>;

struct ReadText {
  std::vector<std::pair<std::uint64_t, Fields>> rows;
  std::vector<std::pair<std::uint64_t, std::string>> faults;
};

ReadText read(std::string_view text, std::size_t piece = std::string_view::npos) {
  ReadText out;
  CsvStream reader{[&](const CsvRecord& row) {
                     out.rows.emplace_back(row.line, Fields{row.fields.begin(), row.fields.end()});
                   },
                   [&](std::uint64_t line, std::string_view what) { out.faults.emplace_back(line, what); }};
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size())))
    reader.feed(text.substr(0, piece));
  reader.finish();
  return out;
}

TEST(CsvStream, ReadsFieldsAndTheLineThatEachRecordBeginsIn) {
  const auto text = read("a,b\r\n\"x\ny\",\"say \"\"no\"\"\"\nlast,\n");
  EXPECT_THAT(text.faults, IsEmpty());
  EXPECT_THAT(text.rows, ElementsAre(Pair(1, Fields{"a", "b"}), Pair(2, Fields{"x\ny", "say \"no\""}),
                                     Pair(4, Fields{"last", ""})));
}

TEST(CsvStream, ReadsALastLineWithoutAnEnd) {
  EXPECT_THAT(read("a,b\nc,d").rows, ElementsAre(Pair(1, Fields{"a", "b"}), Pair(2, Fields{"c", "d"})));
  EXPECT_THAT(read("a,\"b\"").rows, ElementsAre(Pair(1, Fields{"a", "b"})));
  EXPECT_THAT(read("a,").rows, ElementsAre(Pair(1, Fields{"a", ""})));
}

TEST(CsvStream, SkipsLinesWithoutACharacter) {
  EXPECT_THAT(read("\n\r\na\n\n").rows, ElementsAre(Pair(3, Fields{"a"})));
}

TEST(CsvStream, KeepsAnEmptyQuotedField) {
  EXPECT_THAT(read("\"\"\n\"\",\"\"\n").rows, ElementsAre(Pair(1, Fields{""}), Pair(2, Fields{"", ""})));
}

TEST(CsvStream, GivesTheSameWhateverThePieces) {
  constexpr std::string_view text = "a,\"b\r\nc\"\"d\"\r\ne,f\"g\r\n\"h\"i\r\nj\rk\nlast,\"open";
  const auto whole = read(text);
  EXPECT_EQ(whole.faults.size(), 4U);
  for (std::size_t piece = 1; piece < 6; ++piece) {
    const auto pieces = read(text, piece);
    EXPECT_EQ(pieces.rows, whole.rows);
    EXPECT_EQ(pieces.faults, whole.faults);
  }
}

TEST(CsvStream, NamesTheLineOfEachFaultAndReadsOn) {
  const auto text = read("a\nb\"c\nd\n\"e\"f\ng\n");
  EXPECT_THAT(text.rows, ElementsAre(Pair(1, Fields{"a"}), Pair(3, Fields{"d"}), Pair(5, Fields{"g"})));
  EXPECT_THAT(text.faults, ElementsAre(Pair(2, "a quote inside a field that does not begin with one"),
                                       Pair(4, "text behind a closing quote")));
}

TEST(CsvStream, FaultsAQuoteThatNeverCloses) {
  EXPECT_THAT(read("a\n\"b\nc\n").faults, ElementsAre(Pair(2, "a quoted field that does not end")));
}

TEST(CsvStream, BoundsARecordBySizeAndByFields) {
  EXPECT_EQ(read(std::string(CsvStream::longest_record + 1, 'x') + "\nb\n").faults.size(), 1U);
  const auto commas = read(std::string(CsvStream::longest_record + 1, ',') + "\nb\n");
  EXPECT_EQ(commas.faults.size(), 1U);
  EXPECT_THAT(commas.rows, ElementsAre(Pair(2, Fields{"b"})));
}

}  // namespace
}  // namespace sekisho::gateway
