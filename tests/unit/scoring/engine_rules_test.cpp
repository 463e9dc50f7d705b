#include <algorithm>
#include <initializer_list>
#include <numeric>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orders.h"
#include "shipped_data.h"

namespace sekisho::scoring::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Policy with(std::initializer_list<Rule> rules) {
  Policy policy;
  policy.rules = rules;
  return policy;
}

Rule points(std::string id, std::string when, Tenths tenths, RuleMode mode = RuleMode::live) {
  return {
      .id = std::move(id), .when = std::move(when), .effect = tenths, .reason = "shop.rule", .mode = mode};
}

Rule verdict(std::string id, std::string when, Verdict verdict) {
  return {.id = std::move(id), .when = std::move(when), .effect = verdict, .reason = "shop.verdict"};
}

Assessment assess(const Policy& policy, const Order& order = honest_subscription()) {
  return shipped_engine().assess(order, {}, CompiledPolicy(policy));
}

const Reason* reason(const Assessment& assessment, std::string_view code) {
  const auto found = std::ranges::find(assessment.reasons, code, &Reason::code);
  return found == assessment.reasons.end() ? nullptr : &*found;
}

void expect_exact(const Assessment& assessment) {
  const Tenths sum = std::accumulate(assessment.reasons.begin(), assessment.reasons.end(), assessment.base,
                                     [](Tenths to, const Reason& r) { return to + r.contribution; });
  EXPECT_EQ(sum, assessment.score);
}

TEST(EngineRules, AddTheirPointsWithAReasonThatNamesTheRule) {
  const Assessment plain = assess(Policy{});
  const Assessment ruled = assess(with({points("card-orders", "payment.method == 'card'", 255)}));
  EXPECT_EQ(ruled.score, plain.score + 255);
  ASSERT_NE(reason(ruled, "shop.rule"), nullptr);
  EXPECT_EQ(*reason(ruled, "shop.rule"), (Reason{.code = "shop.rule",
                                                 .contribution = 255,
                                                 .detail = "ルール「card-orders」に当てはまります",
                                                 .detail_en = "rule 'card-orders' holds"}));
  expect_exact(ruled);
}

TEST(EngineRules, ChangeNothingWhenTheyDontHold) {
  const Assessment plain = assess(Policy{});
  const Assessment ruled = assess(with({points("cod", "payment.method == 'cod'", 255)}));
  EXPECT_EQ(ruled.score, plain.score);
  EXPECT_EQ(ruled.reasons, plain.reasons);
}

TEST(EngineRules, ClampAfterTheRules) {
  for (const Tenths tenths : {1000, -1000}) {
    const Assessment ruled = assess(with({points("a", "true", tenths), points("b", "true", tenths)}));
    EXPECT_EQ(ruled.score, tenths > 0 ? 1000 : 0);
    EXPECT_NE(reason(ruled, "score.bounds"), nullptr);
    expect_exact(ruled);
  }
  const Assessment both = assess(with({points("a", "true", 1000), points("b", "true", -1000)}));
  EXPECT_EQ(both.score, assess(Policy{}).score) << "in between nothing is cut off";
}

TEST(EngineRules, MoveTheVerdictAcrossTheThresholds) {
  EXPECT_EQ(assess(Policy{}).verdict, Verdict::approve);
  EXPECT_EQ(assess(with({points("a", "true", 1000)})).verdict, Verdict::reject);
}

TEST(EngineRules, GiveTheStrictestVerdictThatIsStricterThanTheScores) {
  EXPECT_EQ(assess(with({verdict("c", "true", Verdict::challenge)})).verdict, Verdict::challenge);
  EXPECT_EQ(
      assess(with({verdict("r", "true", Verdict::reject), verdict("c", "true", Verdict::challenge)})).verdict,
      Verdict::reject);
  EXPECT_EQ(assess(with({points("p", "true", 1000), verdict("c", "true", Verdict::challenge)})).verdict,
            Verdict::reject)
      << "a challenge does not soften the score's verdict";
  EXPECT_EQ(assess(with({verdict("r", "false", Verdict::reject)})).verdict, Verdict::approve);
}

