#include "model/scorecard.h"

#include <cstdint>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shipped_data.h"
#include "signals/signal.h"

namespace sekisho::scoring::testing {
namespace {

using ::testing::ElementsAre;

std::string card(const std::string& lines, const std::string& base = "4.0") {
  return R"({"model":"m","base":)" + base +
         R"(,"bounds":{"ja":"範囲","en":"bounds"},"words":{"phone":{"ja":"電話番号","en":"phone"}},"characteristics":[)" +
         lines + "]}";
}

std::string line(const std::string& signal, const std::string& when, const std::string& points,
                 const std::string& code = "a.b", const std::string& text = "{value}") {
  return R"({"signal":")" + signal + R"(","when":)" + when + R"(,"points":)" + points + R"(,"code":")" +
         code + R"(","ja":")" + text + R"(","en":")" + text + R"(","why":"because"})";
}

std::vector<std::string> faults(const std::string& json) {
  const auto scorecard = Scorecard::parse(json);
  if (scorecard) return {"accepted"};
  std::vector<std::string> out;
  for (const Fault& fault : scorecard.error().faults)
    out.push_back(fault.pointer);
  return out;
}

/// All signals missing but the named ones.
std::vector<NamedSignal> signals(std::initializer_list<NamedSignal> known) {
  std::vector<NamedSignal> all;
  for (const SignalDefinition& definition : signal_registry()) {
    all.push_back({.name = std::string(definition.name), .value = Missing{}});
    for (const NamedSignal& signal : known) {
      if (signal.name == definition.name) all.back().value = signal.value;
    }
  }
  return all;
}

Score score(const std::string& json, std::initializer_list<NamedSignal> known) {
  return Scorecard::parse(json).value().score(signals(known));
}

TEST(ShippedScorecard, NamesOnlySignalsOfTheRegistry) {
  const auto scorecard = Scorecard::parse(shipped_file("scorecard-1.json"));
  ASSERT_TRUE(scorecard) << scorecard.error().faults.front().pointer << ' '
                         << scorecard.error().faults.front().detail;
  EXPECT_EQ(scorecard->name(), "scorecard-1");
  EXPECT_EQ(scorecard->base(), 40);
  EXPECT_GT(scorecard->characteristics().size(), 40U);
}

TEST(ShippedScorecard, LetsOneSignalFireOnce) {
  const auto scorecard = Scorecard::parse(shipped_file("scorecard-1.json")).value();
  for (std::size_t i = 0; i < signal_registry().size(); ++i) {
    for (const double value : {0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 9.0, 10.0, 100.0, 14999.0, 15000.0, 29999.0,
                               30000.0, 50000.0, 99999.0, 100000.0, 1e9}) {
      const SignalValue number = signal_registry()[i].type == SignalType::integer
                                     ? SignalValue(static_cast<std::int64_t>(value))
                                     : SignalValue(value);
      const auto fired = std::ranges::count_if(scorecard.characteristics(), [&](const Characteristic& one) {
        return one.signal == i && holds(one.condition, number);
      });
      EXPECT_LE(fired, 1) << signal_registry()[i].name << " at " << value;
    }
  }
}

TEST(Scorecard, AddsPointsToItsBase) {
  const auto result = score(card(line("cart.total", R"({"at_least":100,"below":200})", "2.5") + "," +
                                 line("name.prank", R"({"is":true})", "-0.5", "c.d", "x")),
                            {{"cart.total", std::int64_t{100}}, {"name.prank", true}});
  EXPECT_EQ(result.value, 60);
  EXPECT_THAT(result.reasons, ElementsAre(Reason{"a.b", 25, "100", "100"}, Reason{"c.d", -5, "x", "x"}));
}

