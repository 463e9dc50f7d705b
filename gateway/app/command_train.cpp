#include "app/command_train.h"

#include <algorithm>
#include <array>
#include <optional>
#include <ostream>
#include <set>
#include <string_view>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <scoring/table_training.h>

#include "app/version.h"
#include "training/train_table.h"
#include "training/xgboost_library.h"

namespace sekisho::gateway {
namespace {

using scoring::TableTask;
using scoring::Windows;

bool all_differ(const std::vector<std::string>& names) {
  return std::set<std::string>(names.begin(), names.end()).size() == names.size();
}

std::string fault_of_lists(const TrainArguments& arguments) {
  if (arguments.entities.size() > Windows::max_entities || !all_differ(arguments.entities))
    return fmt::format("--entity takes up to {} different columns", Windows::max_entities);
  if (arguments.windows.size() > Windows::max_windows || !all_differ(arguments.windows))
    return fmt::format("--windows takes up to {} different lengths", Windows::max_windows);
  for (const std::string& window : arguments.windows)
    if (!parse_length(window)) return fmt::format("--windows: '{}' is no length such as 7d or 12h", window);
  if (!parse_length(arguments.delay))
    return fmt::format("--delay: '{}' is no length such as 7d or 12h", arguments.delay);
  return {};
}

std::string fault_of_days(const TrainArguments& arguments) {
  const std::array days = std::to_array<std::pair<std::string_view, std::string_view>>({
      {"--train-from", arguments.train_from},
      {"--train-to", arguments.train_to},
      {"--test-from", arguments.test_from},
      {"--test-to", arguments.test_to},
  });
  for (const auto& [option, day] : days)
    if (!parse_day(day)) return fmt::format("{}: '{}' is no day such as 2026-11-23", option, day);
  const bool in_order = arguments.train_from < arguments.train_to &&
                        arguments.train_to <= arguments.test_from && arguments.test_from < arguments.test_to;
  return in_order ? std::string{}
                  : "the training span must end before the test span begins, and neither be empty";
}

TableTask task_of(const TrainArguments& arguments) {
  TableTask task{.spans = {.train_from = parse_day(arguments.train_from).value(),
                           .train_to = parse_day(arguments.train_to).value(),
                           .test_from = parse_day(arguments.test_from).value(),
                           .test_to = parse_day(arguments.test_to).value()},
                 .windows = {.windows = {}, .delay = parse_length(arguments.delay).value()},
                 .seed = arguments.seed,
                 .trainer = fmt::format("sekisho {}", version)};
  for (const std::string& window : arguments.windows)
    task.windows.windows.push_back({.name = window, .length = parse_length(window).value()});
  return task;
}

std::string shown(std::optional<double> figure) {
  return figure ? fmt::format("{:.4f}", *figure) : std::string{"-"};
}

void print(const scoring::TrainingReport& report, const TrainArguments& arguments, std::ostream& out) {
  out << fmt::format(
      "train / 学習: {} rows, {} positive\n"
      "test / 評価: {} rows, {} positive\n"
      "AUC {}, average precision {}, card precision@100 {}\n"
      "recall at 1 % / 0.1 % honest challenged: {:.4f} / {:.4f}\n"
      "model {} (sha256 {})\nreport {}, {}\n",
      report.rows.train, report.rows.train_positive, report.rows.test, report.rows.test_positive,
      shown(report.ranking.auc_roc), shown(report.ranking.average_precision),
      shown(report.card_precision_at_100), report.ranking.recall_at_1_percent,
      report.ranking.recall_at_01_percent, arguments.model, report.model_hash, arguments.report,
      page_beside(arguments.report).string());
}

}  // namespace

std::string train_usage_fault(const TrainArguments& arguments) {
  std::string fault = fault_of_lists(arguments);
  return fault.empty() ? fault_of_days(arguments) : fault;
}

Result<void> run_train(const TrainArguments& arguments, const CommandContext& context) {
  auto library = XgboostLibrary::load(std::thread::hardware_concurrency());
  if (!library) return std::unexpected(library.error());
  const auto report = train_table({.table = arguments.table,
                                   .model = arguments.model,
                                   .report = arguments.report,
                                   .features = arguments.features,
                                   .scores = arguments.scores},
                                  {.id = arguments.id,
                                   .label = arguments.label,
                                   .time = arguments.time,
                                   .amount = arguments.amount,
                                   .entities = arguments.entities},
                                  task_of(arguments), *library);
  if (!report) return std::unexpected(report.error());
  print(*report, arguments, context.out);
  return {};
}

}  // namespace sekisho::gateway
