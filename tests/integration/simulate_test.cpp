#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shop.h"

namespace sekisho::integration {
namespace {

namespace fs = std::filesystem;
using testing::Ended;
using ::testing::HasSubstr;
using testing::run_sekisho;
using testing::TemporaryDirectory;

const std::vector<std::string> small{"simulate", "--seed",       "3",  "--orders", "60", "--days",
                                     "5",        "--fraud-rate", "0.2"};

std::vector<std::string> small_and(std::vector<std::string> more) {
  std::vector<std::string> arguments = small;
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

std::string content(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::string line;
  for (std::istringstream in{text}; std::getline(in, line);)
    lines.push_back(line);
  return lines;
}

TEST(Simulate, WritesTheSameFilesTwice) {
  const TemporaryDirectory directory;
  const std::string first = (directory.path() / "first").string();
  const std::string second = (directory.path() / "second").string();
  ASSERT_EQ(run_sekisho(small_and({"--out", first})).code, 0);
  ASSERT_EQ(run_sekisho(small_and({"--out", second})).code, 0);
  for (const char* name : {"events.jsonl", "labels.csv", "phone-reachability.csv", "vacancies.csv",
                           "forwarders.csv", "manifest.json", "README.md"}) {
    const std::string written = content(fs::path{first} / name);
    EXPECT_FALSE(written.empty()) << name;
    EXPECT_EQ(written, content(fs::path{second} / name)) << name;
  }
  EXPECT_EQ(lines_of(content(fs::path{first} / "labels.csv")).size(), 61U);
}

TEST(Simulate, OverwritesNothing) {
  const TemporaryDirectory directory;
  const std::string out = (directory.path() / "out").string();
  ASSERT_EQ(run_sekisho(small_and({"--out", out})).code, 0);
  const Ended again = run_sekisho(small_and({"--out", out}));
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.err, HasSubstr("holds a simulation already"));
}

TEST(Simulate, SaysWhatItNeeds) {
  EXPECT_EQ(run_sekisho(small).code, 2);
  EXPECT_EQ(run_sekisho(small_and({"--out", "x", "--hook", "hook_1"})).code, 2);
  EXPECT_EQ(run_sekisho(small_and({"--out", "x", "--outcomes"})).code, 2);
  const TemporaryDirectory directory;
  const Ended wrong =
      run_sekisho(small_and({"--from", "tomorrow", "--out", (directory.path() / "x").string()}));
  EXPECT_EQ(wrong.code, 1);
  EXPECT_THAT(wrong.err, HasSubstr("--from must be a day"));
}

/// Sends the small population to a gateway and looks at what came of it.
void expect_all_decided(const Variables& variables) {
  const Shop shop{variables};
  const TemporaryDirectory directory;
  const std::string labels = (directory.path() / "labels.csv").string();
  const Ended ended = run_sekisho(
      small_and({"--config", shop.installation.config(), "--hook", shop.hook.id, "--labels", labels}));
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("honest"));
  const auto rows = lines_of(content(labels));
  ASSERT_EQ(rows.size(), 61U);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    EXPECT_THAT(rows[i], HasSubstr("," + std::string{merchant} + ","));
    EXPECT_THAT(rows[i], HasSubstr(",ord_"));
  }
}

TEST(Simulate, SendsEverythingToARunningGateway) {
  expect_all_decided({});
}

TEST(Simulate, SendsEverythingInOrderOfTimeUnderTheEventClock) {
  expect_all_decided({{"SEKISHO_RUNTIME_CLOCK", "event"}});
}

TEST(Simulate, NeedsARunningGateway) {
  const testing::Installation installation;
  const Ended ended = run_sekisho(small_and({"--config", installation.config(), "--hook", "hook_1"}));
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.err, HasSubstr("sekisho serve --config"));
}

}  // namespace
}  // namespace sekisho::integration
