#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shop.h"
#include "support/gateway_process.h"
#include "support/temporary_directory.h"

// The program as a person runs it: its exit codes, its words, the files it makes.

namespace sekisho::integration {
namespace {

namespace fs = std::filesystem;
using sekisho::testing::Ended;
using sekisho::testing::TemporaryDirectory;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

std::string content_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream{file, std::ios::binary}.rdbuf();
  return text.str();
}

Ended run(const std::vector<std::string>& arguments, const Variables& variables = {}) {
  return sekisho::testing::run_sekisho(arguments, variables);
}

bool is_one_line(std::string_view text) {
  return text.ends_with('\n') && std::ranges::count(text, '\n') == 1;
}

mode_t mode_of(const fs::path& path) {
  struct stat status{};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 07777U;
}

/// An installation that `init` has made.
struct NewInstallation {
  NewInstallation() : made(run({"init", directory.string()})) { EXPECT_EQ(made.code, 0) << made.err; }

  [[nodiscard]] std::string config() const { return (directory / "sekisho.toml").string(); }

  [[nodiscard]] Ended doctor(const Variables& variables = {}) const {
    return run({"doctor", "--config", config()}, variables);
  }

  void replace_config(std::string_view text) const { std::ofstream{directory / "sekisho.toml"} << text; }

