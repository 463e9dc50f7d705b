#include <string>

#include <benchmark/benchmark.h>
#include <scoring/engine.h>
#include <scoring/identifiers.h>
#include <scoring/velocity_index.h>

#include "identity/address.h"
#include "unit/scoring/shipped_data.h"

namespace sekisho::scoring {
namespace {

using testing::shipped_engine;
using testing::shipped_texts;

Order subscription() {
  Order order;
  order.placed_at = *parse_rfc3339("2026-11-23T02:44:11.847+09:00");
  order.received_at = order.placed_at;
  order.buyer = {.name = "佐々木　健二",
                 .name_kana = "ササキ ケンジ",
                 .phone = "０５０−３１９６−０００２",
                 .email = "k.sasaki0002@mailinator.com",
                 .postal_code = "1690072",
                 .prefecture = "東京都",
                 .address = "新宿区大久保二丁目七番五号",
                 .building = "コーポ大久保　１０２号室",
                 .birth_date = "1988-01-12",
                 .gender = "male"};
  order.cart.total.amount = 980;
  order.cart.items.emplace_back().first_time_offer = true;
  order.payment.method = PaymentMethod::card;
  Card& card = order.payment.card.emplace();
  card.holder = "KENJI SASAKI";
  card.three_ds = ThreeDs::not_attempted;
  Visitor visitor;
  visitor.ip = "198.51.100.23";
  visitor.device_id = "d-77a";
  order.conversation.visitor = visitor;
  for (int i = 0; i < 18; ++i) {
    order.conversation.messages.push_back({.at = order.placed_at + Milliseconds{600 * i},
                                           .from = i % 2 == 0 ? Speaker::bot : Speaker::visitor,
                                           .question_id = i % 4 == 1 ? "phone" : "address",
                                           .text = "新宿区大久保二丁目七番五号",
                                           .typing_ms = 300,
                                           .pasted = i % 3 == 0,
                                           .edits = 0});
  }
  return order;
}

Past busy_past() {
  Past past;
  past.orders.fill(OrderCounts{.m10 = 1, .h1 = 2, .h24 = 3, .d7 = 40, .d30 = 90});
  return past;
}

void assess_one_order(benchmark::State& state) {
  const Engine& engine = shipped_engine();
  const Order order = subscription();
  const Past past = busy_past();
  const Policy policy;
  for (auto _ : state)
    benchmark::DoNotOptimize(engine.assess(order, past, policy));
}

void name_the_identifiers_of_one_order(benchmark::State& state) {
  const Order order = subscription();
  for (auto _ : state)
    benchmark::DoNotOptimize(identifiers_of(order));
}

void normalise_one_address(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        canonical_address(parse_address("東京都", "新宿区大久保二丁目七番五号 コーポ大久保　１０２号室")));
  }
}

/// With as many orders under one key as the argument says.
void count_velocity(benchmark::State& state) {
  VelocityIndex index;
  const Timestamp start = *parse_rfc3339("2026-11-01T00:00:00Z");
  for (std::int64_t i = 0; i < state.range(0); ++i)
    index.add(1, start + Milliseconds{i});
  const Timestamp end = start + Milliseconds{state.range(0)};
  for (auto _ : state)
    benchmark::DoNotOptimize(index.count(1, end));
}

void load_the_tables(benchmark::State& state) {
  const ReferenceTexts texts = shipped_texts();
  for (auto _ : state)
    benchmark::DoNotOptimize(ReferenceData::load(texts));
}

BENCHMARK(assess_one_order);
BENCHMARK(name_the_identifiers_of_one_order);
BENCHMARK(normalise_one_address);
BENCHMARK(count_velocity)->Arg(10)->Arg(1'000)->Arg(1'000'000);
BENCHMARK(load_the_tables)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sekisho::scoring

BENCHMARK_MAIN();
