#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <scoring/policy_json.h>

namespace sekisho::scoring {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string bands = R"("thresholds":{"challenge":30,"review":60,"reject":80})";

Result<Policy> with_rules(const std::string& rules) {
  return read_policy("{" + bands + R"(,"rules":)" + rules + "}");
}

/// A whole rule, with these members in place of its own or beside them.
std::string rule(const std::string& id, const std::string& members) {
  return R"({"id":")" + id + R"(","reason":"shop.rule",)" + members + "}";
}

std::vector<std::string> pointers(const Result<Policy>& result) {
  std::vector<std::string> out;
  if (result) return {"accepted"};
  for (const Fault& fault : result.error().faults)
    out.push_back(fault.pointer);
  return out;
}

TEST(PolicyRules, AreReadWholly) {
  const auto policy = with_rules(R"json([
    {"id":"cod-often","when":"payment.method == 'cod' && velocity.phone.orders_24h > 3","points":25.5,
     "reason":"phone.often","mode":"shadow","from":"2026-12-01T00:00:00+09:00","until":"2027-01-01T00:00:00+09:00"},
    {"id":"VIP_1","when":"list.allow.contains('phone')","verdict":"approve","reason":"list.allow"}])json");
  ASSERT_TRUE(policy);
  EXPECT_THAT(policy->rules,
              ElementsAre(Rule{.id = "cod-often",
                               .when = "payment.method == 'cod' && velocity.phone.orders_24h > 3",
                               .effect = Tenths{255},
                               .reason = "phone.often",
                               .mode = RuleMode::shadow,
                               .from = parse_rfc3339("2026-11-30T15:00:00Z"),
                               .until = parse_rfc3339("2026-12-31T15:00:00Z")},
                          Rule{.id = "VIP_1",
                               .when = "list.allow.contains('phone')",
                               .effect = Verdict::approve,
                               .reason = "list.allow"}));
}

TEST(PolicyRules, AreWrittenAsTheyAreRead) {
  const std::string rules =
      R"([{"id":"a","when":"cart.total > 3 // \"円\"","points":-25.5,"reason":"shop.a","mode":"live"},)"
      R"({"id":"b","when":"true","verdict":"review","reason":"shop.b","mode":"shadow",)"
      R"("from":"2026-11-30T15:00:00Z","until":"2026-12-31T15:00:00Z"}])";
  const auto policy = with_rules(rules);
  ASSERT_TRUE(policy);
  EXPECT_THAT(write_policy(*policy), HasSubstr("\"rules\":" + rules));
  EXPECT_EQ(read_policy(write_policy(*policy)).value(), *policy);
}

TEST(PolicyRules, NameTheFaultyConditionAndThePlaceInIt) {
  const auto policy = with_rules("[" + rule("a", R"("when":"true","points":1)") + "," +
                                 rule("b", R"("when":"list.deny == '電話' && phone.knd == 'x'","points":1)") +
                                 "," + rule("c", R"("when":"cart.total >","points":1)") + "]");
  ASSERT_FALSE(policy);
  EXPECT_EQ(policy.error().kind, ErrorKind::invalid);
  EXPECT_THAT(
      policy.error().faults,
      ElementsAre(
          Fault{.pointer = "/rules/1/when",
                .detail = "line 1, column 22: there is no signal 'phone.knd'; did you mean 'phone.kind'?",
                .position = 21},
          Fault{.pointer = "/rules/2/when",
                .detail = "line 1, column 13: expected a value; the text ends",
                .position = 12}));
}

TEST(PolicyRules, WantAnIdOfTheirOwn) {
  const std::string rest = R"("when":"true","points":1)";
  EXPECT_THAT(pointers(with_rules("[" + rule("a", rest) + "," + rule("a", rest) + "]")),
              ElementsAre("/rules/1/id"));
  for (const std::string& bad : std::vector<std::string>{"", "a b", "規則", "a/b", std::string(65, 'a')})
    EXPECT_THAT(pointers(with_rules("[" + rule(bad, rest) + "]")), ElementsAre("/rules/0/id")) << bad;
}