  TemporaryDirectory parent;
  fs::path directory = parent.path() / "shop";
  Ended made;
};

// --- help, version, wrong usage --------------------------------------------

TEST(Help, ListsTheCommandsInBothLanguages) {
  const Ended ended = run({"--help"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.err, IsEmpty());
  for (const char* command : {"init", "serve", "send", "simulate", "import", "doctor", "normalize", "link",
                              "train", "--config", "--version"})
    EXPECT_THAT(ended.out, HasSubstr(command));
  EXPECT_THAT(ended.out, HasSubstr("起動"));
}

TEST(Help, ListsNoCommandThatDoesNotExistYet) {
  const Ended ended = run({"--help"});
  for (const char* later : {"backtest", "backup", "restore", "migrate", "verify"})
    EXPECT_THAT(ended.out, Not(HasSubstr(later)));
}

TEST(Help, StandsAfterEachCommand) {
  for (const char* command :
       {"init", "serve", "send", "import", "simulate", "normalize", "train", "doctor"}) {
    const Ended ended = run({command, "--help"});
    EXPECT_EQ(ended.code, 0) << command;
    EXPECT_THAT(ended.out, HasSubstr("--help")) << command;
  }
  EXPECT_THAT(run({"send", "--help"}).out, HasSubstr("--hook"));
  EXPECT_THAT(run({"serve", "--help"}).out, HasSubstr("--config"));
}

TEST(Version, IsTheProjectsOwn) {
  const Ended ended = run({"--version"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.out, "sekisho 0.1.0\n");
}

TEST(WrongUsage, IsExitCodeTwoAndOneLine) {
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"frobnicate"},
      {"init"},
      {"init", "a", "b"},
      {"serve"},
      {"serve", "--config"},
      {"serve", "--unknown"},
      {"serve", "extra", "--config", "x"},
      {"doctor"},
      {"normalize"},
      {"normalize", "phone"},
      {"send", "--config", "x", "--hook", "hook_1"},
      {"send", "--config", "x", "file.json"},
      {"send", "--hook", "hook_1", "file.json"},
      {"--config", "x"},
      {"--config", "x", "serve", "--config", "y"},
      {"init", "a", "serve", "--config", "x"},
  };
  for (const auto& arguments : wrong) {
    const Ended ended = run(arguments);
    EXPECT_EQ(ended.code, 2) << ::testing::PrintToString(arguments);
    EXPECT_TRUE(is_one_line(ended.err)) << ended.err;
    EXPECT_THAT(ended.err, StartsWith("sekisho: "));
    EXPECT_THAT(ended.out, IsEmpty());
  }
}

TEST(WrongUsage, NamesACommandThatDoesNotExist) {
  EXPECT_THAT(run({"frobnicate"}).err, HasSubstr("there is no command frobnicate"));
}

TEST(ConfigOption, StandsBeforeOrAfterTheCommand) {
  const NewInstallation shop;
  EXPECT_EQ(run({"--config", shop.config(), "doctor"}).code, 0);
  EXPECT_EQ(run({"doctor", "--config", shop.config()}).code, 0);
  EXPECT_EQ(run({"doctor", "--config=" + shop.config()}).code, 0);
}

// --- init ------------------------------------------------------------------

TEST(Init, MakesAllFilesWithTheRightModes) {
  const NewInstallation shop;
  EXPECT_EQ(mode_of(shop.directory), 0700U);
  for (const char* secret : {"master.key", "operator.token", "certs/ca.key", "certs/server.key"})
    EXPECT_EQ(mode_of(shop.directory / secret), 0600U) << secret;
  for (const char* shown : {"sekisho.toml", "certs/ca.pem", "certs/server.pem", "sekisho.db"})
    EXPECT_TRUE(fs::is_regular_file(shop.directory / shown)) << shown;
  EXPECT_EQ(mode_of(shop.directory / "sekisho.db") & 0077U, 0U);
}

TEST(Init, PrintsTheTokenThatItStores) {
  const NewInstallation shop;
  const std::string stored = content_of(shop.directory / "operator.token");
  EXPECT_THAT(stored, MatchesRegex("skt_[A-Za-z0-9_-]{43}\n"));
  EXPECT_THAT(shop.made.out, HasSubstr(stored));
  EXPECT_THAT(shop.made.err, IsEmpty());
}

TEST(Init, MakesAnotherKeyAndTokenEachTime) {
  const NewInstallation one;
  const NewInstallation other;
  for (const char* file : {"master.key", "operator.token", "certs/server.key", "certs/ca.key"})
    EXPECT_NE(content_of(one.directory / file), content_of(other.directory / file)) << file;
}

TEST(Init, SaysWhatToDoNext) {
  const NewInstallation shop;
  EXPECT_THAT(shop.made.out, HasSubstr("sekisho serve --config " + shop.config()));
  EXPECT_THAT(shop.made.out, HasSubstr("/v1/merchants/acme/hooks"));
  EXPECT_THAT(shop.made.out, HasSubstr("sekisho send --config " + shop.config()));
}

TEST(Init, RefusesADirectoryThatHoldsAnInstallation) {
  const NewInstallation shop;
  const std::string key = content_of(shop.directory / "master.key");
  const Ended again = run({"init", shop.directory.string()});
  EXPECT_EQ(again.code, 1);
  EXPECT_TRUE(is_one_line(again.err)) << again.err;
  EXPECT_THAT(again.err, HasSubstr("already holds sekisho.toml"));
  EXPECT_THAT(again.out, IsEmpty());
  EXPECT_EQ(content_of(shop.directory / "master.key"), key);
}

TEST(Init, RefusesADirectoryWithOneOfItsFiles) {
  for (const char* name : {"sekisho.toml", "master.key", "operator.token", "sekisho.db", "certs"}) {
    const TemporaryDirectory directory;
    directory.write(name, "mine");
    const Ended ended = run({"init", directory.path().string()});
    EXPECT_EQ(ended.code, 1) << name;
    EXPECT_THAT(ended.err, HasSubstr(name));
    EXPECT_EQ(content_of(directory.path() / name), "mine");
    EXPECT_EQ(std::distance(fs::directory_iterator{directory.path()}, {}), 1) << "left something behind";
  }
}

TEST(Init, TakesAnEmptyDirectoryAndOneWithOtherFiles) {
  const TemporaryDirectory directory;
  directory.write("notes.txt", "mine");
  EXPECT_EQ(run({"init", directory.path().string() + "/"}).code, 0);
  EXPECT_EQ(content_of(directory.path() / "notes.txt"), "mine");
}

TEST(Init, LeavesNothingBehindWhenItFails) {
  const TemporaryDirectory parent;
  const Ended ended = run({"init", (parent.path() / "shop").string()},
                          {{"SEKISHO_STORAGE_URL", "sqlite:/no/such/folder/s.db"}});
  EXPECT_EQ(ended.code, 1);
  EXPECT_TRUE(is_one_line(ended.err)) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("/no/such/folder"));
  EXPECT_TRUE(fs::is_empty(parent.path()));
}

