#include "app/config.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/config_table.h"
#include "app/listen_address.h"
#include "support/temporary_directory.h"

namespace sekisho::gateway {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

struct ConfigFile {
  ConfigFile() = default;

  explicit ConfigFile(std::string_view text) : file(directory.write("sekisho.toml", text)) {}

  [[nodiscard]] Result<LoadedConfig> load(const Environment& environment = {}) const {
    return load_config(file, environment);
  }

  [[nodiscard]] std::string beside(std::string_view name) const { return (directory.path() / name).string(); }

  sekisho::testing::TemporaryDirectory directory;
  std::filesystem::path file = directory.path() / "sekisho.toml";
};

/// The fault's sentence without the file's name; empty when the text is accepted.
std::string fault_of(std::string_view text, const Environment& environment = {}) {
  const ConfigFile config{text};
  const auto loaded = config.load(environment);
  if (loaded) return "";
  EXPECT_THAT(loaded.error().detail, StartsWith(config.file.string() + ": "));
  return loaded.error().detail.substr(config.file.string().size() + 2);
}

TEST(Configuration, HasTheContractsDefaultsWhenTheFileIsEmpty) {
  const ConfigFile file{""};
  const auto loaded = file.load();
  ASSERT_TRUE(loaded) << loaded.error().detail;
  const Config& c = loaded->config;
  EXPECT_EQ(c.file, file.file);
  EXPECT_EQ(c.ingress.listen, "0.0.0.0:8443");
  EXPECT_TRUE(c.ingress.tls.enabled);
  EXPECT_EQ(c.ingress.tls.files.certificate, file.beside("certs/server.pem"));
  EXPECT_EQ(c.ingress.tls.files.key, file.beside("certs/server.key"));
  EXPECT_EQ(c.ingress.tls.files.client_ca, "");
  EXPECT_EQ(c.ingress.tls.files.client_auth, certs::ClientAuth::require);
  EXPECT_EQ(c.admin.listen, "127.0.0.1:9443");
  EXPECT_TRUE(c.admin.tls.enabled);
  EXPECT_EQ(c.admin.tls.files.certificate, file.beside("certs/server.pem"));
  EXPECT_EQ(c.admin.tls.files.key, file.beside("certs/server.key"));
  EXPECT_EQ(c.admin.tls.files.client_ca, "");
  EXPECT_EQ(c.admin.tls.files.client_auth, certs::ClientAuth::require);
  EXPECT_EQ(c.admin.operator_token, file.beside("operator.token"));
  EXPECT_EQ(c.ops.listen, "127.0.0.1:9464");
  EXPECT_EQ(c.keys.master, file.beside("master.key"));
  EXPECT_EQ(c.storage.url, "sqlite:sekisho.db");
  EXPECT_EQ(c.storage.path, file.beside("sekisho.db"));
  EXPECT_THAT(loaded->warnings, IsEmpty());
}

TEST(Configuration, HasTheContractsDefaultLimits) {
  const auto loaded = ConfigFile{""}.load();
  ASSERT_TRUE(loaded) << loaded.error().detail;
  const Config& c = loaded->config;
  EXPECT_EQ(c.limits.per_hook, 0);
  EXPECT_EQ(c.limits.per_address, 0);
  EXPECT_EQ(c.limits.connections, 20000U);
  EXPECT_EQ(c.limits.inflight_bytes, 64U << 20U);
  EXPECT_EQ(c.limits.header, 10s);
  EXPECT_EQ(c.limits.body, 30s);
  EXPECT_EQ(c.limits.idle, 75s);
  EXPECT_EQ(c.callbacks.timeout, 15s);
  EXPECT_FALSE(c.callbacks.allow_private_networks);
  EXPECT_THAT(c.callbacks.retry_schedule, ElementsAre(0s, 5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h));
  EXPECT_EQ(c.runtime.threads, 0U);
  EXPECT_FALSE(c.runtime.event_clock);
  EXPECT_FALSE(c.runtime.development);
  EXPECT_THAT(c.runtime.data.string(), EndsWith("/share/sekisho/data"));
  EXPECT_EQ(c.runtime.log_level, LogLevel::info);
}

TEST(Configuration, TakesEveryKeyFromAVariable) {
  struct Override {
    std::string variable;
    std::string text;
    std::function<bool(const Config&)> holds;
  };

  const std::vector<Override> overrides = {
      {"SEKISHO_INGRESS_LISTEN", "[::]:0", [](auto& c) { return c.ingress.listen == "[::]:0"; }},
      {"SEKISHO_INGRESS_TLS_ENABLED", "false", [](auto& c) { return !c.ingress.tls.enabled; }},
      {"SEKISHO_INGRESS_TLS_CERTIFICATE", "/c.pem",
       [](auto& c) { return c.ingress.tls.files.certificate == "/c.pem"; }},
      {"SEKISHO_INGRESS_TLS_KEY", "/k.pem", [](auto& c) { return c.ingress.tls.files.key == "/k.pem"; }},
      {"SEKISHO_INGRESS_TLS_CLIENT_CA", "/ca.pem",
       [](auto& c) { return c.ingress.tls.files.client_ca == "/ca.pem"; }},
      {"SEKISHO_INGRESS_TLS_CLIENT_AUTH", "request",
       [](auto& c) { return c.ingress.tls.files.client_auth == certs::ClientAuth::request; }},
      {"SEKISHO_ADMIN_LISTEN", "localhost:1", [](auto& c) { return c.admin.listen == "localhost:1"; }},
      {"SEKISHO_ADMIN_OPERATOR_TOKEN", "/t", [](auto& c) { return c.admin.operator_token == "/t"; }},
      {"SEKISHO_ADMIN_TLS_ENABLED", "false", [](auto& c) { return !c.admin.tls.enabled; }},
      {"SEKISHO_ADMIN_TLS_CERTIFICATE", "/c.pem",
       [](auto& c) { return c.admin.tls.files.certificate == "/c.pem"; }},
      {"SEKISHO_ADMIN_TLS_KEY", "/k.pem", [](auto& c) { return c.admin.tls.files.key == "/k.pem"; }},
      {"SEKISHO_ADMIN_TLS_CLIENT_CA", "/ca.pem",
       [](auto& c) { return c.admin.tls.files.client_ca == "/ca.pem"; }},
      {"SEKISHO_ADMIN_TLS_CLIENT_AUTH", "request",
       [](auto& c) { return c.admin.tls.files.client_auth == certs::ClientAuth::request; }},
      {"SEKISHO_OPS_LISTEN", "0.0.0.0:9", [](auto& c) { return c.ops.listen == "0.0.0.0:9"; }},
      {"SEKISHO_KEYS_MASTER", "/m.key", [](auto& c) { return c.keys.master == "/m.key"; }},
      {"SEKISHO_STORAGE_URL", "sqlite:/x/y.db", [](auto& c) { return c.storage.path == "/x/y.db"; }},
      {"SEKISHO_LIMITS_PER_HOOK", "2.5", [](auto& c) { return c.limits.per_hook == 2.5; }},
      {"SEKISHO_LIMITS_PER_ADDRESS", "100", [](auto& c) { return c.limits.per_address == 100; }},
      {"SEKISHO_LIMITS_CONNECTIONS", "1_000", [](auto& c) { return c.limits.connections == 1000; }},
      {"SEKISHO_LIMITS_INFLIGHT_BYTES", "1GiB", [](auto& c) { return c.limits.inflight_bytes == 1U << 30U; }},
      {"SEKISHO_LIMITS_HEADER", "250ms", [](auto& c) { return c.limits.header == 250ms; }},
      {"SEKISHO_LIMITS_BODY", "5m", [](auto& c) { return c.limits.body == 5min; }},
      {"SEKISHO_LIMITS_IDLE", "2h", [](auto& c) { return c.limits.idle == 2h; }},
      {"SEKISHO_CALLBACKS_TIMEOUT", "1s", [](auto& c) { return c.callbacks.timeout == 1s; }},
      {"SEKISHO_CALLBACKS_ALLOW_PRIVATE_NETWORKS", "true",
       [](auto& c) { return c.callbacks.allow_private_networks; }},
      {"SEKISHO_CALLBACKS_RETRY_SCHEDULE", R"(["0s","1d"])",
       [](auto& c) { return c.callbacks.retry_schedule == std::vector<Milliseconds>{0s, 24h}; }},
      {"SEKISHO_RUNTIME_THREADS", "2", [](auto& c) { return c.runtime.threads == 2; }},
      {"SEKISHO_RUNTIME_CLOCK", "event", [](auto& c) { return c.runtime.event_clock; }},
      {"SEKISHO_RUNTIME_DEVELOPMENT", "true", [](auto& c) { return c.runtime.development; }},
      {"SEKISHO_RUNTIME_DATA", "/d", [](auto& c) { return c.runtime.data == "/d"; }},
      {"SEKISHO_RUNTIME_LOG_LEVEL", "debug", [](auto& c) { return c.runtime.log_level == LogLevel::debug; }},
  };
  ASSERT_EQ(overrides.size(), config_table.size()) << "a key has no row here";
  const ConfigFile file{"[ingress]\nlisten = \"127.0.0.1:8443\"\n"};
  for (const Override& row : overrides) {
    const auto loaded = file.load({{row.variable, row.text}});
    ASSERT_TRUE(loaded) << loaded.error().detail;
    EXPECT_TRUE(row.holds(loaded->config)) << row.variable;
  }
}

TEST(Configuration, LetsAVariableWinOverTheFile) {
  const ConfigFile file{"[limits]\nheader = \"3s\"\nbody = \"4s\"\n"};
  const auto loaded = file.load({{"SEKISHO_LIMITS_HEADER", "7s"}});
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_EQ(loaded->config.limits.header, 7s);
  EXPECT_EQ(loaded->config.limits.body, 4s);
}

TEST(Configuration, SaysInOneLineWhatAKeyExpects) {
  struct Case {
    std::string_view text;
    std::string_view fault;
  };

  constexpr std::array cases = std::to_array<Case>({
      {"[limits]\nheader = \"fast\"", R"(limits.header: expected a duration such as "10s", got "fast")"},
      {"[limits]\nheader = 10", R"(limits.header: expected a duration such as "10s", got 10)"},
      {"[limits]\nheader = \"0s\"",
       R"(limits.header: expected a duration such as "10s", from 1ms to 1d, got "0s")"},
      {"[limits]\nbody = \"2d\"",
       R"(limits.body: expected a duration such as "30s", from 1ms to 1d, got "2d")"},
      {"[limits]\nidle = \"-1s\"", R"(limits.idle: expected a duration such as "75s", got "-1s")"},
      {"[limits]\nidle = \"1.5s\"", R"(limits.idle: expected a duration such as "75s", got "1.5s")"},
      {"[limits]\nidle = \"99999999999999999999s\"",
       R"(limits.idle: expected a duration such as "75s", got "99999999999999999999s")"},
      {"[limits]\nper_hook = -1",
       "limits.per_hook: expected requests per second as a number, 0 for no limit, from 0 to 1000000, got "
       "-1"},
      {"[limits]\nper_hook = nan",
       "limits.per_hook: expected requests per second as a number, 0 for no limit, got nan"},
      {"[limits]\nper_address = \"5\"",
       R"(limits.per_address: expected requests per second as a number, 0 for no limit, got "5")"},
      {"[limits]\nconnections = 0",
       "limits.connections: expected a whole number of connections, from 1 to 1000000, got 0"},
      {"[limits]\nconnections = 1.5", "limits.connections: expected a whole number of connections, got 1.5"},
      {"[limits]\ninflight_bytes = \"64MB\"",
       R"(limits.inflight_bytes: expected a size such as "64MiB", got "64MB")"},
      {"[limits]\ninflight_bytes = 1000",
       R"(limits.inflight_bytes: expected a size such as "64MiB", from 256KiB to 1024GiB, got 1000)"},
      {"[ingress]\nlisten = \"8443\"",
       R"(ingress.listen: expected an address and port such as "0.0.0.0:8443" or "[::]:8443", got "8443")"},
      {"[admin]\nlisten = \"shop.example:8443\"",
       R"(admin.listen: expected an address and port such as "0.0.0.0:8443" or "[::]:8443", got "shop.example:8443")"},
      {"[ops]\nlisten = []",
       R"(ops.listen: expected an address and port such as "0.0.0.0:8443" or "[::]:8443", got [])"},
      {"[ingress.tls]\nenabled = \"yes\"", R"(ingress.tls.enabled: expected true or false, got "yes")"},
      {"[ingress.tls]\nclient_auth = \"maybe\"",
       R"(ingress.tls.client_auth: expected "require" or "request", got "maybe")"},
      {"[admin.tls]\nclient_auth = \"\"",
       R"(admin.tls.client_auth: expected "require" or "request", got "")"},
      {"[admin.tls]\ncertificate = false",
       "admin.tls.certificate: expected a path, relative to this file or absolute, got false"},
      {"[admin]\noperator_token = 2026-11-23",
       "admin.operator_token: expected a path, relative to this file or absolute, got a date or time"},
      {"[keys]\nmaster = \"a\\u0000b\"",
       "keys.master: expected a path, relative to this file or absolute, got \"a\\u0000b\""},
      {"[ingress.tls]\nkey = \"\"",
       R"(ingress.tls.key: expected a path while ingress.tls.enabled is true, got "")"},
      {"[admin.tls]\ncertificate = \"\"",
       R"(admin.tls.certificate: expected a path while admin.tls.enabled is true, got "")"},
      {"[callbacks]\ntimeout = \"6m\"",
       R"(callbacks.timeout: expected a duration such as "15s", from 1ms to 5m, got "6m")"},
      {"[callbacks]\nallow_private_networks = 1",
       "callbacks.allow_private_networks: expected true or false, got 1"},
      {"[callbacks]\nretry_schedule = []",
       R"(callbacks.retry_schedule: expected a list of 1 to 64 durations such as ["0s", "5s", "5m"], got [])"},
      {"[callbacks]\nretry_schedule = [\"0s\", \"soon\"]",
       R"(callbacks.retry_schedule: expected a list of 1 to 64 durations such as ["0s", "5s", "5m"], got ["0s", "soon"])"},
      {"[callbacks]\nretry_schedule = [0, 5]",
       R"(callbacks.retry_schedule: expected a list of 1 to 64 durations such as ["0s", "5s", "5m"], got a list of other things than strings)"},
      {"[callbacks]\nretry_schedule = [\"31d\"]",
       R"(callbacks.retry_schedule: expected a list of 1 to 64 durations such as ["0s", "5s", "5m"], from 0ms to 30d, got ["31d"])"},
      {"[runtime]\nthreads = 257",
       "runtime.threads: expected a whole number of threads, 0 for one per core, from 0 to 256, got 257"},
      {"[runtime]\nclock = \"sundial\"", R"(runtime.clock: expected "system" or "event", got "sundial")"},
      {"[runtime]\ndevelopment = \"true\"", R"(runtime.development: expected true or false, got "true")"},
      {"[runtime]\nlog_level = \"loud\"",
       R"(runtime.log_level: expected "debug", "info", "warning" or "error", got "loud")"},
  });
  for (const Case& row : cases)
    EXPECT_EQ(fault_of(row.text), row.fault);
}

TEST(Configuration, NamesTheVariableThatAFaultCameFrom) {
  EXPECT_EQ(fault_of("", {{"SEKISHO_LIMITS_HEADER", "fast"}}),
            R"(limits.header (from SEKISHO_LIMITS_HEADER): expected a duration such as "10s", got "fast")");
  EXPECT_THAT(fault_of("", {{"SEKISHO_RUNTIME_THREADS", "1\nextra = 2"}}),
              HasSubstr(R"(got "1\nextra = 2")"));
  EXPECT_THAT(fault_of("", {{"SEKISHO_RUNTIME_THREADS", ""}}), HasSubstr("runtime.threads (from "));
}

TEST(Configuration, SaysThatPostgresqlComesLaterAndKeepsThePasswordToItself) {
  const std::string fault = fault_of("[storage]\nurl = \"postgresql://u:hunter2@db/sekisho\"");
  EXPECT_THAT(fault, StartsWith("storage.url: expected \"sqlite:\" and a path"));
  EXPECT_THAT(fault, HasSubstr("arrives with a later version"));
  EXPECT_THAT(fault, Not(HasSubstr("hunter2")));
  EXPECT_THAT(fault_of("[storage]\nurl = \"sqlite:\""), StartsWith("storage.url: expected"));
}

TEST(Configuration, RefusesUnknownKeysAndNamesTheKnownOnes) {
  EXPECT_EQ(fault_of("[keys]\nmastr = \"x\""), "keys.mastr: unknown key; expected one of master in [keys]");
  EXPECT_THAT(fault_of("[limit]\nheader = \"1s\""),
              StartsWith("limit.header: unknown key; expected one of the sections ingress, ingress.tls, "));
  EXPECT_THAT(fault_of("[limit]"), StartsWith("limit: unknown key"));
  EXPECT_THAT(fault_of("ingress = 5"), StartsWith("ingress: unknown key"));
  EXPECT_THAT(fault_of("[[ingress]]\nlisten = \"127.0.0.1:1\""), Not(IsEmpty()));
  EXPECT_THAT(fault_of("\"ingress.listen\" = \"127.0.0.1:1\""),
              StartsWith("\"ingress.listen\": unknown key"));
}

TEST(Configuration, TakesAnEmptySection) {
  EXPECT_EQ(fault_of("[ingress]\n[ingress.tls]\n"), "");
}

TEST(Configuration, ReportsEveryFaultOnALineOfItsOwn) {
  const std::string faults = fault_of("[limits]\nheader = \"x\"\nbody = \"y\"\nnonsense = 1");
  EXPECT_EQ(std::ranges::count(faults, '\n'), 2);
}

TEST(Configuration, PointsAtTheLineThatIsNotToml) {
  EXPECT_THAT(fault_of("[limits]\nheader = \n"), StartsWith("expected TOML; line 2, column "));
  EXPECT_THAT(fault_of("a = 1\na = 2\n"), StartsWith("expected TOML; line 2, column "));
  EXPECT_THAT(fault_of("a = \"\xff\"\n"), StartsWith("expected TOML; line 1, column "));
}

TEST(Configuration, SaysHowToMakeAMissingFile) {
  const ConfigFile nothing;
  const auto loaded = nothing.load();
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().detail, "cannot read " + nothing.file.string() +
                                       ": No such file or directory; make one with: sekisho init DIR");
}

