#include "app/command_line.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/command_doctor.h"
#include "app/command_import.h"
#include "app/command_init.h"
#include "app/command_link.h"
#include "app/command_normalize.h"
#include "app/command_send.h"
#include "app/command_serve.h"
#include "app/command_simulate.h"
#include "app/command_train.h"
#include "app/files.h"
#include "app/version.h"

namespace sekisho::gateway {
namespace {

constexpr int success = 0;
constexpr int failure = 1;
constexpr int wrong_usage = 2;

/// What the arguments said.
struct Arguments {
  std::string config;
  std::string directory;
  std::string hook;
  std::vector<std::string> files;
  TrainArguments train;
  SimulateArguments simulate;
  std::string simulate_out;
  std::string simulate_labels;
  std::string kind;
  std::string encoding = "UTF-8";
};

/// The commands and their options, as CLI11 knows them.
struct CommandLine {
  CLI::App app{"Sekisho screens chat orders / チャット注文の審査ゲートウェイ", "sekisho"};
  CLI::App* init = nullptr;
  CLI::App* serve = nullptr;
  CLI::App* send = nullptr;
  CLI::App* simulate = nullptr;
  CLI::App* import = nullptr;
  CLI::App* doctor = nullptr;
  CLI::App* normalize = nullptr;
  CLI::App* normalize_address = nullptr;
  CLI::App* train = nullptr;
  CLI::App* link = nullptr;
};

void add_config(CLI::App& to, Arguments& arguments) {
  to.add_option("--config", arguments.config, "Configuration file / 設定ファイル (sekisho.toml)")
      ->type_name("FILE");
}

void add_send(CommandLine& line, Arguments& arguments) {
  line.send = line.app.add_subcommand("send",
                                      "Sign payload files as the vendor would, post them, print each answer\n"
                                      "ペイロードに署名して送信し、応答を表示");
  add_config(*line.send, arguments);
  line.send->add_option("--hook", arguments.hook, "Hook id / フック ID (hook_…)")
      ->type_name("ID")
      ->required();
  line.send->add_option("FILE", arguments.files, "Payload files, JSON / ペイロード (JSON)")
      ->type_name("")
      ->required()
      ->option_text("...");
}

// Needs no configuration: the tables lie beside the program.
void add_normalize(CommandLine& line) {
  line.normalize = line.app.add_subcommand("normalize", "Bring what people type into one form\n入力を正規化");
  line.normalize->require_subcommand(1);
  line.normalize->get_formatter()->label("SUBCOMMAND", "WHAT");
  line.normalize_address = line.normalize->add_subcommand(
      "address",
      "Addresses, one a line on standard input, to JSON, one a line\n標準入力の住所を 1 行ずつ JSON に");
}

void add_train(CommandLine& line, TrainArguments& to) {
  line.train = line.app.add_subcommand("train",
                                       "Fit a model to a labelled table, without a gateway\n"
                                       "ラベル付きの表からモデルを学習(ゲートウェイ不要)");
  const auto add = [&](const char* name, auto& value, const char* type, const char* meaning) {
    return line.train->add_option(name, value, meaning)->type_name(type);
  };
  add("--table", to.table, "FILE", "Labelled rows, CSV with a header / ラベル付きの表 (CSV)")->required();
  add("--id", to.id, "COL", "Column of the row's id / 行の ID の列")->required();
  add("--label", to.label, "COL", "Column of the label, 1: fraud / ラベルの列(1: 不正)")->required();
  add("--time", to.time, "COL", "Column of the time / 時刻の列")->required();
  add("--amount", to.amount, "COL", "Column of the amount / 金額の列")->required();
  add("--entity", to.entities, "COL[,COL…]", "Columns to look at the past of / 履歴を見る列")
      ->required()
      ->delimiter(',');
  add("--windows", to.windows, "1d,7d,30d", "How far back to look / 集計期間")->required()->delimiter(',');
  add("--delay", to.delay, "7d", "Until a label is known / ラベルが判明するまでの期間")->required();
  add("--train-from", to.train_from, "D", "First day to learn, UTC / 学習の開始日")->required();
  add("--train-to", to.train_to, "D", "Day after the last / 学習の終了日の翌日")->required();
  add("--test-from", to.test_from, "D", "First day to judge / 評価の開始日")->required();
  add("--test-to", to.test_to, "D", "Day after the last / 評価の終了日の翌日")->required();
  add("--model", to.model, "OUT", "Model file to write / 出力するモデル")->required();
  add("--report", to.report, "OUT.json", "Report to write, a page beside it / 出力する報告書")->required();
  add("--features", to.features, "OUT.csv", "Write the window columns / 集計値の出力先");
  add("--scores", to.scores, "OUT.csv", "Write the test rows' scores / 点数の出力先");
  add("--seed", to.seed, "N", "Seed of what is random / 乱数の種")->check(CLI::NonNegativeNumber);
}

void add_simulate(CommandLine& line, Arguments& arguments) {
  line.simulate = line.app.add_subcommand(
      "simulate",
      "Make labelled orders of honest buyers and fraud, as files or sent to a running gateway\n"
      "正規と不正の模擬注文を生成し、ファイルに書くか稼働中のゲートウェイに送信");
  CLI::App& to = *line.simulate;
  SimulateArguments& values = arguments.simulate;
  to.add_option("--seed", values.seed, "The same seed makes the same orders / 乱数の種")
      ->capture_default_str();
  to.add_option("--orders", values.orders, "Orders in all / 注文数")->capture_default_str();
  to.add_option("--days", values.days, "Days that they spread over / 期間（日）")->capture_default_str();
  to.add_option("--fraud-rate", values.fraud_rate, "Share of fraud, 0 to 1 / 不正の割合")
      ->capture_default_str();
  to.add_option("--from", values.from, "First day, YYYY-MM-DD / 初日")->capture_default_str();
  to.add_option("--merchants", values.merchants, "Shops that buyers order from / 店舗 ID（カンマ区切り）")
      ->delimiter(',')
      ->type_name("ID,…");
  to.add_option("--out", arguments.simulate_out, "Directory to write to / 出力先ディレクトリ")
      ->type_name("DIR");
  add_config(to, arguments);
  to.add_option("--hook", arguments.hook, "Hook to send to / 送信先フック ID (hook_…)")->type_name("ID");
  to.add_option("--labels", arguments.simulate_labels, "File for labels and answers / 正解と応答の出力先")
      ->type_name("FILE");
  to.add_flag("--outcomes", values.outcomes, "Report outcomes as shops learn of them / 判明した結果も通知");
}

void add_import(CommandLine& line, Arguments& arguments) {
  line.import = line.app.add_subcommand("import",
                                        "Replace a reference data set, while the gateway runs or not\n"
                                        "参照データを入れ替え (稼働中も可)");
  add_config(*line.import, arguments);
  line.import
      ->add_option("KIND", arguments.kind,
                   "phone-reachability, vacancies, forwarders, negatives, ip-asn / データの種類")
      ->type_name("")
      ->required();
  line.import->add_option("FILE", arguments.files, "CSV with a header row; MMDB for ip-asn / CSV または MMDB")
      ->type_name("")
      ->required()
      ->expected(1);
  line.import->add_option("--encoding", arguments.encoding, "UTF-8, CP932 / 文字コード")
      ->type_name("NAME")
      ->capture_default_str();
}

void describe(CommandLine& line, Arguments& arguments) {
  line.app.set_version_flag("--version", fmt::format("sekisho {}", version),
                            "Print the version / バージョンを表示");
  line.app.set_help_flag("-h,--help", "Print help; also after each command / ヘルプを表示");
  line.app.require_subcommand(1);
  line.app.get_formatter()->label("SUBCOMMAND", "COMMAND");
  line.app.get_formatter()->label("Subcommands", "Commands");
  add_config(line.app, arguments);
  line.init = line.app.add_subcommand("init",
                                      "Make a directory with configuration, keys, certificates and store\n"
                                      "設定・鍵・証明書・データベースを作成");
  line.init->add_option("DIR", arguments.directory, "Directory to make / 作成するディレクトリ")
      ->type_name("")
      ->required();
  line.serve = line.app.add_subcommand("serve", "Run the gateway\nゲートウェイを起動");
  add_config(*line.serve, arguments);
  add_send(line, arguments);
  add_simulate(line, arguments);
  add_import(line, arguments);
  line.doctor = line.app.add_subcommand(
      "doctor", "Check an installation and say what to mend\n環境を点検し、直し方を表示");
  add_config(*line.doctor, arguments);
  add_normalize(line);
  add_train(line, arguments.train);
  line.link = line.app.add_subcommand(
      "link",
      "Judge pairs of spellings, JSON lines on standard input: is it one address, name, phone, e-mail?\n"
      "二つの表記が同じものかを判定 (標準入力の JSON を 1 行ずつ)");
}

int refuse(const CommandContext& context, std::string why) {
  std::ranges::replace(why, '\n', ' ');
  context.err << fmt::format("sekisho: {}; see: sekisho --help\n", why);
  return wrong_usage;
}

/// What is wrong with arguments that CLI11 refused. Of a word that is no command it only says that one is
/// missing.
std::string what_is_wrong(const CommandLine& line, const CLI::ParseError& refused) {
  const std::vector<std::string> left = line.app.remaining();
  const bool no_command =
      line.app.get_subcommands().empty() && !left.empty() && !left.front().starts_with("-");
  return no_command ? fmt::format("there is no command {}", left.front()) : std::string{refused.what()};
}

int report(const CommandContext& context, const Error& error) {
  std::string_view rest = error.detail;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    context.err << fmt::format("sekisho: {}\n", rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return failure;
}

int run_init_command(const Arguments& arguments, const CommandContext& context) {
  const auto made = run_init(arguments.directory, context);
  return made ? success : report(context, made.error());
}

int run_send_command(const Arguments& arguments, const CommandContext& context) {
  const SendArguments send{
      arguments.config, HookId{arguments.hook}, {arguments.files.begin(), arguments.files.end()}};
  const auto all_taken = run_send(send, context);
  if (!all_taken) return report(context, all_taken.error());
  return *all_taken ? success : failure;
}

int run_import_command(const Arguments& arguments, const CommandContext& context) {
  const auto kind = reference_kind_from(arguments.kind);
  if (!kind)
    return refuse(context, fmt::format("there is no kind {}; there are phone-reachability, vacancies, "
                                       "forwarders, negatives and ip-asn",
                                       arguments.kind));
  const auto imported =
      run_import({arguments.config, *kind, arguments.files.front(), arguments.encoding}, context);
  return imported ? success : report(context, imported.error());
}

int run_serve_command(const Arguments& arguments, const CommandContext& context) {
  const auto ended = run_serve(arguments.config, context);
  return ended ? *ended : report(context, ended.error());
}

int run_normalize_command(const CommandContext& context) {
  const auto done = run_normalize_address(shipped_data_directory(), std::cin, context);
  return done ? success : report(context, done.error());
}

int run_train_command(const TrainArguments& arguments, const CommandContext& context) {
  if (const std::string fault = train_usage_fault(arguments); !fault.empty()) return refuse(context, fault);
  const auto trained = run_train(arguments, context);
  return trained ? success : report(context, trained.error());
}

int run_simulate_command(const Arguments& arguments, const CommandContext& context) {
  SimulateArguments simulate = arguments.simulate;
  const bool to_gateway = !arguments.hook.empty() && !arguments.config.empty();
  const bool only_for_gateway =
      !arguments.hook.empty() || !arguments.simulate_labels.empty() || simulate.outcomes;
  if (arguments.simulate_out.empty() ? !to_gateway : only_for_gateway)
    return refuse(context, "simulate needs either --out DIR, or --config FILE and --hook ID");
  simulate.out = arguments.simulate_out;
  simulate.config = arguments.config;
  simulate.hook = HookId{arguments.hook};
  simulate.labels = arguments.simulate_labels;
  const auto all_taken = run_simulate(simulate, context);
  if (!all_taken) return report(context, all_taken.error());
  return *all_taken ? success : failure;
}

int run_link_command(const CommandContext& context) {
  const auto all_answered = run_link(std::cin, shipped_data_directory(), context);
  if (!all_answered) return report(context, all_answered.error());
  return *all_answered ? success : failure;
}

int run(const CommandLine& line, const Arguments& arguments, const CommandContext& context) {
  if (line.init->parsed()) return run_init_command(arguments, context);
  if (line.normalize->parsed()) return run_normalize_command(context);
  if (line.train->parsed()) return run_train_command(arguments.train, context);
  if (line.simulate->parsed()) return run_simulate_command(arguments, context);
  if (line.link->parsed()) return run_link_command(context);
  if (arguments.config.empty())
    return refuse(context, "this command needs the configuration file: --config FILE");
  if (line.serve->parsed()) return run_serve_command(arguments, context);
  if (line.send->parsed()) return run_send_command(arguments, context);
  if (line.import->parsed()) return run_import_command(arguments, context);
  return run_doctor(arguments.config, context) ? success : failure;
}

/// True when `--config` stands both before and after the command.
bool doubled_config(const CommandLine& line) {
  std::size_t times = line.app.count("--config");
  for (const CLI::App* command : {line.serve, line.send, line.simulate, line.import, line.doctor})
    times += command->count("--config");
  return times > 1;
}

}  // namespace

int run_command_line(int argc, const char* const* argv, const CommandContext& context) {
  Arguments arguments;
  CommandLine line;
  describe(line, arguments);
  try {
    line.app.parse(argc, argv);
  } catch (const CLI::ParseError& stop) {
    // Help and version arrive this way too: CLI11 prints them on the first stream.
    if (stop.get_exit_code() == 0) return line.app.exit(stop, context.out, context.err);
    return refuse(context, what_is_wrong(line, stop));
  }
  if (doubled_config(line)) return refuse(context, "--config is given twice");
  return run(line, arguments, context);
}

}  // namespace sekisho::gateway