TEST(Init, SaysWhyItCannotMakeTheDirectory) {
  const TemporaryDirectory parent;
  const fs::path file = parent.write("file", "mine");
  EXPECT_THAT(run({"init", file.string()}).err, HasSubstr("it is not a directory"));
  EXPECT_THAT(run({"init", (parent.path() / "a" / "b").string()}).err,
              HasSubstr("No such file or directory"));
}

TEST(Init, WritesTheStorageUrlOfTheEnvironmentIntoTheConfiguration) {
  const TemporaryDirectory parent;
  const fs::path database = parent.path() / "elsewhere.db";
  const Ended ended = run({"init", (parent.path() / "shop").string()},
                          {{"SEKISHO_STORAGE_URL", "sqlite:" + database.string()}});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_TRUE(fs::is_regular_file(database));
  EXPECT_THAT(content_of(parent.path() / "shop" / "sekisho.toml"),
              HasSubstr("url = \"sqlite:" + database.string() + "\""));
  EXPECT_EQ(run({"doctor", "--config", (parent.path() / "shop" / "sekisho.toml").string()}).code, 0);
}

TEST(Init, LeavesADatabaseAloneThatExists) {
  const TemporaryDirectory parent;
  const fs::path database = parent.write("elsewhere.db", "precious");
  const Ended ended = run({"init", (parent.path() / "shop").string()},
                          {{"SEKISHO_STORAGE_URL", "sqlite:" + database.string()}});
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(content_of(database), "precious");
  EXPECT_FALSE(fs::exists(parent.path() / "shop"));
}

TEST(Init, RefusesAStorageUrlThatThisVersionCannotUse) {
  const TemporaryDirectory parent;
  const Ended ended = run({"init", (parent.path() / "shop").string()},
                          {{"SEKISHO_STORAGE_URL", "postgresql://u:hunter2@db/x"}});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.err, HasSubstr("SEKISHO_STORAGE_URL"));
  EXPECT_THAT(ended.err, HasSubstr("later version"));
  EXPECT_THAT(ended.err, Not(HasSubstr("hunter2")));
  EXPECT_FALSE(fs::exists(parent.path() / "shop"));
}

// --- bad configurations ----------------------------------------------------

TEST(BadConfiguration, IsOneLineWithFileKeyAndExpectedValue) {
  const NewInstallation shop;
  shop.replace_config("[limits]\nheader = \"fast\"\n");
  const Ended ended = run({"serve", "--config", shop.config()});
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(ended.err, "sekisho: " + shop.config() +
                           ": limits.header: expected a duration such as \"10s\", got \"fast\"\n");
}

TEST(BadConfiguration, NamesTheVariable) {
  const NewInstallation shop;
  const Ended ended = run({"serve", "--config", shop.config()}, {{"SEKISHO_INGRESS_LISTEN", "everywhere"}});
  EXPECT_EQ(ended.code, 1);
  EXPECT_TRUE(is_one_line(ended.err)) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("ingress.listen (from SEKISHO_INGRESS_LISTEN)"));
}

