#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/reader.h"

namespace sekisho::adapters::json {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;
using namespace std::string_literals;

constexpr std::array<std::string_view, 3> card_free = {"/id", "/list/*/id", "/odd/*"};

struct Outcome {
  bool malformed = false;
  std::vector<std::string> pointers;  ///< of the malformed places, or else of the card numbers
};

Outcome read(std::string_view body) {
  Reader reader{card_free};
  auto document = reader.read(body);
  Outcome outcome;
  if (!document) EXPECT_EQ(document.error().kind, ErrorKind::malformed);
  outcome.malformed = !document;
  for (const Fault& fault : document ? document->faults.take() : document.error().faults) {
    outcome.pointers.push_back(fault.pointer);
  }
  return outcome;
}

MATCHER_P(IsMalformedAt, pointer, "") {
  return arg.malformed && arg.pointers == std::vector<std::string>{pointer};
}

MATCHER(IsClean, "") {
  return !arg.malformed && arg.pointers.empty();
}

std::string nested(int depth) {
  const auto size = static_cast<std::size_t>(depth);
  return std::string(size, '[') + std::string(size, ']');
}

TEST(JsonReader, ReadsWhatRfc8259Allows) {
  for (const std::string& body :
       {R"({})"s, R"([])"s, R"("text")"s, R"(12)"s, R"(null)"s, " \t\r\n{ } \n"s, R"({"":""})"s,
        R"([0,-0,1.5,1e3,1E-2,9223372036854775807,-9223372036854775808,18446744073709551615])"s,
        R"(["\"\\\/\b\f\n\r\t\u3042\ud83d\ude00"])"s, R"({"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]})"s,
        "[\"\x7f\"]"s, R"(["\\u0000"])"s, nested(Reader::max_depth)}) {
    EXPECT_THAT(read(body), IsClean()) << body;
  }
}

TEST(JsonReader, RefusesWhatRfc8259DoesNotAllow) {
  for (const std::string& body : {""s,           " "s,        "{"s,         "}"s,           "[1,]"s,
                                  "{\"a\":1,}"s, "{a:1}"s,    "{'a':1}"s,   "[1 2]"s,       "{\"a\" 1}"s,
                                  "{\"a\":}"s,   "{} {}"s,    "{}x"s,       "{},"s,         "[\"a\"\"b\"]"s,
                                  "nul"s,        "nulll"s,    "[trux]"s,    "True"s,        "[NaN]"s,
                                  "[Infinity]"s, "[01]"s,     "[-01]"s,     "[1.]"s,        "[.5]"s,
                                  "[+1]"s,       "[1e]"s,     "[1e+]"s,     "[-]"s,         "[0x10]"s,
                                  "[1_000]"s,    "\"abc"s,    "[\"\\q\"]"s, "[\"\\u12\"]"s, "[\"\\uzzzz\"]"s,
                                  "[\"\t\"]"s,   "[\"\n\"]"s, "// x\n{}"s,  "/* x */{}"s,   "{}\x0c"s,
                                  "{}\0"s,       "\0{}"s,     "[\"\0\"]"s}) {
    EXPECT_THAT(read(body), IsMalformedAt("")) << body;
  }
}

TEST(JsonReader, RefusesAByteOrderMark) {
  EXPECT_THAT(read("\xEF\xBB\xBF{}"), IsMalformedAt(""));
}

TEST(JsonReader, RefusesInvalidUtf8) {
  for (const std::string_view bytes : {"\xFF", "\xC0\x80", "\xC1\xBF", "\xE3\x81", "\xED\xA0\x80",
                                       "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\x80"}) {
    EXPECT_THAT(read("[\"" + std::string{bytes} + "\"]"), IsMalformedAt(""));
    EXPECT_THAT(read("{\"" + std::string{bytes} + "\":1}"), IsMalformedAt(""));
  }
}

TEST(JsonReader, RefusesLoneSurrogates) {
  for (const std::string_view escapes :
       {R"(\ud800)", R"(\udbff)", R"(\udc00)", R"(\udfff)", R"(\ud800x)", R"(\ud800\n)", R"(\ud800\u0041)",
        R"(\ud800\ud800)", R"(\udc00\ud800)", R"(\ud800\ue000)", R"(\ud800\\udc00)", R"(\uD83D)",
        R"(\ud83d\ude00\ud83d)"}) {
    EXPECT_THAT(read("[\"" + std::string{escapes} + "\"]"), IsMalformedAt("")) << escapes;
    EXPECT_THAT(read("{\"" + std::string{escapes} + "\":1}"), IsMalformedAt("")) << escapes;
  }
}

TEST(JsonReader, RefusesNumbersBeyond64BitsAndDoubles) {
  for (const std::string_view number :
       {"1e400", "-1e400", "18446744073709551616", "-9223372036854775809", "99999999999999999999999999"}) {
    EXPECT_THAT(read("[" + std::string{number} + "]"), IsMalformedAt("")) << number;
  }
}

TEST(JsonReader, RefusesDepth33WithAPointerToIt) {
  std::string pointer;
  for (int i = 0; i < Reader::max_depth; ++i)
    pointer += "/0";
  EXPECT_THAT(read(nested(Reader::max_depth + 1)), IsMalformedAt(pointer));
  EXPECT_THAT(read(nested(500)), IsMalformedAt(pointer));
  EXPECT_THAT(read(R"({"x":)" + nested(Reader::max_depth) + "}"), IsMalformedAt("/x" + pointer.substr(2)));
}

TEST(JsonReader, RefusesAbsurdDepth) {
  EXPECT_TRUE(read(nested(100'000)).malformed);
  EXPECT_TRUE(read(std::string(250'000, '[')).malformed);
}

TEST(JsonReader, RefusesADuplicateNameInAnyObject) {
  EXPECT_THAT(read(R"({"a":1,"a":1})"), IsMalformedAt("/a"));
  EXPECT_THAT(read(R"({"":1,"":2})"), IsMalformedAt("/"));
  EXPECT_THAT(read(R"({"x":[1,{"y":{"b":1,"a":2,"b":3}}]})"), IsMalformedAt("/x/1/y/b"));
  EXPECT_THAT(read(R"({"a":1,"\u0061":2})"), IsMalformedAt("/a"));
  EXPECT_THAT(read(R"({"髙":1,"\u9ad9":2})"), IsMalformedAt("/髙"));
}

TEST(JsonReader, NamesEachDuplicateOnce) {
  EXPECT_THAT(read(R"({"a":1,"b":1,"a":2,"c":1,"b":2,"a":3})").pointers, UnorderedElementsAre("/a", "/b"));
}

TEST(JsonReader, FindsTheDuplicateAmongThousands) {
  std::string body = "{";
  for (int i = 0; i < 20'000; ++i)
    body += "\"k" + std::to_string(i) + "\":0,";
  EXPECT_THAT(read(body + "\"k\":0}"), IsClean());
  EXPECT_THAT(read(body + "\"k7777\":0}"), IsMalformedAt("/k7777"));
}

TEST(JsonReader, TakesNamesThatDifferInAnyByteForDifferent) {
  EXPECT_THAT(read(R"({"a":1,"A":1,"a ":1,"ａ":1,"aa":1})"), IsClean());
}

TEST(JsonReader, EscapesPointers) {
  EXPECT_THAT(read(R"({"a/b~c":{"~1":1,"~1":2}})"), IsMalformedAt("/a~1b~0c/~01"));
}

TEST(JsonReader, RefusesANulInTextAndName) {
  EXPECT_THAT(read(R"({"a":["x\u0000y"]})"), IsMalformedAt("/a/0"));
  EXPECT_THAT(read(R"({"a":{"x\u0000":1}})"), IsMalformedAt("/a/x\0"s));
}

TEST(JsonReader, ReportsEveryFaultWithItsOwnPointer) {
  EXPECT_THAT(read(R"({"a":"\u0000","b":{"c":1,"c":2},"d":[0,"\u0000"]})").pointers,
              UnorderedElementsAre("/a", "/b/c", "/d/1"));
}

TEST(JsonReader, ReportsNoMoreThanAnAnswerCanHold) {
  std::string body = "[";
  for (int i = 0; i < 1000; ++i)
    body += R"("\u0000",)";
  EXPECT_THAT(read(body + "1]").pointers, SizeIs(Faults::limit));
}

TEST(JsonReader, EndsAPointerAtAnAncestorWhenItWouldGrowTooLong) {
  const std::string name(2000, 'n');
  EXPECT_THAT(read(R"({"a":{")" + name + R"(":{"b":"\u0000"}}})"), IsMalformedAt("/a"));
}

TEST(JsonReader, FindsCardNumbersInValuesOfEveryKind) {
  EXPECT_THAT(read(R"({"a":"4111111111111111"})").pointers, ElementsAre("/a"));
  EXPECT_THAT(read(R"({"a":4111111111111111})").pointers, ElementsAre("/a"));
  EXPECT_THAT(read(R"({"a":4111111111111111.0})").pointers, ElementsAre("/a"));
  EXPECT_THAT(read(R"(["4111 1111 1111 1111",{"x":["４１１１１１１１１１１１１１１１"]}])").pointers,
              ElementsAre("/0", "/1/x/0"));
  EXPECT_THAT(read(R"("4111-1111-1111-1111")").pointers, ElementsAre(""));
  EXPECT_THAT(read(R"({"a":"4111\u0031111\u00311111111"})").pointers, ElementsAre("/a"));
}

TEST(JsonReader, NeverRepeatsACardNumberThatIsAName) {
  EXPECT_THAT(read(R"({"a":{"4111111111111111":1}})").pointers, ElementsAre("/a"));
  EXPECT_THAT(read(R"({"4111111111111111":{"b":"5555555555554444"}})").pointers, ElementsAre("", ""));
  EXPECT_THAT(read(R"({"a":{"4111111111111111":1,"4111111111111111":2}})"), IsMalformedAt("/a"));
  EXPECT_THAT(read(R"({"4111111111111111":["\u0000"]})"), IsMalformedAt(""));
  EXPECT_THAT(read(R"({"4111111111111111\u0000":1})"), IsMalformedAt(""));
}

TEST(JsonReader, SparesIdentifiersAtTheirExactPlace) {
  EXPECT_THAT(read(R"({"id":"4111111111111111","list":[{"id":"4111111111111111"},{"id":4111111111111111}]})"),
              IsClean());
  for (const std::string_view body :
       {R"({"x":{"id":"4111111111111111"}})", R"({"list":{"id":"4111111111111111"}})",
        R"({"list":[["4111111111111111"]]})", R"({"id":["4111111111111111"]})",
        R"({"id":{"id":"4111111111111111"}})", R"([{"id":"4111111111111111"}])",
        R"({"odd":{"*":"4111111111111111"}})", R"({"Id":"4111111111111111"})"}) {
    EXPECT_THAT(read(body).pointers, SizeIs(1)) << body;
  }
}

TEST(JsonReader, FindsMalformedBeforeCardNumbers) {
  EXPECT_THAT(read(R"({"a":"4111111111111111","b":1,"b":2})"), IsMalformedAt("/b"));
}

TEST(JsonReader, SaysNothingOfWhatItRead) {
  Reader reader{card_free};
  for (const std::string_view body : {R"({"a":"4111111111111111"})", R"({"a":"hanako@example.jp",})",
                                      R"({"a":"hanako@example.jp\u0000"})"}) {
    auto document = reader.read(body);
    for (const Fault& fault : document ? document->faults.take() : document.error().faults) {
      EXPECT_THAT(fault.detail, testing::AllOf(testing::Not(testing::HasSubstr("4111")),
                                               testing::Not(testing::HasSubstr("hanako"))));
    }
  }
}

TEST(JsonReader, ReadsOnAfterARefusal) {
  Reader reader{card_free};
  EXPECT_FALSE(reader.read(std::string(1000, '[')));
  EXPECT_FALSE(reader.read(R"({"a":1,"a":2})"));
  const std::string large = "[\"" + std::string(200'000, 'x') + "\"]";
  EXPECT_TRUE(reader.read(large));
  const auto document = reader.read(R"({"a":"b"})");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->root["a"].get_string().value(), "b");
}

TEST(JsonPath, MatchesPatternsSegmentBySegment) {
  const Path root;
  const Path list{root, "list"};
  const Path third{list, std::size_t{2}};
  const Path id{third, "id"};
  EXPECT_TRUE(root.matches(""));
  EXPECT_TRUE(id.matches("/list/*/id"));
  EXPECT_FALSE(id.matches("/list/*"));
  EXPECT_FALSE(id.matches("/*/id"));
  EXPECT_FALSE(id.matches("list/*/id"));
  EXPECT_FALSE(id.matches("/x/list/*/id"));
  EXPECT_FALSE(third.matches("/list/*/id"));
  EXPECT_FALSE(id.matches(""));
  EXPECT_EQ(id.pointer(), "/list/2/id");
  EXPECT_EQ(root.pointer(), "");
}

}  // namespace
}  // namespace sekisho::adapters::json
