#include "rules/conformance.h"

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/rule_compiler.h"

namespace sekisho::scoring::rules {
namespace {

using ::testing::HasSubstr;

TEST(CelConformance, AnswersNoCaseWrongly) {
  const auto results = run_conformance();
  ASSERT_GT(results.size(), 1'100U);
  for (const CaseResult& result : results) {
    EXPECT_NE(result.verdict, Verdict::wrong)
        << result.section << '/' << result.name << "\n  said " << result.said;
  }
}

std::string page(const std::string& name) {
  std::ifstream file(SEKISHO_TEST_DATA "/../../docs/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(CelConformance, CountsInTheDocumentsAreThoseOfThisRun) {
  const std::string table = conformance_table(run_conformance());
  EXPECT_THAT(page("rules.md"), HasSubstr(table)) << "put this table into the document";
  EXPECT_THAT(page("rules.ja.md"), HasSubstr(table)) << "put this table into the document";
}

TEST(RulesDocuments, ShowConditionsThatCompile) {
  for (const char* name : {"rules.md", "rules.ja.md"}) {
    const std::string text = page(name);
    const auto begin = text.find("```cel\n") + 7;
    std::istringstream lines(text.substr(begin, text.find("```", begin) - begin));
    int examples = 0;
    for (std::string line; std::getline(lines, line); ++examples) {
      const auto compiled = compile_condition(line);
      EXPECT_TRUE(compiled) << name << ": " << line << "\n" << compiled.error().detail;
    }
    EXPECT_GT(examples, 10) << name;
  }
}

}  // namespace
}  // namespace sekisho::scoring::rules