TEST(BadConfiguration, SaysHowToMakeAMissingFile) {
  const Ended ended = run({"serve", "--config", "/no/such/sekisho.toml"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_TRUE(is_one_line(ended.err)) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("sekisho init DIR"));
}

// --- send ------------------------------------------------------------------

TEST(Send, SaysThatTheGatewayIsNotRunning) {
  const NewInstallation shop;
  const fs::path payload = shop.parent.write("payload.json", "{}");
  const Ended ended = run({"send", "--config", shop.config(), "--hook", "hook_1", payload.string()});
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(ended.err, "sekisho: the gateway is not running: start it with: sekisho serve --config " +
                           shop.config() + "\n");
}

TEST(Send, NamesAFileThatItCannotRead) {
  const NewInstallation shop;
  const fs::path payload = shop.parent.write("payload.json", "{}");
  const Ended ended =
      run({"send", "--config", shop.config(), "--hook", "hook_1", payload.string(), "/no/such.json"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(ended.err, "sekisho: cannot read /no/such.json: No such file or directory\n");
}

std::string sample_path(std::string_view file) {
  return (fs::path{SEKISHO_TEST_DATA} / "qualva" / file).string();
}

TEST(Send, SignsEachFileAndPrintsItsAnswer) {
  const Shop shop{{{"SEKISHO_INGRESS_TLS_ENABLED", "true"}}};
  const std::string first = sample_path("07-conversation-updated.json");
  const std::string second = sample_path("01-honest-subscription.json");
  const Ended ended =
      run({"send", "--config", shop.installation.config(), "--hook", shop.hook.id, first, second});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(std::ranges::count(ended.out, '\n'), 2);
  EXPECT_THAT(ended.out, StartsWith(first + " 202 {\"status\":\"accepted\""));
  EXPECT_THAT(ended.out, HasSubstr("\n" + second + " 200 {\"status\":\"decided\""));
}

TEST(Send, FailsWhenOneAnswerIsARefusal) {
  const Shop shop;
  const std::string good = sample_path("01-honest-subscription.json");
  const TemporaryDirectory directory;
  const std::string bad = directory.write("bad.json", "[]").string();
  const Ended ended =
      run({"send", "--config", shop.installation.config(), "--hook", shop.hook.id, bad, good});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.out, HasSubstr("\n" + good + " 200 ")) << "the others are sent all the same";
}

TEST(Send, NamesAHookThatDoesNotExist) {
  const Shop shop;
  const Ended ended = run({"send", "--config", shop.installation.config(), "--hook", "hook_none",
                           sample_path("01-honest-subscription.json")});
  EXPECT_EQ(ended.code, 1);
  EXPECT_TRUE(is_one_line(ended.err)) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("hook_none"));
}

// --- doctor ----------------------------------------------------------------

TEST(Doctor, IsContentWithWhatInitMade) {
  const NewInstallation shop;
  const Ended ended = shop.doctor();
  EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
  EXPECT_THAT(ended.out, Not(HasSubstr("fail ")));
  for (const char* what : {"configuration", "listen", "data", "master key", "operator token",
                           "ingress certificate", "admin certificate", "storage", "clock"})
    EXPECT_THAT(ended.out, HasSubstr("ok    " + std::string{what} + ": "));
  EXPECT_THAT(ended.out, HasSubstr("warn  configuration: runtime.development is true"));
}

TEST(Doctor, FindsAnOpenOrBrokenOrMissingMasterKey) {
  const NewInstallation shop;
  const fs::path key = shop.directory / "master.key";
  fs::permissions(key, fs::perms::group_read, fs::perm_options::add);
  EXPECT_THAT(shop.doctor().out, HasSubstr("run: chmod 600 " + key.string()));
  EXPECT_EQ(shop.doctor().code, 1);
  fs::permissions(key, fs::perms::group_read, fs::perm_options::remove);
  EXPECT_EQ(shop.doctor().code, 0);
  std::ofstream{key} << "not a key\n";
  EXPECT_THAT(shop.doctor().out, HasSubstr("fail  master key: " + key.string()));
  fs::remove(key);
  const Ended ended = shop.doctor();
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.out, HasSubstr("fail  master key: cannot read " + key.string()));
}

TEST(Doctor, FindsAnotherInstallationsMasterKey) {
  const NewInstallation shop;
  const NewInstallation other;
  fs::copy_file(other.directory / "master.key", shop.directory / "master.key",
                fs::copy_options::overwrite_existing);
  const Ended ended = shop.doctor();
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.out, HasSubstr("ok    master key"));
  EXPECT_THAT(ended.out, HasSubstr("fail  storage: "));
}

TEST(Doctor, FindsAKeyThatDoesNotFitItsCertificate) {
  const NewInstallation shop;
  const NewInstallation other;
  fs::copy_file(other.directory / "certs/server.key", shop.directory / "certs/server.key",
                fs::copy_options::overwrite_existing);
  const Ended ended = shop.doctor();
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.out, HasSubstr("fail  ingress certificate: "));
  EXPECT_THAT(ended.out, HasSubstr("fail  admin certificate: "));
}