TEST(Configuration, CutsALongValueInAFaultBetweenCharacters) {
  std::string wide;
  for (int i = 0; i < 100; ++i)
    wide += "長";
  const std::string fault = fault_of("[runtime]\nclock = \"" + wide + "\"");
  EXPECT_LT(fault.size(), 200U);
  EXPECT_THAT(fault, EndsWith("長\"…"));
}

TEST(Configuration, AllowsTheEventClockOnLoopbackOnly) {
  EXPECT_EQ(fault_of("[ingress]\nlisten = \"127.0.0.1:0\"\n[runtime]\nclock = \"event\""), "");
  EXPECT_EQ(fault_of("[ingress]\nlisten = \"[::1]:0\"\n[runtime]\nclock = \"event\""), "");
  EXPECT_EQ(fault_of("[runtime]\nclock = \"event\""),
            "runtime.clock: \"event\" is refused unless ingress.listen is a loopback address; expected "
            "\"system\", or "
            "an ingress.listen such as \"127.0.0.1:8443\", got \"0.0.0.0:8443\"");
}

TEST(Configuration, NeedsNoCertificateWhereTlsIsOff) {
  EXPECT_EQ(fault_of("[ingress.tls]\nenabled = false\ncertificate = \"\"\nkey = \"\""), "");
}

