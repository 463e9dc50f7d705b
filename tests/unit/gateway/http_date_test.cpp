#include "http/http_date.h"

#include <chrono>
#include <string_view>

#include <gtest/gtest.h>

namespace sekisho::gateway {
namespace {

using namespace std::chrono;

TEST(HttpDate, IsTheFixedFormInGmt) {
  EXPECT_EQ(http_date(sys_days{2026y / November / 23} + 10h + 2min + 11s), "Mon, 23 Nov 2026 10:02:11 GMT");
  EXPECT_EQ(http_date(sys_days{2000y / February / 29} + 999ms), "Tue, 29 Feb 2000 00:00:00 GMT");
}

TEST(HttpDate, IsReadAsItIsWritten) {
  for (const Timestamp at : {Timestamp{sys_days{2026y / November / 23} + 23h + 59min + 59s},
                             Timestamp{sys_days{1970y / January / 1}}}) {
    EXPECT_EQ(parse_http_date(http_date(at)), at);
  }
}

TEST(HttpDate, IsNothingInAnyOtherForm) {
  for (const std::string_view text :
       {"", "soon", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, -6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT "}) {
    EXPECT_EQ(parse_http_date(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace sekisho::gateway