TEST(Scorecard, SortsReasonsByWeightThenCode) {
  const auto result = score(card(line("name.prank", R"({"is":true})", "1.0", "b", "x") + "," +
                                 line("email.alias", R"({"is":true})", "-1.0", "a", "x") + "," +
                                 line("phone.valid", R"({"is":false})", "-2.0", "z", "x")),
                            {{"name.prank", true}, {"email.alias", true}, {"phone.valid", false}});
  std::vector<std::string> codes;
  for (const Reason& reason : result.reasons)
    codes.push_back(reason.code);
  EXPECT_THAT(codes, ElementsAre("z", "a", "b"));
}

TEST(Scorecard, ExplainsItsClamping) {
  const auto above =
      score(card(line("name.prank", R"({"is":true})", "150.0", "a", "x")), {{"name.prank", true}});
  EXPECT_EQ(above.value, 1000);
  EXPECT_THAT(above.reasons,
              ElementsAre(Reason{"a", 1500, "x", "x"}, Reason{"score.bounds", -540, "範囲", "bounds"}));
  const auto below =
      score(card(line("name.prank", R"({"is":true})", "-60", "a", "x")), {{"name.prank", true}});
  EXPECT_EQ(below.value, 0);
  EXPECT_THAT(below.reasons,
              ElementsAre(Reason{"a", -600, "x", "x"}, Reason{"score.bounds", 560, "範囲", "bounds"}));
}

TEST(Scorecard, NeverFiresOnAMissingValueButWhereItSaysSo) {
  const std::string json = card(line("cart.total", R"({"below":10})", "1.0", "low") + "," +
                                line("name.prank", R"({"is":false})", "1.0", "no", "x") + "," +
                                line("list.deny", R"({"not":"none"})", "1.0", "other", "x") + "," +
                                line("phone.kind", R"({"missing":true})", "1.0", "absent", "x"));
  const auto missing = score(json, {});
  EXPECT_THAT(missing.reasons, ElementsAre(Reason{"absent", 10, "x", "x"}));
}

TEST(Scorecard, HoldsRangesAtTheirEdges) {
  const std::string json =
      card(line("chat.pasted_share", R"({"at_least":0.5,"below":0.8})", "1.0", "a", "{percent}"));
  EXPECT_TRUE(score(json, {{"chat.pasted_share", 0.49}}).reasons.empty());
  EXPECT_EQ(score(json, {{"chat.pasted_share", 0.5}}).reasons.at(0).detail, "50");
  EXPECT_TRUE(score(json, {{"chat.pasted_share", 0.8}}).reasons.empty());
}

