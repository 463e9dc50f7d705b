#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include <benchmark/benchmark.h>
#include <scoring/engine.h>
#include <scoring/identifiers.h>
#include <scoring/normal_address.h>
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

/// Down to the room, by the tables: what is typed most, and what takes longest.
void read_one_address(benchmark::State& state) {
  constexpr std::array<std::string_view, 6> typed = {
      "新宿区大久保二丁目七番五号 コーポ大久保　１０２号室",
      "東京都世田谷区太子堂4-1-1キャロットタワー27F",
      "中央区日本橋1-2-3",                                      // a dozen cities have one
      "京都市中京区河原町通二条下ル一之船入町537-50",           // the town stands behind the streets
      "大阪府大手前2-1-22",                                     // no city: every town of the prefecture
      "〒100-0001 東京都千代田区どこにもない町1-1 メゾン203"};  // no such town
  const ReferenceData& data = testing::shipped_data();
  const std::string_view address = typed[static_cast<std::size_t>(state.range(0))];
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        normalize_address(data, {.postal_code = {}, .prefecture = {}, .address = address, .building = {}}));
  }
  state.SetLabel(std::string(address));
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
BENCHMARK(read_one_address)->DenseRange(0, 5);
BENCHMARK(count_velocity)->Arg(10)->Arg(1'000)->Arg(1'000'000);
BENCHMARK(load_the_tables)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sekisho::scoring

BENCHMARK_MAIN();
