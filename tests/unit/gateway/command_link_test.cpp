#include "app/command_link.h"

#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "app/command_context.h"
#include "support/manual_clock.h"
#include "support/seeded_random.h"

namespace sekisho::gateway::testing {
namespace {

using sekisho::testing::ManualClock;
using sekisho::testing::SeededRandom;

struct Answered {
  bool all = false;
  std::string out;
};

Answered link(const std::string& lines) {
  std::istringstream in(lines);
  std::ostringstream out;
  std::ostringstream err;
  const ManualClock clock{Timestamp{}};
  SeededRandom random;
  const Environment environment;
  const auto done = run_link(in, SEKISHO_SHARE "/data", {clock, random, environment, out, err});
  EXPECT_TRUE(done);
  return {.all = done.value_or(false), .out = out.str()};
}

TEST(CommandLink, AnswersEachLineInOrder) {
  const Answered answered = link(
      "\xEF\xBB\xBF{\"kind\":\"phone\",\"a\":\"03-1234-5678\",\"b\":\"+81312345678\"}\r\n"
      "{\"kind\":\"phone\",\"a\":\"03-1234-5678\",\"b\":\"\"}");
  EXPECT_TRUE(answered.all);
  EXPECT_EQ(answered.out,
            "{\"same\":true,\"similarity\":1.0,\"why\":[\"phone.same_number\"]}\n"
            "{\"same\":false,\"similarity\":0.0,\"why\":[\"phone.unreadable\"]}\n");
}

TEST(CommandLink, GoesOnAfterAFaultyLine) {
  const Answered answered =
      link("nonsense\n\n{\"kind\":\"email\",\"a\":\"a@example.jp\",\"b\":\"A@example.jp\"}\n");
  EXPECT_FALSE(answered.all);
  EXPECT_EQ(answered.out,
            "{\"error\":\"line: not a JSON object\"}\n{\"error\":\"line: not a JSON object\"}\n"
            "{\"same\":true,\"similarity\":1.0,\"why\":[\"email.same_mailbox\"]}\n");
}

TEST(CommandLink, HasNothingToSayToNothing) {
  const Answered answered = link("");
  EXPECT_TRUE(answered.all);
  EXPECT_EQ(answered.out, "");
}

TEST(CommandLink, NamesTheTableThatIsMissing) {
  std::istringstream in;
  std::ostringstream out;
  const ManualClock clock{Timestamp{}};
  SeededRandom random;
  const Environment environment;
  const auto done = run_link(in, "/nowhere", {clock, random, environment, out, out});
  ASSERT_FALSE(done);
  EXPECT_TRUE(done.error().detail.contains("/nowhere")) << done.error().detail;
}

}  // namespace
}  // namespace sekisho::gateway::testing
