#include "rules/conformance.h"

#include <gtest/gtest.h>

namespace sekisho::scoring::rules {
namespace {

TEST(CelConformance, AnswersNoCaseWrongly) {
  const auto results = run_conformance();
  ASSERT_GT(results.size(), 1'100U);
  for (const CaseResult& result : results) {
    EXPECT_NE(result.verdict, Verdict::wrong)
        << result.section << '/' << result.name << "\n  said " << result.said;
  }
}

}  // namespace
}  // namespace sekisho::scoring::rules