TEST(Configuration, WarnsOfVariablesThatAreNoKey) {
  const auto loaded = ConfigFile{""}.load({{"SEKISHO_INGRESS_LISTN", "127.0.0.1:1"}});
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_THAT(loaded->warnings, ElementsAre("SEKISHO_INGRESS_LISTN is not the variable of any configuration "
                                            "key: correct its name or unset it"));
}

TEST(Configuration, WarnsOfDevelopmentMode) {
  const auto loaded = ConfigFile{"[runtime]\ndevelopment = true"}.load();
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_THAT(loaded->warnings, ElementsAre(HasSubstr("runtime.development")));
}

TEST(Configuration, TakesTheFileThatInitWrites) {
  const ConfigFile file{default_config_text("sqlite:/データ/\"q\"\\.db")};
  const auto loaded = file.load();
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_EQ(loaded->config.storage.path, "/データ/\"q\"\\.db");
  EXPECT_TRUE(loaded->config.runtime.development);
}

TEST(Configuration, WritesEveryKeyWithACommentInBothLanguages) {
  const std::string text = default_config_text("sqlite:sekisho.db");
  for (const ConfigKey& key : config_table) {
    const std::string comments = "# " + std::string{key.ja} + "\n# " + std::string{key.en} + "\n";
    EXPECT_THAT(text, HasSubstr(comments)) << key.path;
  }
}

