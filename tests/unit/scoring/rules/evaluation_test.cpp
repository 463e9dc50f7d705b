#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <scoring/signal_registry.h>

#include "rules/limits.h"
#include "rules/rule_compiler.h"
#include "rules/rule_set.h"
#include "signals/signal.h"

namespace sekisho::scoring::rules {
namespace {

const Timestamp noon = *parse_rfc3339("2026-11-23T12:00:00+09:00");

/// All signals missing but these.
std::vector<NamedSignal> measured(const std::vector<std::pair<std::string, SignalValue>>& known) {
  std::vector<NamedSignal> signals;
  for (const SignalDefinition& signal : signal_registry())
    signals.push_back({.name = std::string(signal.name), .value = Missing{}});
  for (const auto& [name, value] : known)
    signals.at(signal_index(name).value()).value = value;
  return signals;
}

enum class Says { yes, no, unknown };

Says says(const std::string& when, const std::vector<std::pair<std::string, SignalValue>>& known = {}) {
  const std::vector<Rule> rules{{.id = "r", .when = when, .effect = Tenths{10}, .reason = "test"}};
  const Findings findings = RuleSet(rules).evaluate(rules, measured(known), noon);
  if (!findings.unknown.empty()) return Says::unknown;
  return findings.live.empty() ? Says::no : Says::yes;
}

TEST(Rules, ReadSignalsOfEveryType) {
  EXPECT_EQ(says("payment.method == 'cod'", {{"payment.method", std::string("cod")}}), Says::yes);
  EXPECT_EQ(says("payment.method == 'cod'", {{"payment.method", std::string("card")}}), Says::no);
  EXPECT_EQ(says("cart.total > 3", {{"cart.total", std::int64_t{4}}}), Says::yes);
  EXPECT_EQ(says("3 < cart.total", {{"cart.total", std::int64_t{3}}}), Says::no);
  EXPECT_EQ(says("cart.total <= 3 && 3 >= cart.total", {{"cart.total", std::int64_t{3}}}), Says::yes);
  EXPECT_EQ(says("chat.pasted_share >= 0.5", {{"chat.pasted_share", 0.5}}), Says::yes);
  EXPECT_EQ(says("chat.pasted_share < 1", {{"chat.pasted_share", 0.5}}), Says::yes);
  EXPECT_EQ(says("email.alias", {{"email.alias", true}}), Says::yes);
  EXPECT_EQ(says("!email.alias", {{"email.alias", true}}), Says::no);
  EXPECT_EQ(says("email.alias == false", {{"email.alias", false}}), Says::yes);
}

TEST(Rules, DontHoldOnAMissingSignal) {
  EXPECT_EQ(says("cart.total > 3"), Says::no);
  EXPECT_EQ(says("!(cart.total > 3)"), Says::no) << "missing is not false";
  EXPECT_EQ(says("cart.total != 3"), Says::no);
  EXPECT_EQ(says("cart.total > 3 ? true : true"), Says::no);
  EXPECT_EQ(says("cart.total in [1, 2]"), Says::no);
}

TEST(Rules, LetTheOtherSideDecideOverAMissingSignal) {
  EXPECT_EQ(says("cart.total > 3 || email.alias", {{"email.alias", true}}), Says::yes);
  EXPECT_EQ(says("email.alias || cart.total > 3", {{"email.alias", true}}), Says::yes);
  EXPECT_EQ(says("cart.total > 3 || email.alias", {{"email.alias", false}}), Says::no);
  EXPECT_EQ(says("!(cart.total > 3 && email.alias)", {{"email.alias", false}}), Says::yes);
  EXPECT_EQ(says("!(cart.total > 3 && email.alias)", {{"email.alias", true}}), Says::no);
  EXPECT_EQ(says("[1, 2].exists(n, n == 2 || cart.total > n)"), Says::yes);
}

TEST(Rules, AskWhetherASignalIsThere) {
  EXPECT_EQ(says("has(cart.total)"), Says::no);
  EXPECT_EQ(says("!has(cart.total)"), Says::yes);
  EXPECT_EQ(says("has(cart.total)", {{"cart.total", std::int64_t{0}}}), Says::yes);
  EXPECT_EQ(says("has(velocity.phone.orders_24h) && velocity.phone.orders_24h >= 1",
                 {{"velocity.phone.orders_24h", std::int64_t{1}}}),
            Says::yes);
}

TEST(Rules, TreatAnErrorOfArithmeticAsNotHolding) {
  EXPECT_EQ(says("cart.total / 0 == 1", {{"cart.total", std::int64_t{4}}}), Says::no);
  EXPECT_EQ(says("cart.total * 9223372036854775807 > 0", {{"cart.total", std::int64_t{4}}}), Says::no);
  EXPECT_EQ(says("cart.total / 0 == 1 || true", {{"cart.total", std::int64_t{4}}}), Says::yes);
}

TEST(Rules, SearchTexts) {
  const std::vector<std::pair<std::string, SignalValue>> denied{{"list.deny", std::string("phone,email")}};
  EXPECT_EQ(says("list.deny.contains('email')", denied), Says::yes);
  EXPECT_EQ(says("list.deny.matches('^phone,(email|ip)$')", denied), Says::yes);
  EXPECT_EQ(says("list.deny.matches('^email')", denied), Says::no);
  EXPECT_EQ(says("size(list.deny) == 11 && list.deny.endsWith('l')", denied), Says::yes);
  EXPECT_EQ(says("list.deny in ['none', 'phone,email']", denied), Says::yes);
}

TEST(Rules, StopAtTheirBudgetEvenWhereAnotherSideWouldDecide) {
  std::string numbers = "[1";
  for (int i = 0; i < 100; ++i)
    numbers += ",1";
  numbers += "]";
  const std::string endless = numbers + ".all(a, " + numbers + ".all(b, a == b))";
  EXPECT_EQ(says(endless), Says::unknown);
  EXPECT_EQ(says(endless + " || true"), Says::unknown);
  EXPECT_EQ(says("true || " + endless), Says::yes) << "what is not evaluated costs nothing";
}

TEST(Rules, PayForTheTextsTheyMake) {
  std::string doubled = "['aaaaaaaaaaaaaaaa']";
  for (int i = 0; i < 7; ++i)
    doubled += ".map(t, t+t+t+t)";
  EXPECT_EQ(says("size(" + doubled + "[0]) > 0"), Says::unknown);
}

TEST(Rules, ShareOneBudgetPerOrderLiveOnesFirst) {
  std::string costly = "[1";
  for (int i = 0; i < 60; ++i)
    costly += ",1";
  costly += "].all(a, [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1].all(b, a == b))";
  std::vector<Rule> rules;
  for (int i = 0; i < 10; ++i) {
    rules.push_back(
        {.id = "shadow", .when = costly, .effect = Tenths{10}, .reason = "t", .mode = RuleMode::shadow});
  }
  rules.push_back({.id = "live", .when = costly, .effect = Tenths{10}, .reason = "t"});
  const Findings findings = RuleSet(rules).evaluate(rules, measured({}), noon);
  EXPECT_EQ(findings.live.size(), 1U) << "a shadow rule takes nothing from a live one";
  EXPECT_TRUE(findings.unknown.empty()) << "that a shadow rule cannot be told is nobody's concern";
  EXPECT_GT(findings.shadow.size(), 0U);
  EXPECT_LT(findings.shadow.size(), 10U) << "the order's budget ended";
}

TEST(Rules, HoldWithinTheirTimeWindow) {
  const auto at = [](Timestamp time) {
    const std::vector<Rule> rules{{.id = "r",
                                   .when = "true",
                                   .effect = Tenths{10},
                                   .reason = "t",
                                   .from = noon,
                                   .until = noon + std::chrono::hours{1}}};
    return RuleSet(rules).evaluate(rules, measured({}), time).live.size() == 1;
  };
  EXPECT_FALSE(at(noon - Milliseconds{1}));
  EXPECT_TRUE(at(noon));
  EXPECT_TRUE(at(noon + std::chrono::minutes{59}));
  EXPECT_FALSE(at(noon + std::chrono::hours{1}));
}

TEST(Rules, ThatDontCompileCannotBeTold) {
  EXPECT_EQ(says("weather.tomorrow == 'rain'"), Says::unknown);
}

}  // namespace
}  // namespace sekisho::scoring::rules