TEST(Doctor, DoesNotLookAtTheCertificateOfAPlainListener) {
  const NewInstallation shop;
  fs::remove(shop.directory / "certs/server.pem");
  const Ended ended =
      shop.doctor({{"SEKISHO_INGRESS_TLS_ENABLED", "false"}, {"SEKISHO_ADMIN_TLS_ENABLED", "false"}});
  EXPECT_EQ(ended.code, 0) << ended.out;
}

TEST(Doctor, FindsABrokenOperatorToken) {
  const NewInstallation shop;
  std::ofstream{shop.directory / "operator.token"} << "skt_short\n";
  const Ended ended = shop.doctor();
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.out, HasSubstr("fail  operator token: "));
  EXPECT_THAT(ended.out, Not(HasSubstr("skt_short")));
}

TEST(Doctor, FindsAMissingDatabase) {
  const NewInstallation shop;
  fs::remove(shop.directory / "sekisho.db");
  const Ended ended = shop.doctor();
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.out, HasSubstr("fail  storage: "));
  EXPECT_FALSE(fs::exists(shop.directory / "sekisho.db")) << "doctor only looks";
}

TEST(Doctor, FindsADatabaseThatAProcessHoldsWithoutAnswering) {
  const NewInstallation shop;
  const int lock = ::open((shop.directory / "sekisho.db.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  ASSERT_GE(lock, 0);
  ASSERT_EQ(::flock(lock, LOCK_EX | LOCK_NB), 0);
  const Ended ended = shop.doctor();
  ::close(lock);
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.out,
              ContainsRegex("fail  storage: .*sekisho.db is locked, and the gateway is not running"));
}

TEST(Doctor, AsksTheGatewayThatRuns) {
  const Shop shop;
  const Ended ended = run({"doctor", "--config", shop.installation.config()});
  EXPECT_EQ(ended.code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("is in use by a running gateway, version 0.1.0"));
}

TEST(Doctor, FindsMissingTables) {
  const NewInstallation shop;
  const Ended ended = shop.doctor({{"SEKISHO_RUNTIME_DATA", "/no/such/folder"}});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.out, HasSubstr("fail  data: cannot read /no/such/folder"));
}

TEST(Doctor, FindsListenersInEachOthersWay) {
  const NewInstallation shop;
  for (const char* ops : {"127.0.0.1:9443", "0.0.0.0:9443", "[::]:9443"}) {
    const Ended ended = shop.doctor({{"SEKISHO_OPS_LISTEN", ops}});
    EXPECT_EQ(ended.code, 1) << ops;
    EXPECT_THAT(ended.out, HasSubstr("fail  listen: admin on 127.0.0.1:9443 and ops on " + std::string{ops}));
  }
  EXPECT_EQ(
      shop.doctor({{"SEKISHO_OPS_LISTEN", "127.0.0.1:0"}, {"SEKISHO_ADMIN_LISTEN", "127.0.0.1:0"}}).code, 0);
  EXPECT_EQ(shop.doctor({{"SEKISHO_OPS_LISTEN", "127.0.0.2:9443"}}).code, 0);
}

TEST(Doctor, FindsAClockThatRunsBehindTheDatabase) {
  const NewInstallation shop;
  fs::last_write_time(shop.directory / "sekisho.db",
                      fs::file_time_type::clock::now() + std::chrono::hours{1});
  const Ended ended = shop.doctor();
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.out, HasSubstr("fail  clock: "));
}

TEST(Doctor, ReportsEveryFaultOfABadConfiguration) {
  const NewInstallation shop;
  shop.replace_config("[limits]\nheader = \"fast\"\nbody = 3\n");
  const Ended ended = shop.doctor();
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.out, HasSubstr("fail  configuration: " + shop.config() + ": limits.header: expected"));
  EXPECT_THAT(ended.out, HasSubstr("fail  configuration: " + shop.config() + ": limits.body: expected"));
}

TEST(Doctor, WarnsOfAVariableThatIsNoKey) {
  const NewInstallation shop;
  const Ended ended = shop.doctor({{"SEKISHO_TYPO", "1"}});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, HasSubstr("warn  configuration: SEKISHO_TYPO is not the variable"));
}

}  // namespace
}  // namespace sekisho::integration
