#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <scoring/policy_json.h>

namespace sekisho::scoring {
namespace {

using ::testing::ElementsAre;

const std::string bands = R"("thresholds":{"challenge":30,"review":60,"reject":80})";

Result<Policy> with(const std::string& more) {
  return read_policy("{" + bands + "," + more + "}");
}

std::vector<std::string> pointers(const Result<Policy>& result) {
  std::vector<std::string> out;
  if (result) return {"accepted"};
  for (const Fault& fault : result.error().faults)
    out.push_back(fault.pointer);
  return out;
}

TEST(PolicyJson, GivesANewMerchantsDefaultsForWhatIsAbsent) {
  const auto policy = read_policy("{" + bands + "}");
  ASSERT_TRUE(policy);
  EXPECT_EQ(*policy, Policy{});
}

TEST(PolicyJson, ReadsTheContractsExample) {
  const auto policy =
      with(R"("confirmation":{"provider":"vendor","channels":["sms","voice"],"expires_in":"15m",
      "max_attempts":3,"on_failure":"review","on_expiry":"cancel"},"rules":[],"model":"scorecard-1",
      "review":{"expires_in":"48h","on_expiry":"stay"})");
  ASSERT_TRUE(policy);
  EXPECT_EQ(*policy, Policy{});
}

TEST(PolicyJson, ReadsEveryMember) {
  const auto policy = read_policy(R"({"thresholds":{"challenge":0,"review":30.5,"reject":101},
      "confirmation":{"provider":"vendor","channels":["voice"],"expires_in":"90s","max_attempts":10,
                      "on_failure":"cancel","on_expiry":"review"},
      "review":{"expires_in":"1d","on_expiry":"cancel"}})");
  ASSERT_TRUE(policy);
  EXPECT_EQ(policy->thresholds, (Thresholds{.challenge = 0, .review = 305, .reject = 1010}));
  EXPECT_THAT(policy->confirmation.channels, ElementsAre("voice"));
  EXPECT_EQ(policy->confirmation.expires_in, std::chrono::seconds{90});
  EXPECT_EQ(policy->confirmation.max_attempts, 10);
  EXPECT_EQ(policy->confirmation.on_failure, Fallback::cancel);
  EXPECT_EQ(policy->confirmation.on_expiry, Fallback::review);
  EXPECT_EQ(policy->review.expires_in, std::chrono::hours{24});
  EXPECT_EQ(policy->review.on_expiry, ReviewExpiry::cancel);
}

TEST(PolicyJson, WritesWhatItReads) {
  EXPECT_EQ(
      write_policy(Policy{}),
      R"({"thresholds":{"challenge":30,"review":60,"reject":80},)"
      R"("confirmation":{"provider":"vendor","channels":["sms","voice"],"expires_in":"15m","max_attempts":3,)"
      R"("on_failure":"review","on_expiry":"cancel"},)"
      R"("review":{"expires_in":"48h","on_expiry":"stay"},"rules":[],"model":"scorecard-1"})");
  Policy policy;
  policy.thresholds = {.challenge = 5, .review = 305, .reject = 1010};
  policy.confirmation.channels = {"voice", "sms"};
  policy.confirmation.expires_in = std::chrono::seconds{61};
  policy.confirmation.on_failure = Fallback::cancel;
  policy.review.on_expiry = ReviewExpiry::cancel;
  policy.review.expires_in = std::chrono::days{30};
  const auto again = read_policy(write_policy(policy));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, policy);
}

TEST(PolicyJson, WantsThresholds) {
  EXPECT_THAT(pointers(read_policy("{}")), ElementsAre("/thresholds"));
  EXPECT_THAT(pointers(read_policy(R"({"thresholds":{"challenge":30}})")),
              ElementsAre("/thresholds/review", "/thresholds/reject"));
  EXPECT_THAT(pointers(read_policy(R"({"thresholds":[30,60,80]})")), ElementsAre("/thresholds"));
}

TEST(PolicyJson, TakesEqualNeighboursAndRefusesAWrongOrder) {
  EXPECT_TRUE(read_policy(R"({"thresholds":{"challenge":60,"review":60,"reject":60}})"));
  EXPECT_THAT(pointers(read_policy(R"({"thresholds":{"challenge":61,"review":60,"reject":80}})")),
              ElementsAre("/thresholds/review"));
  EXPECT_THAT(pointers(read_policy(R"({"thresholds":{"challenge":30,"review":60,"reject":59.9}})")),
              ElementsAre("/thresholds/reject"));
}

TEST(PolicyJson, RefusesThresholdsOutsideTheScaleOrFinerThanATenth) {
  for (const char* bad :
       {"-0.1", "101.1", "102", "30.55", "30.01", "\"30\"", "null", "true", "1e300", "[30]"}) {
    const auto policy =
        read_policy(std::string(R"({"thresholds":{"challenge":)") + bad + R"(,"review":101,"reject":101}})");
    EXPECT_THAT(pointers(policy), ElementsAre("/thresholds/challenge")) << bad;
  }
  for (const char* good : {"0", "30.0", "30.1", "29.9", "100.9", "101", "3e1"}) {
    EXPECT_TRUE(
        read_policy(std::string(R"({"thresholds":{"challenge":)") + good + R"(,"review":101,"reject":101}})"))
        << good;
  }
}

