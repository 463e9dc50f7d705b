#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/gateway_process.h"
#include "support/seeded_random.h"
#include "support/temporary_directory.h"

// `sekisho train --table` as a person runs it, with the real libxgboost.

namespace sekisho::integration {
namespace {

namespace fs = std::filesystem;
using sekisho::testing::Ended;
using sekisho::testing::SeededRandom;
using sekisho::testing::TemporaryDirectory;
using sekisho::testing::Variables;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// Thirty days of 100 payments each; what costs more than 900 is fraud.
std::string payments() {
  SeededRandom random(3);
  std::string text = "no,when,card,shop,yen,bad\n";
  for (int i = 0; i < 3000; ++i) {
    const int minute = i % 100 * 14;
    const int yen = static_cast<int>(random.unit() * 1000);
    text += std::to_string(i) + ",2026-01-" + (i / 100 < 9 ? "0" : "") + std::to_string(i / 100 + 1) + ' ' +
            (minute < 600 ? "0" : "") + std::to_string(minute / 60) + (minute % 60 < 10 ? ":0" : ":") +
            std::to_string(minute % 60) + ":00,c" + std::to_string(static_cast<int>(random.unit() * 4000)) +
            ",s" + std::to_string(static_cast<int>(random.unit() * 9)) + ',' + std::to_string(yen) + ',' +
            (yen > 900 ? "1\n" : "0\n");
  }
  return text;
}

class TrainCommand : public ::testing::Test {
 protected:
  TrainCommand() { directory.write("t.csv", payments()); }

  /// The arguments of a good run; those that are named get other values.
  [[nodiscard]] Ended run(const std::vector<std::pair<std::string, std::string>>& changed = {}) const {
    std::vector<std::pair<std::string, std::string>> options = {
        {"--table", path("t.csv")},
        {"--id", "no"},
        {"--label", "bad"},
        {"--time", "when"},
        {"--amount", "yen"},
        {"--entity", "card,shop"},
        {"--windows", "1d,7d"},
        {"--delay", "3d"},
        {"--train-from", "2026-01-08"},
        {"--train-to", "2026-01-20"},
        {"--test-from", "2026-01-23"},
        {"--test-to", "2026-01-28"},
        {"--model", path("m.model")},
        {"--report", path("r.json")},
        {"--features", path("f.csv")},
        {"--scores", path("s.csv")},
        {"--seed", "7"},
    };
    std::vector<std::string> arguments = {"train"};
    for (auto& [name, value] : options) {
      const auto other = std::ranges::find(changed, name, &std::pair<std::string, std::string>::first);
      arguments.insert(arguments.end(), {name, other == changed.end() ? value : other->second});
    }
    return sekisho::testing::run_sekisho(arguments);
  }

  [[nodiscard]] std::string path(const char* name) const { return (directory.path() / name).string(); }

  [[nodiscard]] std::string content(const char* name) const {
    std::ifstream in(path(name));
    return {std::istreambuf_iterator<char>(in), {}};
  }

  TemporaryDirectory directory;
};

bool is_one_line(std::string_view text) {
  return text.ends_with('\n') && std::ranges::count(text, '\n') == 1;
}

TEST_F(TrainCommand, WritesModelReportPageFeaturesAndScores) {
  const Ended ended = run();
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("AUC"));
  const auto report = nlohmann::json::parse(content("r.json"));
  EXPECT_EQ(report["rows"]["train"], 1200);
  EXPECT_LT(report["rows"]["test"], 500);
  EXPECT_GT(report["auc_roc"], 0.97);
  EXPECT_EQ(nlohmann::json::parse(content("m.model"))["sha256"], report["model"]["sha256"]);
  EXPECT_THAT(content("r.html"), HasSubstr("</svg>"));
  const std::string scores = content("s.csv");
  EXPECT_EQ(std::ranges::count(scores, '\n'), 501);
  const std::string features = content("f.csv");
  EXPECT_EQ(std::ranges::count(features, '\n'), 2001);
}

TEST_F(TrainCommand, RefusesWrongOptionsWithCodeTwo) {
  for (const auto& [option, value] :
       std::vector<std::pair<std::string, std::string>>{{"--windows", "1d,soon"},
                                                        {"--windows", "1d,1d"},
                                                        {"--delay", "0d"},
                                                        {"--train-from", "2026-01-32"},
                                                        {"--test-from", "2026-01-19"},
                                                        {"--entity", "card,card"},
                                                        {"--seed", "-1"}}) {
    const Ended ended = run({{option, value}});
    EXPECT_EQ(ended.code, 2) << option << ' ' << value;
    EXPECT_TRUE(is_one_line(ended.err)) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr(option.starts_with("--test") ? "span" : option));
  }
  EXPECT_EQ(sekisho::testing::run_sekisho({"train"}).code, 2);
  EXPECT_FALSE(fs::exists(directory.path() / "m.model"));
}

TEST_F(TrainCommand, FailsInOneLineWithCodeOne) {
  for (const auto& [option, value] :
       std::vector<std::pair<std::string, std::string>>{{"--table", path("none.csv")},
                                                        {"--label", "colour"},
                                                        {"--amount", "card"},
                                                        {"--model", path("no/such/folder/m.model")}}) {
    const Ended ended = run({{option, value}});
    EXPECT_EQ(ended.code, 1) << option << ' ' << value;
    EXPECT_TRUE(is_one_line(ended.err)) << ended.err;
  }
}

TEST_F(TrainCommand, LoadsItsLibraryOnlyWhenItTrains) {
  // The dynamic linker names on standard error what it loads.
  const Variables tell = {{"LD_DEBUG", "libs"}};
  const Ended version = sekisho::testing::run_sekisho({"--version"}, tell);
  EXPECT_THAT(version.err, AllOf(HasSubstr("libssl"), Not(HasSubstr("libxgboost"))));
}

}  // namespace
}  // namespace sekisho::integration
