#include <string>

#include <domain/assessment.h>
#include <domain/policy.h>
#include <domain/verdict.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sekisho {
namespace {

TEST(Thresholds, BeginTheirBandsAtTheirValue) {
  const Thresholds bands;
  EXPECT_EQ(bands.verdict(0), Verdict::approve);
  EXPECT_EQ(bands.verdict(299), Verdict::approve);
  EXPECT_EQ(bands.verdict(300), Verdict::challenge);
  EXPECT_EQ(bands.verdict(599), Verdict::challenge);
  EXPECT_EQ(bands.verdict(600), Verdict::review);
  EXPECT_EQ(bands.verdict(799), Verdict::review);
  EXPECT_EQ(bands.verdict(800), Verdict::reject);
  EXPECT_EQ(bands.verdict(1000), Verdict::reject);
}

TEST(Thresholds, CloseABandBetweenEqualNeighbours) {
  const Thresholds no_challenge{.challenge = 600, .review = 600, .reject = 800};
  EXPECT_EQ(no_challenge.verdict(599), Verdict::approve);
  EXPECT_EQ(no_challenge.verdict(600), Verdict::review);
  const Thresholds no_review{.challenge = 300, .review = 800, .reject = 800};
  EXPECT_EQ(no_review.verdict(799), Verdict::challenge);
  EXPECT_EQ(no_review.verdict(800), Verdict::reject);
}

TEST(Thresholds, OfZeroOpenTheirBandToAll) {
  EXPECT_EQ((Thresholds{.challenge = 0, .review = 600, .reject = 800}.verdict(0)), Verdict::challenge);
  EXPECT_EQ((Thresholds{.challenge = 0, .review = 0, .reject = 0}.verdict(0)), Verdict::reject);
}

TEST(Thresholds, OfAHundredAndOneCloseTheirBandForGood) {
  const Thresholds never{.challenge = 1010, .review = 1010, .reject = 1010};
  EXPECT_EQ(never.verdict(1000), Verdict::approve);
  const Thresholds never_rejects{.challenge = 300, .review = 600, .reject = 1010};
  EXPECT_EQ(never_rejects.verdict(1000), Verdict::review);
}

TEST(Names, AreReadBack) {
  for (const auto verdict : {Verdict::approve, Verdict::challenge, Verdict::review, Verdict::reject}) {
    EXPECT_EQ(verdict_from(to_string(verdict)), verdict);
  }
  for (const auto status : {OrderStatus::approved, OrderStatus::awaiting_confirmation, OrderStatus::in_review,
                            OrderStatus::cancelled}) {
    EXPECT_EQ(order_status_from(to_string(status)), status);
  }
  EXPECT_EQ(verdict_from("approved"), std::nullopt);
  EXPECT_EQ(verdict_from(""), std::nullopt);
  EXPECT_EQ(order_status_from("Approved"), std::nullopt);
}

TEST(Assessment, IsWrittenInTheContractsShape) {
  const Assessment assessment{
      .verdict = Verdict::challenge,
      .score = 345,
      .base = 40,
      .reasons = {{.code = "phone.invalid", .contribution = 310, .detail = "番号", .detail_en = "number"},
                  {.code = "email.carrier", .contribution = -5, .detail = "携帯", .detail_en = "carrier"}},
      .signals = {{"phone.kind", std::string{"invalid"}},
                  {"chat.pasted_share", 0.25},
                  {"email.alias", false},
                  {"cart.total", std::int64_t{980}},
                  {"payment.holder", Missing{}}},
      .similar_orders = {{.id = OrderId{"ord_1"}, .similarity = 97, .touch_points = {"phone", "name"}}},
      .missing = {"payment.holder"},
      .shadow_rules = {"vip-trial"},
      .policy_version = 3,
      .model = "scorecard-1",
      .data_versions = {{"vacancies", "7-1a2b3c4d"}}};
  std::string text;
  JsonWriter out(text);
  write_json(out, assessment);
  EXPECT_EQ(text, R"({"verdict":"challenge","score":34.5,"base":4.0,"reasons":[)"
                  R"({"code":"phone.invalid","contribution":31.0,"detail":"番号","detail_en":"number"},)"
                  R"({"code":"email.carrier","contribution":-0.5,"detail":"携帯","detail_en":"carrier"}],)"
                  R"("signals":{"phone.kind":"invalid","chat.pasted_share":0.25,"email.alias":false,)"
                  R"("cart.total":980,"payment.holder":null},)"
                  R"("similar_orders":[{"id":"ord_1","similarity":97,"touch_points":["phone","name"]}],)"
                  R"("missing":["payment.holder"],"shadow_rules":["vip-trial"],)"
                  R"("policy_version":3,"model":"scorecard-1","data_versions":{"vacancies":"7-1a2b3c4d"}})");
}

}  // namespace
}  // namespace sekisho
