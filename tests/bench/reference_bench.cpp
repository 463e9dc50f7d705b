// Imported reference data: how fast files are read in, and what one look-up costs among ten million records.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <storage/keyed_file.h>

#include "app/shipped_data.h"
#include "app/system.h"
#include "reference/reference_import.h"
#include "reference/reference_lookup.h"
#include "support/seeded_random.h"
#include "support/temporary_directory.h"

namespace sekisho::gateway {
namespace {

using sekisho::testing::SeededRandom;
using sekisho::testing::TemporaryDirectory;

const scoring::ReferenceData& tables() {
  static const scoring::ReferenceData data = load_reference(SEKISHO_SHARE "/data").value();
  return data;
}

std::string phone_rows(std::int64_t count) {
  std::string text = "phone,status,checked_on\n";
  for (std::int64_t i = 0; i < count; ++i)
    text += "090-" + std::to_string(1000 + i / 10000 % 9000) + '-' + std::to_string(1000 + i % 9000) +
            (i % 3 == 0 ? ",unreachable,2026-11-01\n" : ",reachable,2026-10-30\n");
  return text;
}

std::string vacancy_rows(std::int64_t count) {
  std::string text = "postal_code,prefecture,address,building,room,vacant_from,vacant_until\n";
  for (std::int64_t i = 0; i < count; ++i)
    text += "169-0072,東京都,新宿区大久保" + std::to_string(i % 3 + 1) + "丁目" + std::to_string(i % 90 + 1) +
            "番" + std::to_string(i % 30 + 1) + "号,コーポ大久保," + std::to_string(101 + i % 800) +
            ",2026-11-01,\n";
  return text;
}

void import(benchmark::State& state, ReferenceKind kind, const std::string& text) {
  const TemporaryDirectory directory;
  const auto source = directory.write("source.csv", text);
  SeededRandom random;
  const SystemClock clock;
  const auto master = storage::MasterKey::generate(random);
  for (auto _ : state) {
    const auto imported = import_reference({.kind = kind,
                                            .source = source,
                                            .encoding = "UTF-8",
                                            .directory = ReferenceDirectory::of(directory.path() / "db"),
                                            .data = tables(),
                                            .master = master,
                                            .random = random,
                                            .clock = clock});
    if (!imported) state.SkipWithError(imported.error().detail.c_str());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void import_phones(benchmark::State& state) {
  import(state, ReferenceKind::phone_reachability, phone_rows(state.range(0)));
}

void import_vacancies(benchmark::State& state) {
  import(state, ReferenceKind::vacancies, vacancy_rows(state.range(0)));
}

/// Keys as they are: evenly spread.
storage::LookupKey spread(SeededRandom& random) {
  storage::LookupKey key{};
  random.fill(key);
  return key;
}

void find_one_record(benchmark::State& state) {
  const TemporaryDirectory directory;
  SeededRandom random;
  const auto master = storage::MasterKey::generate(random);
  const auto file = directory.path() / "phones.ref";
  auto writer = storage::KeyedFileWriter::create(file, "bench", master, random, {}).value();
  std::vector<storage::LookupKey> asked;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    const storage::KeyedRecord record{.key = spread(random), .payload = {}};
    if (i % 64 == 0) asked.push_back(record.key);
    if (!writer.add(record)) state.SkipWithError("the disk is full");
  }
  const auto hash = writer.finish(0, {}).value();
  const auto records = storage::KeyedFile::open(file, "bench", master, hash).value();
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(records.find(asked[i]));
    i = (i + 7919) % asked.size();
  }
}

void look_one_order_up(benchmark::State& state) {
  const TemporaryDirectory directory;
  SeededRandom random;
  const SystemClock clock;
  const auto master = storage::MasterKey::generate(random);
  const auto reference = ReferenceDirectory::of(directory.path() / "db");
  ReferenceBoard board{reference, master, tables()};
  const auto use = [&](ReferenceKind kind, const std::string& text) {
    const auto source = directory.write("source.csv", text);
    (void)import_reference({kind, source, "UTF-8", reference, tables(), master, random, clock}).value();
    (void)board.refresh(kind).value();
  };
  use(ReferenceKind::phone_reachability, phone_rows(100'000));
  use(ReferenceKind::vacancies, vacancy_rows(10'000));
  use(ReferenceKind::negatives, "kind,value,reason,expires_at\nphone,0312345678,x,\n");
  Order order;
  order.buyer.name = "佐々木　健二";
  order.buyer.phone = "０９０−１２３４−１２３４";
  order.buyer.email = "k.sasaki0002@example.jp";
  order.buyer.prefecture = "東京都";
  order.buyer.address = "新宿区大久保二丁目七番五号";
  order.buyer.building = "コーポ大久保　１０２号室";
  ReferenceLookup lookup{board};
  for (auto _ : state)
    benchmark::DoNotOptimize(lookup.facts_of(order));
}

BENCHMARK(import_phones)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(import_vacancies)->Arg(100'000)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(find_one_record)->Arg(100'000)->Arg(10'000'000);
BENCHMARK(look_one_order_up);

}  // namespace
}  // namespace sekisho::gateway

BENCHMARK_MAIN();
