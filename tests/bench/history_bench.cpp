#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <scoring/engine.h>
#include <scoring/history.h>
#include <scoring/linkage.h>

#include "unit/scoring/shipped_data.h"

/// Scoring with a long past: what one order costs from its trace to its assessment.
namespace sekisho::scoring {
namespace {

using testing::shipped_data;
using testing::shipped_engine;

const Timestamp start = *parse_rfc3339("2026-10-25T00:00:00Z");
const MerchantId merchant{"acme"};

TraceKey bench_key(std::string_view kind, std::string_view canonical) {
  return std::hash<std::string_view>{}(canonical) * 31 + std::hash<std::string_view>{}(kind) | 1U;
}

/// Buyer number `n`: some share a building, all one carrier's addresses and four media.
Order order_of(std::uint64_t n, std::mt19937_64& dice) {
  const auto digits = std::to_string(10'000'000 + n);
  Order order;
  order.merchant_id = merchant;
  order.buyer = {.name = "山田 花子",
                 .name_kana = "ヤマダ ハナコ",
                 .phone = "090" + digits,
                 .email = "u" + digits + "@example.jp",
                 .postal_code = "1690072",
                 .prefecture = "東京都",
                 .address = "新宿区大久保2-" + std::to_string(n % 900 + 1) + "-" + std::to_string(n % 7 + 1),
                 .building = "コーポ大久保" + std::to_string(n % 300 + 101),
                 .birth_date = "",
                 .gender = ""};
  order.cart.items.emplace_back().sku = "SER-01";
  order.cart.items.back().first_time_offer = true;
  auto& visitor = order.conversation.visitor.emplace();
  visitor.ip = "203.0.113." + std::to_string(dice() % 50);
  visitor.device_id = "d-" + digits;
  visitor.affiliate.emplace().media_id = "m-" + std::to_string(dice() % 4);
  return order;
}

/// So many orders of a month, made once: a tenth of the buyers is busy, and every key that is shared is hot.
History history_of(std::int64_t orders) {
  std::mt19937_64 dice{20261123};
  std::vector<Trace> pool;
  for (std::uint64_t n = 0; n < 20'000; ++n)
    pool.push_back(make_trace(order_of(n, dice), shipped_data(), bench_key));
  History history;
  const Milliseconds step = Milliseconds{std::chrono::days{29}} / orders;
  for (std::int64_t i = 0; i < orders; ++i) {
    history.add({.id = OrderId{"ord_" + std::to_string(i)},
                 .merchant = merchant,
                 .at = start + step * i,
                 .status = OrderStatus::approved,
                 .outcome = {},
                 .outcome_at = {},
                 .shared = true,
                 .trace = pool[dice() % pool.size()]});
  }
  return history;
}

/// One item: the past is looked up and the order assessed. `p99_us` is of single items.
void judge_with_a_long_past(benchmark::State& state) {
  History history = history_of(state.range(0));
  const Engine& engine = shipped_engine();
  const Policy policy;
  std::mt19937_64 dice{7};
  std::vector<double> microseconds;
  Timestamp now = start + std::chrono::days{29};
  for (auto _ : state) {
    state.PauseTiming();
    Order order = order_of(dice() % 20'000, dice);
    now += Milliseconds{250};
    order.id = OrderId{"ord_n" + std::to_string(microseconds.size())};
    order.received_at = now;
    const Trace trace = make_trace(order, shipped_data(), bench_key);
    state.ResumeTiming();
    const auto before = std::chrono::steady_clock::now();
    const Past past =
        history.look({.id = order.id, .merchant = merchant, .trace = trace, .at = now, .consult = true});
    benchmark::DoNotOptimize(engine.assess(order, past, policy));
    microseconds.push_back(
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - before).count());
    state.PauseTiming();
    history.add({.id = order.id,
                 .merchant = merchant,
                 .at = now,
                 .status = OrderStatus::approved,
                 .outcome = {},
                 .outcome_at = {},
                 .shared = true,
                 .trace = trace});
    state.ResumeTiming();
  }
  const auto place = static_cast<std::ptrdiff_t>(microseconds.size() * 99 / 100);
  std::ranges::nth_element(microseconds, microseconds.begin() + place);
  state.counters["p99_us"] = microseconds[static_cast<std::size_t>(place)];
}

void trace_one_order(benchmark::State& state) {
  std::mt19937_64 dice{7};
  const Order order = order_of(1, dice);
  for (auto _ : state)
    benchmark::DoNotOptimize(make_trace(order, shipped_data(), bench_key));
}

BENCHMARK(trace_one_order);
BENCHMARK(judge_with_a_long_past)
    ->Arg(1'000)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMicrosecond)
    ->Iterations(20'000);

}  // namespace
}  // namespace sekisho::scoring

BENCHMARK_MAIN();
