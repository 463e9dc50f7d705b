// What the ingress does to every delivery before the desk sees it: the signature, and the body's way to an
// event. The body is the 4 KB honest subscription of tests/data/qualva.

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <adapters/adapter.h>
#include <adapters/standard_webhooks.h>
#include <benchmark/benchmark.h>
#include <domain/crypto.h>

namespace sekisho::adapters {
namespace {

std::string read_sample(const char* name) {
  const auto file = std::filesystem::path{SEKISHO_TEST_DATA} / "qualva" / name;
  std::ifstream in{file, std::ios::binary};
  if (!in) throw std::runtime_error{"cannot read " + file.string()};
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

void verify_delivery(benchmark::State& state) {
  const std::string body = read_sample("01-honest-subscription.json");
  std::vector<Hmac> keys;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    keys.emplace_back(Secret{std::string(32, static_cast<char>('a' + i))});
  }
  const std::string id = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W";
  const std::string timestamp = "1795431600";
  const std::string signature = sign(id, timestamp, body, std::span{keys}.last(1));
  const Timestamp now{std::chrono::seconds{1795431602}};
  for (auto _ : state) {
    const auto message = verify({{id}, {timestamp}, {signature}}, body, keys, now);
    if (!message) state.SkipWithError("refused");
    benchmark::DoNotOptimize(message);
  }
}

void read_event(benchmark::State& state, const char* name) {
  const std::string body = read_sample(name);
  const auto adapter = make_adapter("qualva");
  for (auto _ : state) {
    const auto event = adapter->read(body);
    if (!event) state.SkipWithError("refused");
    benchmark::DoNotOptimize(event);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(body.size()));
}

BENCHMARK(verify_delivery)->ArgName("live_keys")->Arg(1)->Arg(2);
BENCHMARK_CAPTURE(read_event, completed_4_KB, "01-honest-subscription.json");
BENCHMARK_CAPTURE(read_event, code_submitted, "10-confirmation-code-submitted.json");

}  // namespace
}  // namespace sekisho::adapters

BENCHMARK_MAIN();