TEST(PolicyJson, TellsWhetherAMerchantSharesWithOthers) {
  EXPECT_EQ(read_policy("{" + bands + "}")->network, (NetworkPolicy{.contribute = true, .consult = true}));
  const auto apart = with(R"("network":{"contribute":false,"consult":false})");
  ASSERT_TRUE(apart);
  EXPECT_EQ(apart->network, (NetworkPolicy{.contribute = false, .consult = false}));
  EXPECT_EQ(read_policy(write_policy(*apart))->network, apart->network);
  EXPECT_THAT(pointers(with(R"("network":{"consult":1})")), ElementsAre("/network/consult"));
}

TEST(PolicyJson, RefusesUnknownMembersAtEveryLevel) {
  EXPECT_THAT(pointers(with(R"("network":{"share":true})")), ElementsAre("/network/share"));
  EXPECT_THAT(pointers(with(R"("a/b":1,"c~d":2)")), ElementsAre("/a~1b", "/c~0d"));
  EXPECT_THAT(pointers(with(R"("confirmation":{"channel":"sms"})")), ElementsAre("/confirmation/channel"));
  EXPECT_THAT(pointers(with(R"("review":{"max_attempts":1})")), ElementsAre("/review/max_attempts"));
  EXPECT_THAT(pointers(read_policy(R"({"thresholds":{"challenge":1,"review":2,"reject":3,"approve":0}})")),
              ElementsAre("/thresholds/approve"));
}

TEST(PolicyJson, RefusesOtherModels) {
  EXPECT_THAT(pointers(with(R"("model":"scorecard-2")")), ElementsAre("/model"));
  EXPECT_THAT(pointers(with(R"("model":1)")), ElementsAre("/model"));
}

TEST(PolicyJson, RefusesWrongConfirmations) {
  EXPECT_THAT(pointers(with(R"("confirmation":{"provider":"sandbox"})")),
              ElementsAre("/confirmation/provider"));
  EXPECT_THAT(pointers(with(R"("confirmation":{"channels":[]})")), ElementsAre("/confirmation/channels"));
  EXPECT_THAT(pointers(with(R"("confirmation":{"channels":"sms"})")), ElementsAre("/confirmation/channels"));
  EXPECT_THAT(pointers(with(R"("confirmation":{"channels":["sms","email",7]})")),
              ElementsAre("/confirmation/channels/1", "/confirmation/channels/2"));
  EXPECT_THAT(pointers(with(R"("confirmation":{"channels":["sms","voice","sms"]})")),
              ElementsAre("/confirmation/channels/2"));
  for (const char* bad : {"0", "11", "-1", "1.5", "\"3\"", "1e30", "18446744073709551615"}) {
    EXPECT_THAT(pointers(with(std::string(R"("confirmation":{"max_attempts":)") + bad + "}")),
                ElementsAre("/confirmation/max_attempts"))
        << bad;
  }
  EXPECT_THAT(pointers(with(R"("confirmation":{"on_failure":"approve","on_expiry":"stay"})")),
              ElementsAre("/confirmation/on_failure", "/confirmation/on_expiry"));
  EXPECT_THAT(pointers(with(R"("confirmation":null)")), ElementsAre("/confirmation"));
}

TEST(PolicyJson, RefusesWrongDurations) {
  for (const char* bad :
       {"\"\"", "\"15\"", "\"m\"", "\"0m\"", "\"015m\"", "\"-5m\"", "\"1.5h\"", "\"15 m\"", "\"15min\"",
        "\"25h\"", "\"2d\"", "\"86401s\"", "\"99999999999999999999s\"", "900", "null"}) {
    EXPECT_THAT(pointers(with(std::string(R"("confirmation":{"expires_in":)") + bad + "}")),
                ElementsAre("/confirmation/expires_in"))
        << bad;
  }
  EXPECT_TRUE(with(R"("confirmation":{"expires_in":"1s"})"));
  EXPECT_TRUE(with(R"("confirmation":{"expires_in":"24h"})"));
  EXPECT_TRUE(with(R"("confirmation":{"expires_in":"1d"})"));
  EXPECT_TRUE(with(R"("review":{"expires_in":"30d"})"));
  EXPECT_THAT(pointers(with(R"("review":{"expires_in":"31d"})")), ElementsAre("/review/expires_in"));
  EXPECT_THAT(pointers(with(R"("review":{"on_expiry":"review"})")), ElementsAre("/review/on_expiry"));
}

TEST(PolicyJson, NamesAllFaultsAtOnce) {
  EXPECT_THAT(pointers(read_policy(R"({"thresholds":{"challenge":-1,"review":60,"reject":50},
      "confirmation":{"channels":["fax"]},"model":"x","extra":1})")),
              ElementsAre("/thresholds/challenge", "/thresholds/reject", "/confirmation/channels/0", "/model",
                          "/extra"));
}

TEST(PolicyJson, RefusesWhatIsNoObject) {
  for (const char* bad : {"", "{", "[]", "null", "7", "\"x\"", "{\"thresholds\":}", "{} {}"}) {
    const auto policy = read_policy(bad);
    ASSERT_FALSE(policy) << bad;
    EXPECT_EQ(policy.error().kind, ErrorKind::malformed);
  }
}

TEST(PolicyJson, RefusesAMemberNamedTwice) {
  const auto policy = read_policy(
      R"({"thresholds":{"challenge":30,"review":60,"reject":80,"reject":101},"rules":[[],{"a":1,"a":2}]})");
  EXPECT_EQ(policy.error().kind, ErrorKind::malformed);
  EXPECT_THAT(pointers(policy), ElementsAre("/thresholds/reject", "/rules/1/a"));
}

}  // namespace
}  // namespace sekisho::scoring
