#include "app/command_simulate.h"

#include <array>
#include <fstream>
#include <map>
#include <ostream>
#include <string_view>
#include <utility>

#include <domain/time.h>
#include <fmt/format.h>
#include <simulation/population.h>
#include <simulation/world.h>

#include "app/config.h"
#include "app/control_requests.h"
#include "app/control_socket.h"
#include "app/files.h"
#include "app/simulation_files.h"
#include "app/simulation_sender.h"

namespace sekisho::gateway {
namespace {

using simulation::Population;
using simulation::World;

constexpr std::size_t max_table_bytes = std::size_t{16} << 20U;

Result<World> load_world(const std::filesystem::path& data) {
  simulation::WorldTexts texts;
  const std::array tables{std::pair{"simulation-towns.tsv", &texts.towns},
                          std::pair{"simulation-names.tsv", &texts.names},
                          std::pair{"simulation-networks.tsv", &texts.networks}};
  for (const auto& [name, text] : tables) {
    auto content = read_file(data / name, max_table_bytes);
    if (!content) return std::unexpected(content.error());
    *text = std::move(*content);
  }
  return World::load(texts);
}

Result<simulation::Parameters> parameters_of(const SimulateArguments& arguments,
                                             const std::vector<MerchantId>& served) {
  const auto from = parse_rfc3339(arguments.from + "T00:00:00+09:00");
  if (!from) return fail(ErrorKind::invalid, "--from must be a day, YYYY-MM-DD");
  simulation::Parameters parameters{.seed = arguments.seed,
                                    .orders = arguments.orders,
                                    .days = arguments.days,
                                    .fraud_rate = arguments.fraud_rate,
                                    .from = *from,
                                    .merchants = {}};
  for (const std::string& merchant : arguments.merchants)
    parameters.merchants.emplace_back(merchant);
  if (parameters.merchants.empty())
    parameters.merchants.push_back(served.empty() ? MerchantId{"demo"} : served.front());
  return parameters;
}

Result<Population> populate(const SimulateArguments& arguments, const std::filesystem::path& data,
                            const std::vector<MerchantId>& served) {
  const auto parameters = parameters_of(arguments, served);
  if (!parameters) return std::unexpected(parameters.error());
  const auto world = load_world(data);
  if (!world) return std::unexpected(world.error());
  return Population::simulate(*parameters, *world);
}

Result<bool> simulate_to_files(const SimulateArguments& arguments, const CommandContext& context) {
  const auto population = populate(arguments, shipped_data_directory(), {});
  if (!population) return std::unexpected(population.error());
  const auto parameters = parameters_of(arguments, {});
  const auto written = write_simulation(arguments.out, *parameters, *population);
  if (!written) return std::unexpected(written.error());
  context.out << fmt::format("{}: {} events, {} orders / イベント {} 件、注文 {} 件\n",
                             arguments.out.string(), population->size(), population->labels().size(),
                             population->size(), population->labels().size());
  return true;
}

/// Verdicts of one pattern's orders.
struct Tally {
  std::map<std::string, std::int64_t> verdicts;
  std::int64_t orders = 0;
  std::int64_t decided = 0;
  double score = 0;
};

void print_summary(const Population& population, const SimulationAnswers& answers, std::ostream& out) {
  std::map<std::string, Tally> tallies;
  for (std::size_t i = 0; i < population.labels().size(); ++i) {
    Tally& tally = tallies[std::string{population.labels()[i].pattern}];
    ++tally.orders;
    if (const auto& decision = answers.decisions[i]) {
      ++tally.verdicts[decision->verdict];
      ++tally.decided;
      tally.score += decision->score;
    }
  }
  out << "verdicts by pattern / パターン別の判定\n";
  out << fmt::format("{:22}{:>8}{:>9}{:>11}{:>8}{:>8}{:>12}\n", "pattern", "orders", "approve", "challenge",
                     "review", "reject", "mean score");
  out << "(パターン、注文数、承認、本人確認、目視、拒否、平均スコア)\n";
  for (auto& [pattern, tally] : tallies) {
    out << fmt::format("{:22}{:>8}{:>9}{:>11}{:>8}{:>8}{:>12.1f}\n", pattern, tally.orders,
                       tally.verdicts["approve"], tally.verdicts["challenge"], tally.verdicts["review"],
                       tally.verdicts["reject"],
                       tally.decided == 0 ? 0.0 : tally.score / static_cast<double>(tally.decided));
  }
  out << "answers / 応答:";
  for (const auto& [status, count] : answers.statuses)
    out << fmt::format(" {}×{}", status, count);
  if (answers.unanswered > 0) out << fmt::format(" no answer / 応答なし×{}", answers.unanswered);
  if (answers.outcomes > 0) out << fmt::format("; outcomes / 結果の通知: {}", answers.outcomes);
  out << '\n';
}

/// labels.csv and what was answered.
Result<void> write_answers(const std::filesystem::path& file, const Population& population,
                           const SimulationAnswers& answers) {
  std::ofstream out{file, std::ios::binary | std::ios::trunc};
  std::string header = simulation::label_header();
  header.pop_back();
  out << header << ",order_id,verdict,score,status\n";
  for (std::size_t i = 0; i < population.labels().size(); ++i) {
    std::string row = simulation::label_row(population.labels()[i]);
    row.pop_back();
    const SimulatedDecision decision = answers.decisions[i].value_or(SimulatedDecision{});
    out << fmt::format("{},{},{},{},{}\n", row, decision.order_id, decision.verdict,
                       answers.decisions[i] ? fmt::format("{:.1f}", decision.score) : "", decision.status);
  }
  out.close();
  if (!out) return fail(ErrorKind::unavailable, fmt::format("{}: cannot be written", file.string()));
  return {};
}

Result<bool> simulate_to_gateway(const SimulateArguments& arguments, const CommandContext& context) {
  const auto loaded = load_config(arguments.config, context.environment);
  if (!loaded) return std::unexpected(loaded.error());
  const auto info = ask_send_info(control_socket_of(loaded->config.storage.path), arguments.hook);
  if (!info) {
    if (info.error().kind != ErrorKind::unavailable) return std::unexpected(info.error());
    return fail(ErrorKind::unavailable, fmt::format("{}: start it with: sekisho serve --config {}",
                                                    info.error().detail, arguments.config.string()));
  }
  const auto population = populate(arguments, loaded->config.runtime.data, info->merchants);
  if (!population) return std::unexpected(population.error());
  const auto answers = send_simulation(*population, *info, loaded->config, arguments.outcomes, context);
  if (!answers) return std::unexpected(answers.error());
  print_summary(*population, *answers, context.out);
  if (!arguments.labels.empty()) {
    if (const auto written = write_answers(arguments.labels, *population, *answers); !written)
      return std::unexpected(written.error());
  }
  return answers->all_taken();
}

}  // namespace

Result<bool> run_simulate(const SimulateArguments& arguments, const CommandContext& context) {
  return arguments.out.empty() ? simulate_to_gateway(arguments, context)
                               : simulate_to_files(arguments, context);
}

}  // namespace sekisho::gateway
