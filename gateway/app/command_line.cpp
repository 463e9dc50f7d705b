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
#include "app/command_normalize.h"
#include "app/command_send.h"
#include "app/command_serve.h"
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
  std::string kind;
  std::string encoding = "UTF-8";
};

/// The commands and their options, as CLI11 knows them.
struct CommandLine {
  CLI::App app{"Sekisho screens chat orders / チャット注文の審査ゲートウェイ", "sekisho"};
  CLI::App* init = nullptr;
  CLI::App* serve = nullptr;
  CLI::App* send = nullptr;
  CLI::App* import = nullptr;
  CLI::App* doctor = nullptr;
  CLI::App* normalize = nullptr;
  CLI::App* normalize_address = nullptr;
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
  add_import(line, arguments);
  line.doctor = line.app.add_subcommand(
      "doctor", "Check an installation and say what to mend\n環境を点検し、直し方を表示");
  add_config(*line.doctor, arguments);
  add_normalize(line);
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

int run(const CommandLine& line, const Arguments& arguments, const CommandContext& context) {
  if (line.init->parsed()) return run_init_command(arguments, context);
  if (line.normalize->parsed()) return run_normalize_command(context);
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
  for (const CLI::App* command : {line.serve, line.send, line.import, line.doctor})
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
