#include "app/simulation_files.h"

#include <cerrno>
#include <fstream>
#include <functional>
#include <map>
#include <string_view>
#include <system_error>

#include <domain/json_writer.h>
#include <fmt/format.h>

#include "app/version.h"

namespace sekisho::gateway {
namespace {

namespace fs = std::filesystem;
using simulation::Label;
using simulation::Population;

constexpr std::string_view readme = R"(# Simulated orders / 模擬注文

Made by `sekisho simulate` with the parameters in manifest.json; the same parameters make the same bytes.
Nobody in it exists: names, numbers and addresses are drawn at random.
`sekisho simulate` が manifest.json の条件で生成した架空の注文です。同じ条件からは同じ内容が得られます。

| file | |
| --- | --- |
| events.jsonl | one webhook body a line, in order of time / Webhook 本文（1 行 1 件、時刻順） |
| labels.csv | the truth about each order / 注文ごとの正解 |
| phone-reachability.csv, vacancies.csv, forwarders.csv | for `sekisho import` / `sekisho import` 用の参照データ |
| manifest.json | parameters and counts / 条件と件数 |
)";

/// Writes one file piece by piece.
Result<void> write_file(const fs::path& file, const std::function<void(std::ostream&)>& write) {
  std::ofstream out{file, std::ios::binary | std::ios::trunc};
  if (out) write(out);
  out.close();
  if (out) return {};
  return fail(ErrorKind::unavailable,
              fmt::format("{}: {}", file.string(), std::generic_category().message(errno)));
}

void write_counts(JsonWriter& json, std::string_view name,
                  const std::map<std::string, std::int64_t>& counts) {
  json.key(name).begin_object();
  for (const auto& [word, count] : counts)
    json.member(word, count);
  json.end_object();
}

std::string manifest_of(const simulation::Parameters& parameters, const Population& population) {
  std::map<std::string, std::int64_t> patterns;
  for (const Label& label : population.labels())
    ++patterns[std::string{label.pattern}];
  std::string text;
  JsonWriter json{text};
  json.begin_object().member("made_by", fmt::format("sekisho {}", version));
  json.member("seed", fmt::to_string(parameters.seed));
  json.member("orders", static_cast<std::int64_t>(parameters.orders)).member("days", parameters.days);
  json.member("fraud_rate", parameters.fraud_rate).member("from", format_rfc3339(parameters.from));
  json.key("merchants").begin_array();
  for (const MerchantId& merchant : parameters.merchants)
    json.value(merchant.str());
  json.end_array().member("events", static_cast<std::int64_t>(population.size()));
  write_counts(json, "orders_by_pattern", patterns);
  json.end_object();
  return text + "\n";
}

void write_events(std::ostream& out, const Population& population) {
  for (std::size_t i = 0; i < population.size(); ++i)
    out << population.event(i).body << '\n';
}

void write_labels(std::ostream& out, const Population& population) {
  out << simulation::label_header();
  for (const Label& label : population.labels())
    out << simulation::label_row(label);
}

Result<void> make_directory(const fs::path& directory) {
  std::error_code fault;
  fs::create_directories(directory, fault);
  if (fault) return fail(ErrorKind::unavailable, fmt::format("{}: {}", directory.string(), fault.message()));
  if (fs::exists(directory / "events.jsonl", fault))
    return fail(ErrorKind::conflict,
                fmt::format("{}: holds a simulation already; name another directory", directory.string()));
  return {};
}

}  // namespace

Result<void> write_simulation(const fs::path& directory, const simulation::Parameters& parameters,
                              const Population& population) {
  if (auto made = make_directory(directory); !made) return made;
  const simulation::ReferenceFiles reference = population.reference_files();
  const auto put = [](std::string text) {
    return [text = std::move(text)](std::ostream& out) { out << text; };
  };
  const std::pair<std::string_view, std::function<void(std::ostream&)>> files[]{
      {"events.jsonl", [&](std::ostream& out) { write_events(out, population); }},
      {"labels.csv", [&](std::ostream& out) { write_labels(out, population); }},
      {"phone-reachability.csv", put(reference.phone_reachability)},
      {"vacancies.csv", put(reference.vacancies)},
      {"forwarders.csv", put(reference.forwarders)},
      {"manifest.json", put(manifest_of(parameters, population))},
      {"README.md", put(std::string{readme})},
  };
  for (const auto& [name, write] : files) {
    if (auto written = write_file(directory / name, write); !written) return written;
  }
  return {};
}

}  // namespace sekisho::gateway
