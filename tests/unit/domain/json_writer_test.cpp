#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include <domain/json_writer.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sekisho {
namespace {

template <class Write>
std::string written(const Write& write) {
  std::string text;
  JsonWriter out(text);
  write(out);
  return text;
}

TEST(JsonWriter, PutsCommasBetweenAndNowhereElse) {
  EXPECT_EQ(written([](JsonWriter& out) {
              out.begin_object().member("a", 1).key("b").begin_array().end_array();
              out.key("c").begin_array().value(1).value("x").begin_object().end_object().null().end_array();
              out.key("d").begin_object().member("e", true).end_object().member("f", false).end_object();
            }),
            R"({"a":1,"b":[],"c":[1,"x",{},null],"d":{"e":true},"f":false})");
}

TEST(JsonWriter, TakesRawTextAsOneValue) {
  EXPECT_EQ(written([](JsonWriter& out) { out.begin_array().raw("{}").raw("[1,2]").value(3).end_array(); }),
            "[{},[1,2],3]");
}

TEST(JsonWriter, EscapesWhatMustBe) {
  EXPECT_EQ(written([](JsonWriter& out) { out.value(std::string_view{"\"\\/\n\r\t\b\f\x00\x1f\x7f", 11}); }),
            "\"\\\"\\\\/\\n\\r\\t\\u0008\\u000c\\u0000\\u001f\x7f\"");
  EXPECT_EQ(written([](JsonWriter& out) { out.begin_object().member("a\"b", "美容液😊").end_object(); }),
            R"({"a\"b":"美容液😊"})");
}

TEST(JsonWriter, WritesEveryByteSoThatAParserReadsItBack) {
  for (int byte = 0; byte < 128; ++byte) {
    const std::string text{'x', static_cast<char>(byte), 'y'};
    const auto document = written([&](JsonWriter& out) { out.value(std::string_view{text}); });
    ASSERT_EQ(nlohmann::json::parse(document).get<std::string>(), text) << byte;
  }
}

TEST(JsonWriter, WritesTenthsExactly) {
  const auto tenths = [](std::int64_t number) {
    return written([&](JsonWriter& out) { out.tenths(number); });
  };
  EXPECT_EQ(tenths(0), "0.0");
  EXPECT_EQ(tenths(5), "0.5");
  EXPECT_EQ(tenths(-5), "-0.5");
  EXPECT_EQ(tenths(-10), "-1.0");
  EXPECT_EQ(tenths(573), "57.3");
  EXPECT_EQ(tenths(1000), "100.0");
  EXPECT_EQ(tenths(-1234), "-123.4");
}

TEST(JsonWriter, WritesNumbersThatReadBackTheSame) {
  const auto text = [](auto number) { return written([&](JsonWriter& out) { out.value(number); }); };
  EXPECT_EQ(text(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(text(0.1), "0.1");
  for (const double number : {1.0 / 3, 1e300, 5e-324, -2.5}) {
    EXPECT_EQ(nlohmann::json::parse(text(number)).get<double>(), number);
  }
}

TEST(JsonWriter, HasNoWordForWhatIsNoNumber) {
  const auto text = [](double number) { return written([&](JsonWriter& out) { out.value(number); }); };
  EXPECT_EQ(text(std::numeric_limits<double>::quiet_NaN()), "null");
  EXPECT_EQ(text(std::numeric_limits<double>::infinity()), "null");
}

TEST(JsonWriter, AppendsToWhatIsThere) {
  std::string text = "data: ";
  JsonWriter{text}.begin_object().end_object();
  EXPECT_EQ(text, "data: {}");
}

}  // namespace
}  // namespace sekisho
