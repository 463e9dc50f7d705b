// What a merchant's rule costs: reading, checking and compiling it once, evaluating it on every order.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>
#include <scoring/signal_registry.h>

#include "rules/checker.h"
#include "rules/limits.h"
#include "rules/parser.h"
#include "rules/rule_compiler.h"
#include "rules/rule_set.h"

namespace sekisho::scoring::rules {
namespace {

constexpr std::string_view typical =
    "payment.method == 'cod' && phone.kind == 'ip_phone' && velocity.phone.orders_24h > 3";
constexpr std::string_view with_lists =
    "payment.method in ['cod', 'deferred'] && [velocity.phone.orders_24h, velocity.ip.orders_24h].exists(n, "
    "n > 3)";
constexpr std::string_view with_pattern = "list.deny.matches('(^|,)(phone|email)(,|$)')";

/// An order for which every side of the rules has to be looked at.
std::vector<NamedSignal> busy_signals() {
  std::vector<NamedSignal> signals;
  for (const SignalDefinition& signal : signal_registry()) {
    SignalValue value = std::string(signal.values.substr(0, signal.values.find('|')));
    if (signal.name == "payment.method") value = std::string("cod");
    if (signal.name == "phone.kind") value = std::string("ip_phone");
    if (signal.name == "list.deny") value = std::string("address,device,email");
    if (signal.type == SignalType::integer) value = std::int64_t{3};
    if (signal.type == SignalType::number) value = 0.5;
    if (signal.type == SignalType::boolean) value = true;
    signals.push_back({.name = std::string(signal.name), .value = std::move(value)});
  }
  return signals;
}

std::vector<Value> busy_values() {
  static const std::vector<NamedSignal> signals = busy_signals();
  std::vector<Value> values;
  for (const NamedSignal& signal : signals) {
    if (const auto* text = std::get_if<std::string>(&signal.value)) values.push_back(Value::text(*text));
    if (const auto* whole = std::get_if<std::int64_t>(&signal.value)) values.push_back(Value::of(*whole));
    if (const auto* real = std::get_if<double>(&signal.value)) values.push_back(Value::of(*real));
    if (const auto* flag = std::get_if<bool>(&signal.value)) values.push_back(Value::of(*flag));
  }
  return values;
}

void parse_one_rule(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(parse(typical));
}

void check_one_rule(benchmark::State& state) {
  const Ast tree = parse(typical).value();
  for (auto _ : state)
    benchmark::DoNotOptimize(check(tree, signal_environment()));
}

void compile_one_rule(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(compile_condition(typical));
}

void evaluate_one_rule(benchmark::State& state, std::string_view when) {
  const Program program = compile_condition(when).value();
  const std::vector<Value> values = busy_values();
  Workspace workspace(0);
  for (auto _ : state) {
    workspace.set_left(steps_per_rule);
    benchmark::DoNotOptimize(program.evaluate(values, workspace));
  }
}

/// All rules of a policy on one order, as the engine does it.
void evaluate_a_policy(benchmark::State& state) {
  std::vector<Rule> rules;
  for (std::int64_t i = 0; i < state.range(0); ++i)
    rules.push_back({.id = "r", .when = std::string(typical), .effect = Tenths{10}, .reason = "shop.rule"});
  const RuleSet compiled(rules);
  const std::vector<NamedSignal> signals = busy_signals();
  for (auto _ : state)
    benchmark::DoNotOptimize(compiled.evaluate(rules, signals, Timestamp{}));
}

/// What the most expensive rule costs before the budget stops it.
void evaluate_until_the_budget_ends(benchmark::State& state) {
  std::string numbers = "[1";
  for (int i = 0; i < 100; ++i)
    numbers += ",1";
  const std::string endless = numbers + "].all(a, " + numbers + "].all(b, a == b))";
  evaluate_one_rule(state, endless);
}

BENCHMARK(parse_one_rule);
BENCHMARK(check_one_rule);
BENCHMARK(compile_one_rule);
BENCHMARK_CAPTURE(evaluate_one_rule, comparisons, typical);
BENCHMARK_CAPTURE(evaluate_one_rule, lists, with_lists);
BENCHMARK_CAPTURE(evaluate_one_rule, pattern, with_pattern);
BENCHMARK(evaluate_a_policy)->Arg(1)->Arg(20)->Arg(200);
BENCHMARK(evaluate_until_the_budget_ends);

}  // namespace
}  // namespace sekisho::scoring::rules

BENCHMARK_MAIN();