TEST(Scorecard, ShowsItsEvidence) {
  const auto one = [](const std::string& signal, const std::string& when, const std::string& text,
                      SignalValue value) {
    return score(card(line(signal, when, "1.0", "a", text)), {{signal, std::move(value)}}).reasons.at(0);
  };
  const std::string any = R"({"at_least":0})";
  EXPECT_EQ(one("cart.total", any, "{value}円", std::int64_t{142'800}).detail, "142,800円");
  EXPECT_EQ(one("cart.total", any, "{value}", std::int64_t{1'000'000}).detail, "1,000,000");
  EXPECT_EQ(one("cart.total", any, "{value}", std::int64_t{999}).detail, "999");
  EXPECT_EQ(one("chat.duration_ms", any, "{seconds}秒", std::int64_t{10'346}).detail, "10.3秒");
  EXPECT_EQ(one("velocity.media.burst_1h", any, "{value}倍", 12.0).detail, "12倍");
  const Reason listed = one("list.deny", R"({"not":"none"})", "({value})", std::string("phone,device"));
  EXPECT_EQ(listed.detail, "(電話番号、device)");
  EXPECT_EQ(listed.detail_en, "(phone, device)");
}

TEST(Scorecard, PointsAtASignalThatTheRegistryLacks) {
  EXPECT_THAT(faults(card(line("cart.total", R"({"at_least":1})", "1") + "," +
                          line("cart.sum", R"({"at_least":1})", "1"))),
              ElementsAre("/characteristics/1/signal"));
}

TEST(Scorecard, PointsAtAConditionOfAnotherType) {
  const std::string when = "/characteristics/0/when";
  const auto of = [](const std::string& signal, const std::string& condition) {
    return faults(card(line(signal, condition, "1")));
  };
  EXPECT_THAT(of("phone.kind", R"({"at_least":1})"), ElementsAre(when + "/at_least"));
  EXPECT_THAT(of("cart.total", R"({"at_least":"1"})"), ElementsAre(when + "/at_least"));
  EXPECT_THAT(of("cart.total", R"({"equals":"1"})"), ElementsAre(when + "/equals"));
  EXPECT_THAT(of("phone.kind", R"({"equals":"satellite"})"), ElementsAre(when + "/equals"));
  EXPECT_THAT(of("phone.kind", R"({"one_of":["mobile","x"]})"), ElementsAre(when + "/one_of"));
  EXPECT_THAT(of("phone.kind", R"({"one_of":"mobile"})"), ElementsAre(when + "/one_of"));
  EXPECT_THAT(of("phone.kind", R"({"is":true})"), ElementsAre(when + "/is"));
  EXPECT_THAT(of("name.prank", R"({"is":1})"), ElementsAre(when + "/is"));
  EXPECT_THAT(of("name.prank", R"({"not":"true"})"), ElementsAre(when + "/not"));
  EXPECT_THAT(of("name.prank", R"({"missing":false})"), ElementsAre(when + "/missing"));
  EXPECT_THAT(of("cart.total", R"({"at_least":2,"below":2})"), ElementsAre(when + "/below"));
  EXPECT_THAT(of("cart.total", R"({"at_least":1,"missing":true})"), ElementsAre(when));
  EXPECT_THAT(of("cart.total", R"({"above":1})"), ElementsAre(when));
  EXPECT_THAT(of("cart.total", R"({})"), ElementsAre(when));
  EXPECT_THAT(of("cart.total", R"(5)"), ElementsAre(when, when));
}

TEST(Scorecard, PointsAtPointsThatAreNoTenths) {
  for (const char* bad : {"1.25", "\"1\"", "null", "5000", "-5000"}) {
    EXPECT_THAT(faults(card(line("cart.total", R"({"at_least":1})", bad))),
                ElementsAre("/characteristics/0/points"))
        << bad;
  }
  EXPECT_THAT(faults(card("", "-1")), ElementsAre("/base"));
  EXPECT_THAT(faults(card("", "100.1")), ElementsAre("/base"));
}

TEST(Scorecard, PointsAtTemplatesWithoutEvidence) {
  for (const char* bad : {"{seconds}", "{percent}", "{phone}", "{value", "value}", "{}"}) {
    EXPECT_THAT(faults(card(line("cart.total", R"({"at_least":1})", "1", "a", bad))),
                ElementsAre("/characteristics/0/ja", "/characteristics/0/en"))
        << bad;
  }
}

TEST(Scorecard, WantsAReasonForEachWeight) {
  EXPECT_THAT(
      faults(
          card(R"({"signal":"cart.total","when":{"at_least":1},"points":1,"code":"a","ja":"x","en":"x"})")),
      ElementsAre("/characteristics/0/why"));
  EXPECT_THAT(
      faults(card(
          R"({"signal":"cart.total","when":{"at_least":1},"points":1,"code":"","ja":"x","en":"x","why":"w","extra":1})")),
      ElementsAre("/characteristics/0/code", "/characteristics/0/extra"));
}

TEST(Scorecard, RefusesWhatIsNoScorecard) {
  EXPECT_FALSE(Scorecard::parse("no JSON"));
  EXPECT_THAT(faults("{}"), ElementsAre("/model", "/base", "/bounds", "/characteristics"));
  EXPECT_THAT(faults(card("7")), ElementsAre("/characteristics/0"));
}

TEST(Engine, IsNotMadeOfAScorecardWithFaults) {
  const auto engine = Engine::create(shipped_data(), card(line("cart.sum", R"({"at_least":1})", "1")));
  ASSERT_FALSE(engine);
  EXPECT_EQ(engine.error().faults.front().pointer, "/characteristics/0/signal");
}

}  // namespace
}  // namespace sekisho::scoring::testing
