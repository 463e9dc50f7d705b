#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/limits.h"
#include "rules/rule_compiler.h"
#include "rules/source.h"

namespace sekisho::scoring::rules {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// What a merchant reads about a condition; `compiles` when there is nothing to say.
std::string fault_of(std::string_view when) {
  const auto program = compile_condition(when);
  return program ? "compiles" : program.error().detail;
}

std::size_t position_of_fault(std::string_view when) {
  const auto program = compile_condition(when);
  return program ? std::string::npos : program.error().position.value();
}

TEST(RuleCompiler, TakesWhatMerchantsWrite) {
  for (const char* when :
       {"payment.method == 'cod' && velocity.phone.orders_24h > 3", "payment.method in ['cod', 'deferred']",
        "!(email.class == 'carrier') || email.alias", "cart.total >= 50000 && chat.pasted_share > 0.5",
        "has(payment.holder) && payment.holder != 'match'", "list.deny.contains('phone')",
        "list.allow.matches('^(phone|email)')", "time.hour < 6 ? cart.total > 20000 : cart.total > 80000",
        "[velocity.phone.orders_24h, velocity.ip.orders_24h].exists(n, n > 3)",
        "velocity.media.burst_1h > 5 // three sorts of number have one order", "true"}) {
    EXPECT_EQ(fault_of(when), "compiles") << when;
  }
}

TEST(RuleCompiler, NamesTheNearestSignal) {
  EXPECT_EQ(fault_of("phone.knd == 'mobile'"),
            "line 1, column 1: there is no signal 'phone.knd'; did you mean 'phone.kind'?");
  EXPECT_THAT(fault_of("velocity.phone.order_24h > 3"), HasSubstr("'velocity.phone.orders_24h'?"));
  EXPECT_EQ(fault_of("has(weather.tomorrow)"), "line 1, column 5: there is no signal 'weather.tomorrow'");
  EXPECT_EQ(fault_of("cart.total > 1 && phone"), "line 1, column 19: there is no signal 'phone'");
}

TEST(RuleCompiler, NamesTheNearestFunction) {
  EXPECT_THAT(fault_of("list.deny.startWith('p')"), HasSubstr("did you mean 'startsWith'?"));
  EXPECT_THAT(fault_of("list.deny.contains('p', 'q')"),
              HasSubstr("another number of arguments for contains()"));
  EXPECT_THAT(fault_of("lookup(cart.total)"), HasSubstr("there is no function 'lookup'"));
}

TEST(RuleCompiler, KnowsTheWordsThatASignalCanBe) {
  EXPECT_EQ(
      fault_of("payment.method == 'cash'"),
      "line 1, column 19: payment.method is never 'cash'; expected one of card, deferred, cod, konbini, "
      "bank_transfer, carrier, wallet");
  EXPECT_THAT(fault_of("'mobil' != phone.kind"), HasSubstr("did you mean 'mobile'?"));
  EXPECT_EQ(position_of_fault("payment.method in ['cod', 'defered']"), 26U);
  EXPECT_EQ(fault_of("list.deny == 'anything'"), "compiles") << "an open text can be anything";
}

TEST(RuleCompiler, SaysWhichTypesItExpected) {
  EXPECT_EQ(
      fault_of("cart.total > '3'"),
      "line 1, column 12: '>' expected int and int, or int and double, or int and uint; here it is int and "
      "string");
  EXPECT_THAT(fault_of("chat.pasted_share == 1"),
              HasSubstr("'==' expected double and double; here it is double and int"));
  EXPECT_THAT(fault_of("phone.kind == null"), HasSubstr("has(…) tells whether a signal has a value"));
  EXPECT_THAT(fault_of("cart.total && true"),
              AllOf(StartsWith("line 1, column 1: "), HasSubstr("'&&' expected bool")));
  EXPECT_THAT(fault_of("cart.total + 1"),
              HasSubstr("expected a condition, which is bool; all of this is int"));
  EXPECT_THAT(fault_of("dyn(email.alias)"), HasSubstr("all of this is dyn"));
  EXPECT_THAT(fault_of("phone.kind.length > 1"), HasSubstr("string has no member 'length'"));
  EXPECT_THAT(fault_of("cart.total.all(x, x > 1)"), HasSubstr("expected a list or a map; here is int"));
  EXPECT_THAT(fault_of("{1.5: true}[1.5]"), HasSubstr("expected a key of type string, int, uint or bool"));
}

TEST(RuleCompiler, SaysWhatItExpectedNext) {
  EXPECT_EQ(fault_of(""), "line 1, column 1: expected a value; the text ends");
  EXPECT_THAT(fault_of("cart.total >"), HasSubstr("expected a value; the text ends"));
  EXPECT_THAT(fault_of("(cart.total > 3"), HasSubstr("expected an operator, ',' or ')'; the text ends"));
  EXPECT_THAT(fault_of("cart.total > 3 email.alias"),
              HasSubstr("expected an operator or the end; here is 'email'"));
  EXPECT_THAT(fault_of("phone.kind = 'mobile'"), HasSubstr("equality is '=='"));
  EXPECT_THAT(fault_of("email.alias & email.alias"), HasSubstr("expected '&&'"));
  EXPECT_THAT(fault_of("phone.kind == 'mobile"), HasSubstr("this string does not end"));
  EXPECT_THAT(fault_of("phone.kind == ‘mobile’"), HasSubstr("'‘' can stand nowhere but in a string"));
  EXPECT_THAT(fault_of("if"), HasSubstr("'if' is a reserved word"));
  EXPECT_THAT(fault_of("cart.total > 9223372036854775808"), HasSubstr("an int is from"));
  EXPECT_THAT(fault_of(R"(list.deny == '\q')"), HasSubstr("an escape is one of"));
  EXPECT_THAT(fault_of(R"(list.deny == '\ud800')"), HasSubstr("not a Unicode character"));
}

TEST(RuleCompiler, CountsCharactersNotBytes) {
  const std::string_view when = "list.deny == '電話番号'\n  && 支払い";
  EXPECT_EQ(position_of_fault(when), 25U);
  EXPECT_THAT(fault_of(when), StartsWith("line 2, column 6: "));
  EXPECT_EQ(position_of("日本語", 6), (Position{.offset = 2, .line = 1, .column = 3}));
}

TEST(RuleCompiler, BoundsWhatStrangersWrite) {
  EXPECT_THAT(fault_of(std::string(longest_text + 1, ' ')), HasSubstr("at most 4000 characters"));
  EXPECT_THAT(fault_of(std::string(longest_text - 4, ' ') + "true"), "compiles");
  EXPECT_THAT(fault_of(std::string(200, '(') + "true" + std::string(200, ')')),
              HasSubstr("at most 100 deep"));
  EXPECT_THAT(fault_of(std::string(200, '!') + "true"), HasSubstr("at most 100 deep"));
  std::string chain = "true";
  for (int i = 0; i < 400; ++i)
    chain += " || true";
  EXPECT_EQ(fault_of(chain), "compiles") << "a long chain is not a deep tree";
  std::string list = "1 in [1";
  for (int i = 0; i < 1'200; ++i)
    list += ",1";
  EXPECT_THAT(fault_of(list + "]"), HasSubstr("at most 1000 expressions"));
  std::string macros = "true";
  for (int i = 0; i < 9; ++i)
    macros = "[1].all(x" + std::to_string(i) + ", " + macros + ")";
  EXPECT_THAT(fault_of(macros), HasSubstr("at most 8 macros in each other"));
}

TEST(RuleCompiler, BoundsPatterns) {
  EXPECT_THAT(fault_of("list.deny.matches(list.allow)"), HasSubstr("expected the pattern itself"));
  EXPECT_THAT(fault_of("list.deny.matches('(')"),
              HasSubstr("expected a regular expression of RE2: missing )"));
  EXPECT_THAT(fault_of("list.deny.matches('(a)\\\\1')"), HasSubstr("invalid escape sequence"));
  EXPECT_THAT(fault_of("list.deny.matches('((a{100}){100}){10}')"),
              HasSubstr("expected a regular expression"));
  EXPECT_THAT(fault_of("list.deny.matches('" + std::string(201, 'a') + "')"), HasSubstr("at most 200 bytes"));
}

}  // namespace
}  // namespace sekisho::scoring::rules