TEST(ConfigTable, GivesEveryKeyAVariableOfItsOwn) {
  std::set<std::string> variables;
  for (const ConfigKey& key : config_table)
    variables.insert(variable_of(key.path));
  EXPECT_EQ(variables.size(), config_table.size());
}

TEST(ListenAddress, IsALiteralAndAPort) {
  EXPECT_EQ(parse_listen("127.0.0.1:0")->port(), 0);
  EXPECT_TRUE(parse_listen("[::]:8443")->address().is_v6());
  EXPECT_TRUE(parse_listen("localhost:8443")->address().is_loopback());
  for (const std::string_view wrong :
       {"", ":", ":8443", "8443", "::1:8443", "[127.0.0.1]:1", "[]:1", "1.2.3:1",
        "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+1", "127.0.0.1: 1", "127.0.0.1:1x",
        "127.0.0.1:0x1", " 127.0.0.1:1"})
    EXPECT_FALSE(parse_listen(wrong)) << wrong;
}

TEST(Durations, AreAWholeNumberAndAUnit) {
  EXPECT_EQ(parse_duration("250ms"), 250ms);
  EXPECT_EQ(parse_duration("0s"), 0s);
  EXPECT_EQ(parse_duration("1d"), 24h);
  for (const std::string_view wrong :
       {"", "s", "5", "5 s", " 5s", "5s ", "+5s", "-5s", "5S", "1h30m", "5sec", "٥s"})
    EXPECT_FALSE(parse_duration(wrong)) << wrong;
}

TEST(Sizes, AreBytesOrABinaryUnit) {
  EXPECT_EQ(parse_size("16KiB"), 16384);
  EXPECT_EQ(parse_size("42"), 42);
  for (const std::string_view wrong : {"", "KiB", "1kib", "1KB", "1 KiB", "-1", "1.5MiB", "9999999999GiB"})
    EXPECT_FALSE(parse_size(wrong)) << wrong;
}

}  // namespace
}  // namespace sekisho::gateway
