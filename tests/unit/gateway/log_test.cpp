#include "observe/log.h"

#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sekisho::gateway {
namespace {

using nlohmann::json;
using ::testing::MatchesRegex;

/// What was written to standard error while the object lived.
class Captured {
 public:
  Captured() { ::testing::internal::CaptureStderr(); }

  Captured(const Captured&) = delete;
  Captured& operator=(const Captured&) = delete;

  ~Captured() {
    if (!taken_) ::testing::internal::GetCapturedStderr();
  }

  std::vector<std::string> lines() {
    taken_ = true;
    std::istringstream text{::testing::internal::GetCapturedStderr()};
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);)
      lines.push_back(line);
    return lines;
  }

 private:
  bool taken_ = false;
};

TEST(Log, WritesOneJsonObjectALine) {
  Captured captured;
  const Log log{LogLevel::info};
  log.info("started", {{"listener", "ingress"}, {"port", 8443}, {"share", 0.5}, {"tls", true}});
  const auto lines = captured.lines();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_THAT(lines[0],
              MatchesRegex(R"(\{"at":"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z",)"
                           R"("level":"info","message":"started","listener":"ingress","port":8443,)"
                           R"("share":0\.5,"tls":true\})"));
}

TEST(Log, StaysOneLineOfJsonWhateverTheTextIs) {
  Captured captured;
  const Log log{LogLevel::info};
  const std::string text{"a\"b\\c\nd\re\tf\x01g\0h 関所", 23};
  log.info(text, {{"name", text}});
  const auto lines = captured.lines();
  ASSERT_EQ(lines.size(), 1U);
  const json line = json::parse(lines[0]);
  EXPECT_EQ(line["message"], text);
  EXPECT_EQ(line["name"], text);
}

TEST(Log, ReplacesBytesThatAreNotUtf8) {
  Captured captured;
  const Log log{LogLevel::info};
  const std::vector<std::string> broken = {"\xff",     "\xc0\xaf",         "\xed\xa0\x80",
                                           "\xe3\x81", "\xf4\x90\x80\x80", "\xf0\x82\x82\xac",
                                           "\x80",     "ok\xe3(",          "\xc2"};
  for (const std::string& text : broken)
    log.info(text);
  const auto lines = captured.lines();
  ASSERT_EQ(lines.size(), broken.size());
  for (const std::string& line : lines)
    EXPECT_NE(json::parse(line)["message"].get<std::string>().find("\xef\xbf\xbd"), std::string::npos)
        << line;
}

TEST(Log, KeepsEveryFormOfUtf8) {
  Captured captured;
  const std::string text = "a é ह € 한 \xed\x9f\xbf \xee\x80\x80 𐍈 \xf4\x8f\xbf\xbf";
  Log{LogLevel::info}.info(text);
  EXPECT_EQ(json::parse(captured.lines().at(0))["message"], text);
}

TEST(Log, LeavesOutWhatIsBelowItsLevel) {
  Captured captured;
  Log log{LogLevel::warning};
  log.debug("debug");
  log.info("info");
  log.warning("warning");
  log.set_level(LogLevel::debug);
  log.debug("now");
  log.error("error");
  std::vector<std::string> seen;
  for (const std::string& line : captured.lines()) {
    const json entry = json::parse(line);
    seen.push_back(entry["level"].get<std::string>() + " " + entry["message"].get<std::string>());
  }
  EXPECT_THAT(seen, ::testing::ElementsAre("warning warning", "debug now", "error error"));
}

TEST(Log, NeverMixesTheLinesOfThreads) {
  Captured captured;
  const Log log{LogLevel::info};
  {
    std::vector<std::jthread> writers;
    for (int writer = 0; writer < 4; ++writer) {
      writers.emplace_back([&log] {
        for (int i = 0; i < 100; ++i)
          log.info("line", {{"filler", "0123456789012345678901234567890123456789"}});
      });
    }
  }
  const auto lines = captured.lines();
  EXPECT_EQ(lines.size(), 400U);
  for (const std::string& line : lines)
    EXPECT_TRUE(json::accept(line)) << line;
}

}  // namespace
}  // namespace sekisho::gateway
