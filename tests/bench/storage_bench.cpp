#include <chrono>
#include <ctime>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <domain/ids.h>
#include <storage/sqlite_store.h>

#include "support/manual_clock.h"
#include "support/seeded_random.h"
#include "support/temporary_directory.h"

// What a durable commit costs by the size of its batch, and what start-up, readers and the outbox cost. One
// item is one order: event with a 4 KB body, conversation, order, assessment, history and callback.

namespace {

using namespace sekisho;
using namespace sekisho::storage;
using namespace std::chrono_literals;

constexpr Timestamp start{std::chrono::sys_days{std::chrono::November / 23 / 2026}};

class Bench {
 public:
  Bench() {
    const auto path = (directory_.path() / "bench.db").string();
    if (!create_sqlite(path, master_, start)) throw std::runtime_error("cannot set up the database");
    database_ = SqliteDatabase::open(path, master_, clock_, random_).value();
  }

  Unit completed_conversation() {
    clock_.advance(1ms);
    const auto now = clock_.now();
    const auto n = std::to_string(++made_);
    const MerchantId merchant{"merchant-" + std::to_string(made_ % 20)};
    const HookId hook{"hook_01JDF2V9T5W4SJ4W8T3V5Q6R7" + std::to_string(made_ % 10)};
    const ConversationId conversation{"c-" + n};
    const OrderId order{make_id("ord_", now, random_)};
    Unit unit;
    unit.event = EventRecord{.key = {hook, EventId{"msg_" + make_ulid(now, random_)}},
                             .merchant_id = merchant,
                             .conversation_id = conversation,
                             .type = "conversation.completed",
                             .received_at = now,
                             .body_hash = random_key(),
                             .body = std::string(4096, 'b'),
                             .answer_status = 200,
                             .answer = std::string(900, 'a')};
    unit.conversation = ConversationKey{hook, merchant, conversation};
    unit.new_order = order_record(order, *unit.conversation, now);
    unit.assessment = AssessmentRecord{.order_version = 1,
                                       .at = now,
                                       .verdict = Verdict::review,
                                       .score = 653,
                                       .policy_version = 1,
                                       .model = "scorecard-1",
                                       .document = std::string(2500, 's')};
    unit.history.push_back({order, now, "gateway", "decided", std::nullopt, OrderStatus::in_review});
    unit.callbacks.push_back(callback_record(order, merchant, hook, now));
    return unit;
  }

  std::vector<Unit> batch(std::size_t size) {
    std::vector<Unit> units;
    units.reserve(size);
    for (std::size_t i = 0; i < size; ++i)
      units.push_back(completed_conversation());
    return units;
  }

  void fill(std::size_t orders) {
    for (std::size_t i = 0; i < orders; i += 500) {
      must(store().commit(batch(500)).has_value());
      database_->checkpoint_if_due();
    }
  }

  static void must(bool done) {
    if (!done) throw std::runtime_error("the store refused");
  }

  [[nodiscard]] Store& store() { return database_->store(); }

  [[nodiscard]] SqliteDatabase& database() { return *database_; }

  [[nodiscard]] Timestamp now() const { return clock_.now(); }

 private:
  LookupKey random_key() {
    LookupKey key{};
    random_.fill(key);
    return key;
  }

  OrderRecord order_record(const OrderId& id, const ConversationKey& conversation, Timestamp now) {
    OrderRecord order{.id = id,
                      .merchant_id = conversation.merchant_id,
                      .hook_id = conversation.hook_id,
                      .conversation_id = conversation.conversation_id,
                      .status = OrderStatus::approved,
                      .version = 1,
                      .revision = 1,
                      .last_sequence = 1,
                      .was_approved = true,
                      .created_at = now,
                      .updated_at = now,
                      .verdict = Verdict::approve,
                      .score = 120,
                      .document = std::string(1800, 'd'),
                      .lookup_keys = {},
                      .trace = std::string(400, 't')};
    for (std::uint8_t kind = 0; kind < 8; ++kind)
      order.lookup_keys.emplace_back(kind, random_key());
    return order;
  }

