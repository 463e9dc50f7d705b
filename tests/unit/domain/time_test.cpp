#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <domain/time.h>
#include <gtest/gtest.h>

namespace sekisho {
namespace {

using namespace std::chrono;

std::optional<std::string> utc(std::string_view text) {
  const auto at = parse_rfc3339(text);
  return at ? std::optional{format_rfc3339(*at)} : std::nullopt;
}

TEST(Rfc3339, ReadsWhatTheGrammarAllows) {
  struct Case {
    std::string_view text;
    std::string_view utc;
  };

  for (const Case& one : {
           Case{"2026-11-23T19:02:11+09:00", "2026-11-23T10:02:11Z"},
           Case{"2026-11-23T19:02:11.500+09:00", "2026-11-23T10:02:11.500Z"},
           Case{"2026-11-23T10:02:11Z", "2026-11-23T10:02:11Z"},
           Case{"2026-11-23t10:02:11z", "2026-11-23T10:02:11Z"},
           Case{"2026-11-23T10:02:11-00:00", "2026-11-23T10:02:11Z"},
           Case{"2026-11-23T10:02:11.5Z", "2026-11-23T10:02:11.500Z"},
           Case{"2026-11-23T10:02:11.05Z", "2026-11-23T10:02:11.050Z"},
           Case{"2026-11-23T10:02:11.000Z", "2026-11-23T10:02:11Z"},
           Case{"2026-11-23T10:02:11.1239999999Z", "2026-11-23T10:02:11.123Z"},
           Case{"2026-12-31T23:59:59-00:01", "2027-01-01T00:00:59Z"},
           Case{"2026-01-01T00:30:00+09:00", "2025-12-31T15:30:00Z"},
           Case{"2028-02-29T00:00:00Z", "2028-02-29T00:00:00Z"},
           Case{"2000-02-29T00:00:00Z", "2000-02-29T00:00:00Z"},
           Case{"2026-11-23T10:02:11+23:59", "2026-11-22T10:03:11Z"},
           Case{"1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"},
           Case{"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
       }) {
    EXPECT_EQ(utc(one.text), one.utc) << one.text;
  }
}

TEST(Rfc3339, RefusesEverythingElse) {
  for (const std::string_view text : {
           "",
           "2026-11-23",
           "2026-11-23T10:02:11",         // no offset
           "2026-11-23 10:02:11Z",        // a space for the T
           "2026-11-23T10:02Z",           // no seconds
           "2026-11-23T10:02:60Z",        // a leap second
           "2026-11-23T24:00:00Z",        // the day's end under the wrong name
           "2026-11-23T10:60:00Z",        //
           "2026-13-01T10:02:11Z",        //
           "2026-00-01T10:02:11Z",        //
           "2026-11-31T10:02:11Z",        // November has thirty days
           "2026-02-29T10:02:11Z",        // no leap year
           "2100-02-29T10:02:11Z",        // nor this one
           "2026-11-00T10:02:11Z",        //
           "1969-12-31T23:59:59Z",        //
           "0000-01-01T00:00:00Z",        //
           "2026-11-23T10:02:11.Z",       // a point and no digits
           "2026-11-23T10:02:11,5Z",      // ISO 8601's comma
           "2026-11-23T10:02:11+09",      // an offset in hours alone
           "2026-11-23T10:02:11+0900",    //
           "2026-11-23T10:02:11+24:00",   //
           "2026-11-23T10:02:11+09:60",   //
           "2026-11-23T10:02:11Z ",       // trailing bytes
           "2026-11-23T10:02:11ZZ",       //
           " 2026-11-23T10:02:11Z",       //
           "2026-11-23T10:02:11+09:00Z",  //
           "+2026-11-23T10:02:11Z",       //
           "02026-11-23T10:02:11Z",       //
           "2026-1-23T10:02:11Z",         //
           "2026-11-23T1 :02:11Z",        //
           "2026-11-23T-1:02:11Z",        //
           "２０２６-11-23T10:02:11Z",    // full-width digits
           "1795082531",                  // Unix seconds
       }) {
    EXPECT_EQ(utc(text), std::nullopt) << text;
  }
}

TEST(Rfc3339, RefusesATimeWhoseUtcFormItCouldNotReadBack) {
  EXPECT_EQ(utc("1970-01-01T08:59:59+09:00"), std::nullopt);
  EXPECT_EQ(utc("1970-01-01T09:00:00+09:00"), "1970-01-01T00:00:00Z");
  EXPECT_EQ(utc("9999-12-31T23:59:59-00:01"), std::nullopt);
}

TEST(Rfc3339, RefusesEveryTruncationOfATime) {
  const std::string_view whole = "2026-11-23T19:02:11.500+09:00";
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_EQ(utc(whole.substr(0, size)), std::nullopt) << size;
}

TEST(Rfc3339, ReadsBackEveryTimeThatItWrites) {
  constexpr auto step = hours{997} + milliseconds{7919};
  const Timestamp end{sys_days{year{2200} / 1 / 1}};
  for (Timestamp at{}; at < end; at += step)
    ASSERT_EQ(parse_rfc3339(format_rfc3339(at)), at) << format_rfc3339(at);
}

}  // namespace
}  // namespace sekisho
