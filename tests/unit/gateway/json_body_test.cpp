#include "admin/json_body.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sekisho::gateway {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;

std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') +
         std::string(static_cast<std::size_t>(depth), ']');
}

/// The pointers of a reader's faults.
std::vector<std::string> pointers(const BodyReader& reader) {
  std::vector<std::string> found;
  if (const auto error = reader.error()) {
    for (const auto& fault : error->faults)
      found.push_back(fault.pointer);
  }
  return found;
}

TEST(JsonBody, IsAnObject) {
  EXPECT_EQ(parse_json_body(R"({"a":[1,{"b":null}]})").value(), json::parse(R"({"a":[1,{"b":null}]})"));
  EXPECT_EQ(parse_json_body("").value(), json::object());
  EXPECT_EQ(parse_json_body(" {} \r\n").value(), json::object());
}

TEST(JsonBody, IsMalformedWhenItIsAnythingElse) {
  for (const std::string_view body :
       {"[]", "null", "1", "\"text\"", "{", "{}x", "{}{}", "{\"a\":}", "{'a':1}", "{\"a\":01}", "{\"a\":NaN}",
        "{\"a\":1,}", "{a:1}", "{\"a\":\"\xff\"}", "{\"a\":\"\\ud800\"}", "// {}"}) {
    const auto parsed = parse_json_body(body);
    ASSERT_FALSE(parsed) << body;
    EXPECT_EQ(parsed.error().kind, ErrorKind::malformed) << body;
  }
}

TEST(JsonBody, MayNotHaveAMemberTwice) {
  for (const std::string_view body : {R"({"a":1,"a":1})", R"({"a":1,"b":2,"a":3})", R"({"a":{"b":1,"b":2}})",
                                      R"({"a":[{"b":1},{"c":1,"c":2}]})", R"({"a":1,"\u0061":2})"}) {
    EXPECT_FALSE(parse_json_body(body)) << body;
  }
  EXPECT_TRUE(parse_json_body(R"({"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]})"));
}

TEST(JsonBody, NestsNoDeeperThanThirtyTwo) {
  EXPECT_TRUE(parse_json_body("{\"a\":" + nested(31) + "}"));
  EXPECT_FALSE(parse_json_body("{\"a\":" + nested(33) + "}"));
  EXPECT_FALSE(parse_json_body("{\"a\":" + nested(100'000) + "}"));
  std::string objects;
  for (int i = 0; i < 40; ++i)
    objects += "{\"a\":";
  EXPECT_FALSE(parse_json_body(objects + "1" + std::string(40, '}')));
  EXPECT_FALSE(parse_json_body(objects));
}

TEST(BodyReader, ReadsWhatIsThere) {
  const json body{
      {"name", "肌育"}, {"on", true}, {"count", 3}, {"at", "2026-11-23T12:00:00Z"}, {"ids", {"a", "b"}}};
  BodyReader reader(body);
  EXPECT_EQ(reader.text("name", 10), "肌育");
  EXPECT_EQ(reader.flag("on"), true);
  EXPECT_EQ(reader.integer("count"), 3);
  EXPECT_EQ(reader.time("at"), parse_rfc3339("2026-11-23T12:00:00Z"));
  EXPECT_THAT(reader.texts("ids").value(), ElementsAre("a", "b"));
  EXPECT_EQ(reader.error(), std::nullopt);
}

TEST(BodyReader, TakesNullForAbsent) {
  const json body{{"name", nullptr}};
  BodyReader reader(body);
  EXPECT_EQ(reader.text("name", 10), std::nullopt);
  EXPECT_EQ(reader.flag("on"), std::nullopt);
  EXPECT_EQ(reader.texts("ids"), std::nullopt);
  EXPECT_EQ(reader.object("filter"), json::object());
  EXPECT_EQ(reader.error(), std::nullopt);
}

TEST(BodyReader, PointsToEveryFault) {
  const json body{{"name", ""},  {"long", "12345678901"}, {"text", 5},
                  {"on", "yes"}, {"count", 1.5},          {"at", "today"},
                  {"when", 5},   {"ids", {"a", 1}},       {"filter", 3}};
  BodyReader reader(body);
  (void)reader.text("name", 10);
  (void)reader.text("long", 10);
  (void)reader.text("text", 10);
  (void)reader.flag("on");
  (void)reader.integer("count");
  (void)reader.time("at");
  (void)reader.time("when");
  (void)reader.texts("ids");
  (void)reader.object("filter");
  EXPECT_THAT(pointers(reader),
              ElementsAre("/name", "/long", "/text", "/on", "/count", "/at", "/when", "/ids", "/filter"));
  EXPECT_EQ(reader.error()->kind, ErrorKind::invalid);
}

TEST(BodyReader, NamesWhatIsMissingOnce) {
  const json body{{"name", 5}};
  BodyReader reader(body);
  const auto name = reader.text("name", 10);
  reader.require(name.has_value(), "name");
  reader.require(false, "id");
  EXPECT_THAT(pointers(reader), ElementsAre("/name", "/id"));
}

TEST(BodyReader, NamesMembersThatDoNotBelong) {
  const json body{{"name", "a"}, {"nmae", "b"}, {"a/b~c", 1}};
  BodyReader reader(body);
  reader.only({"name"});
  EXPECT_THAT(pointers(reader), ElementsAre("/a~1b~0c", "/nmae"));
}

TEST(BodyReader, OfAMemberPointsBelowIt) {
  const json filter{{"status", 1}, {"colour", "red"}};
  BodyReader reader(filter, "/filter");
  (void)reader.text("status", 16);
  reader.only({"status"});
  EXPECT_THAT(pointers(reader), ElementsAre("/filter/status", "/filter/colour"));
}

}  // namespace
}  // namespace sekisho::gateway