  CallbackRecord callback_record(const OrderId& order, const MerchantId& merchant, const HookId& hook,
                                 Timestamp now) {
    return {.id = CallbackId{make_id("cb_", now, random_)},
            .order_id = order,
            .merchant_id = merchant,
            .hook_id = hook,
            .type = "order.approved",
            .sequence = 1,
            .body = std::string(600, 'c'),
            .created_at = now,
            .status = CallbackStatus::pending,
            .attempts_made = 0,
            .next_attempt_at = now,
            .lease = Lease{.owner = "node", .until = now + 60s}};
  }

  testing::TemporaryDirectory directory_;
  testing::ManualClock clock_{start};
  testing::SeededRandom random_;
  MasterKey master_ = MasterKey::generate(random_);
  std::unique_ptr<SqliteDatabase> database_;
  std::int64_t made_ = 0;
};

double cpu_seconds() {
  std::timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// Durable commits; `stored` orders are there before. Building the units is not counted.
void commit_batches(benchmark::State& state) {
  Bench bench;
  bench.fill(static_cast<std::size_t>(state.range(1)));
  const auto size = static_cast<std::size_t>(state.range(0));
  double cpu = 0;
  for (auto _ : state) {
    state.PauseTiming();
    const auto units = bench.batch(size);
    state.ResumeTiming();
    const double before = cpu_seconds();
    Bench::must(bench.store().commit(units).has_value());
    bench.database().checkpoint_if_due();
    cpu += cpu_seconds() - before;
  }
  const auto orders = static_cast<double>(state.iterations()) * static_cast<double>(size);
  state.SetItemsProcessed(static_cast<std::int64_t>(orders));
  state.counters["cpu_us_per_order"] = cpu * 1e6 / orders;
}

BENCHMARK(commit_batches)
    ->ArgNames({"batch", "stored"})
    ->ArgsProduct({{1, 16, 64, 256}, {0}})
    ->Args({64, 200'000})
    ->UseRealTime();

/// One item is one stored order.
void rebuild_traces(benchmark::State& state) {
  Bench bench;
  bench.fill(100'000);
  std::uint64_t seen = 0;
  for (auto _ : state) {
    Bench::must(bench.store()
                    .visit_traces(start, [&](const storage::TraceRecord& row) { seen ^= row.trace.size(); })
                    .has_value());
  }
  benchmark::DoNotOptimize(seen);
  state.SetItemsProcessed(state.iterations() * 100'000);
}

BENCHMARK(rebuild_traces)->Unit(benchmark::kMillisecond);

/// One item is one callback that is marked as delivered, in batches.
void settle_callbacks(benchmark::State& state) {
  Bench bench;
  const auto size = static_cast<std::size_t>(state.range(0));
  double cpu = 0;
  for (auto _ : state) {
    state.PauseTiming();
    const auto units = bench.batch(size);
    Bench::must(bench.store().commit(units).has_value());
    std::vector<Unit> settlements(size);
    for (std::size_t i = 0; i < size; ++i) {
      settlements[i].settlements.push_back(
          {.id = units[i].callbacks[0].id,
           .attempt = AttemptRecord{.at = bench.now(), .status = 200, .error = "", .duration_ms = 4},
           .status = CallbackStatus::delivered,
           .next_attempt_at = {},
           .failure = ""});
    }
    bench.database().checkpoint_if_due();
    state.ResumeTiming();
    const double before = cpu_seconds();
    Bench::must(bench.store().commit(settlements).has_value());
    cpu += cpu_seconds() - before;
  }
  const auto settled = static_cast<double>(state.iterations()) * static_cast<double>(size);
  state.SetItemsProcessed(static_cast<std::int64_t>(settled));
  state.counters["cpu_us_per_callback"] = cpu * 1e6 / settled;
}

BENCHMARK(settle_callbacks)->Arg(1)->Arg(64)->Arg(256)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