TEST(EngineRules, ApproveOnlyWhenNoOtherVerdictWasGiven) {
  EXPECT_EQ(assess(with({points("p", "true", 1000), verdict("a", "true", Verdict::approve)})).verdict,
            Verdict::approve);
  EXPECT_EQ(assess(with({verdict("a", "true", Verdict::approve), verdict("c", "true", Verdict::challenge)}))
                .verdict,
            Verdict::challenge);
}

TEST(EngineRules, NameAVerdictsRuleAmongTheReasonsWithoutPoints) {
  const Assessment ruled = assess(with({verdict("vip", "true", Verdict::review)}));
  ASSERT_NE(reason(ruled, "shop.verdict"), nullptr);
  EXPECT_EQ(reason(ruled, "shop.verdict")->contribution, 0);
  EXPECT_EQ(reason(ruled, "shop.verdict")->detail, "ルール「vip」に当てはまります（判定: 目視確認）");
  expect_exact(ruled);
}

TEST(EngineRules, RecordShadowRulesThatWouldHoldAndChangeNothing) {
  const Assessment plain = assess(Policy{});
  Policy policy =
      with({points("s1", "true", 1000, RuleMode::shadow), points("s2", "false", 1, RuleMode::shadow),
            verdict("s3", "has(payment.method)", Verdict::reject)});
  policy.rules.back().mode = RuleMode::shadow;
  const Assessment ruled = assess(policy);
  EXPECT_THAT(ruled.shadow_rules, ElementsAre("s1", "s3"));
  EXPECT_EQ(ruled.score, plain.score);
  EXPECT_EQ(ruled.verdict, plain.verdict);
  EXPECT_EQ(ruled.reasons, plain.reasons);
  EXPECT_THAT(plain.shadow_rules, IsEmpty());
}

TEST(EngineRules, AskForAPersonWhenALiveRuleCannotBeEvaluated) {
  const Policy broken =
      with({points("old", "signal.of_last_year > 3", 100), verdict("r", "true", Verdict::reject)});
  const Assessment assessment = assess(broken);
  EXPECT_EQ(assessment.verdict, Verdict::review);
  ASSERT_NE(reason(assessment, "rules.unavailable"), nullptr);
  EXPECT_EQ(reason(assessment, "rules.unavailable")->detail_en,
            "rule 'old' cannot be evaluated: a person has to judge");
  expect_exact(assessment);
}

TEST(EngineRules, DontMindAShadowRuleThatCannotBeEvaluated) {
  const Assessment assessment =
      assess(with({points("old", "signal.of_last_year > 3", 100, RuleMode::shadow)}));
  EXPECT_EQ(assessment.verdict, Verdict::approve);
  EXPECT_EQ(reason(assessment, "rules.unavailable"), nullptr);
}

TEST(EngineRules, ListWhatTheyLackedAmongTheMissing) {
  Order order = honest_subscription();
  order.payment.card.reset();
  const Assessment assessment =
      assess(with({points("r", "payment.three_ds != 'authenticated'", 500)}), order);
  EXPECT_EQ(reason(assessment, "shop.rule"), nullptr);
  EXPECT_THAT(assessment.missing, ::testing::Contains("payment.three_ds"));
}

TEST(EngineRules, JudgeTheSameHoweverTheyCame) {
  const Policy policy =
      with({points("a", "payment.method == 'card'", 255), verdict("b", "true", Verdict::review)});
  const Assessment kept = assess(policy);
  const Assessment fresh = shipped_engine().assess(honest_subscription(), {}, policy);
  EXPECT_EQ(kept.reasons, fresh.reasons);
  EXPECT_EQ(kept.verdict, fresh.verdict);
}

TEST(EngineRules, JudgeStoredSignalsAsTheyJudgedTheOrder) {
  const Policy policy =
      with({points("a", "payment.method == 'card'", 255), verdict("b", "true", Verdict::review)});
  const Order order = honest_subscription();
  const Assessment then = assess(policy);
  const Assessment now = shipped_engine().judge(then.signals, order.received_at, CompiledPolicy(policy));
  EXPECT_EQ(now.score, then.score);
  EXPECT_EQ(now.reasons, then.reasons);
  EXPECT_EQ(now.verdict, then.verdict);
  EXPECT_EQ(now.missing, then.missing);
}

}  // namespace
}  // namespace sekisho::scoring::testing