TEST(PolicyRules, HaveEitherPointsOrAVerdict) {
  EXPECT_THAT(pointers(with_rules("[" + rule("a", R"("when":"true")") + "]")), ElementsAre("/rules/0"));
  EXPECT_THAT(pointers(with_rules("[" + rule("a", R"("when":"true","points":1,"verdict":"review")") + "]")),
              ElementsAre("/rules/0"));
  for (const char* bad : {"100.1", "-100.1", "1.55", "\"1\"", "null"}) {
    EXPECT_THAT(pointers(with_rules("[" + rule("a", R"("when":"true","points":)" + std::string(bad)) + "]")),
                ElementsAre("/rules/0/points"))
        << bad;
  }
  for (const char* good : {"100", "-100", "0", "0.1"})
    EXPECT_TRUE(with_rules("[" + rule("a", R"("when":"true","points":)" + std::string(good)) + "]")) << good;
  EXPECT_THAT(pointers(with_rules("[" + rule("a", R"("when":"true","verdict":"hold")") + "]")),
              ElementsAre("/rules/0/verdict"));
}

TEST(PolicyRules, WantAReasonCodeThatIsNotTheGatewaysOwn) {
  const auto with_code = [](const std::string& code) {
    return with_rules(R"([{"id":"a","when":"true","points":1,"reason":")" + code + R"("}])");
  };
  for (const char* good : {"phone.unreachable", "vip", "shop.rule_1"})
    EXPECT_TRUE(with_code(good)) << good;
  for (const char* bad :
       {"Phone", "phone.", ".phone", "a..b", "理由", "1st", "score.bounds", "rules.unavailable"})
    EXPECT_THAT(pointers(with_code(bad)), ElementsAre("/rules/0/reason")) << bad;
}

TEST(PolicyRules, RefuseEveryOtherFaultAtItsPlace) {
  EXPECT_THAT(pointers(with_rules("{}")), ElementsAre("/rules"));
  EXPECT_THAT(pointers(with_rules("null")), ElementsAre("/rules"));
  EXPECT_THAT(pointers(with_rules("[7]")), ElementsAre("/rules/0", "/rules/0"));
  EXPECT_THAT(pointers(with_rules(R"([{}])")),
              ElementsAre("/rules/0/id", "/rules/0/when", "/rules/0", "/rules/0/reason"));
  EXPECT_THAT(
      pointers(with_rules("[" + rule("a", R"("when":"true","points":1,"mode":"dark","weight":2)") + "]")),
      ElementsAre("/rules/0/mode", "/rules/0/weight"));
  EXPECT_THAT(pointers(with_rules("[" + rule("a", R"("when":"true","points":1,"from":"tomorrow")") + "]")),
              ElementsAre("/rules/0/from"));
  EXPECT_THAT(pointers(with_rules("[" + rule("a", R"("when":"true","points":1,"from":"2026-12-01T00:00:00Z",
                                              "until":"2026-12-01T00:00:00Z")") +
                                  "]")),
              ElementsAre("/rules/0/until"));
}

TEST(PolicyRules, AreAtMostTwoHundred) {
  std::string rules = "[" + rule("r0", R"("when":"true","points":1)");
  for (int i = 1; i < 200; ++i)
    rules += "," + rule("r" + std::to_string(i), R"("when":"true","points":1)");
  EXPECT_TRUE(with_rules(rules + "]"));
  EXPECT_THAT(pointers(with_rules(rules + "," + rule("more", R"("when":"true","points":1)") + "]")),
              ElementsAre("/rules"));
}

TEST(PolicyRules, AreReadFromTheStoreEvenWhenTheirSignalsAreGone) {
  const std::string document =
      "{" + bands + R"(,"rules":[)" + rule("a", R"("when":"signal.of_last_year > 3","points":1)") + "]}";
  EXPECT_FALSE(read_policy(document));
  ASSERT_TRUE(read_stored_policy(document));
  EXPECT_EQ(read_stored_policy(document)->rules.front().when, "signal.of_last_year > 3");
}

}  // namespace
}  // namespace sekisho::scoring
