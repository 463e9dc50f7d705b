#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>

#include "support/temporary_directory.h"

// `sekisho normalize address` as a person pipes a file through it.

namespace sekisho::integration {
namespace {

using nlohmann::json;
using sekisho::testing::TemporaryDirectory;

struct Ended {
  int code = -1;
  std::vector<std::string> lines;
};

Ended normalize(const std::string& input) {
  const TemporaryDirectory directory;
  const auto in = directory.path() / "in";
  const auto out = directory.path() / "out";
  std::ofstream(in, std::ios::binary) << input;
  const std::string command =
      SEKISHO_BINARY " normalize address <'" + in.string() + "' >'" + out.string() + "'";
  const int status = std::system(command.c_str());
  Ended ended{.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1, .lines = {}};
  std::ifstream answers(out);
  for (std::string line; std::getline(answers, line);)
    ended.lines.push_back(line);
  return ended;
}

TEST(NormalizeAddress, WritesTheLineThatTheContractNames) {
  const Ended ended = normalize("新宿区大久保二丁目七番五号 コーポ大久保　１０２号室\n");
  EXPECT_EQ(ended.code, 0);
  ASSERT_EQ(ended.lines.size(), 1U);
  EXPECT_EQ(
      ended.lines[0],
      R"({"prefecture":"東京都","city":"新宿区","town":"大久保二丁目","block":"7-5",)"
      R"("building":"コーポ大久保","room":"102","key":"東京都新宿区大久保2-7-5","level":8,"notes":[]})");
}

TEST(NormalizeAddress, AnswersEveryLineWithOne) {
  const std::string nul("a\0b", 3);
  const std::string input = "\xEF\xBB\xBF東京都新宿区大久保2-7-5\r\n\n\r\n\xFF\xFE\n" + nul + "\n" +
                            std::string(100'000, 'x') + "\n東京都港区芝5-37-8";
  const Ended ended = normalize(input);
  EXPECT_EQ(ended.code, 0);
  ASSERT_EQ(ended.lines.size(), 7U);
  for (const std::string& line : ended.lines)
    EXPECT_EQ(json::parse(line).size(), 9U);
  EXPECT_EQ(json::parse(ended.lines[0]).at("town"), "大久保二丁目");
  EXPECT_EQ(json::parse(ended.lines[1]).at("level"), 0);
  EXPECT_EQ(json::parse(ended.lines[3]).at("notes"), json::array({"not_utf8", "city_unknown"}));
  EXPECT_EQ(json::parse(ended.lines[5]).at("notes"), json::array({"too_long", "city_unknown"}));
  EXPECT_EQ(json::parse(ended.lines[6]).at("town"), "芝五丁目") << "without a line feed at its end";
}

TEST(NormalizeAddress, AnswersNothingToNothing) {
  const Ended ended = normalize("");
  EXPECT_EQ(ended.code, 0);
  EXPECT_TRUE(ended.lines.empty());
}

TEST(NormalizeAddress, ReadsThousandsOfLinesInOrder) {
  std::string input;
  for (int i = 1; i <= 7'000; ++i)
    input += "東京都新宿区大久保二丁目" + std::to_string(i) + "番地\n";
  const Ended ended = normalize(input);
  ASSERT_EQ(ended.lines.size(), 7'000U);
  EXPECT_EQ(json::parse(ended.lines[0]).at("block"), "1");
  EXPECT_EQ(json::parse(ended.lines[6'999]).at("block"), "7000");
}

TEST(NormalizeAddress, SaysWhenTheTablesAreMissing) {
  const TemporaryDirectory directory;
  const auto lonely = directory.path() / "sekisho";
  const std::string command = "cp " SEKISHO_BINARY " '" + lonely.string() + "' && '" + lonely.string() +
                              "' normalize address </dev/null 2>/dev/null";
  const int status = std::system(command.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 1);
}

}  // namespace
}  // namespace sekisho::integration
