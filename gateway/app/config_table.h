#pragma once

#include <array>
#include <string_view>
#include <variant>

#include "app/config.h"
#include "app/config_value.h"
#include "app/storage_url.h"

namespace sekisho::gateway {

/// Everything there is to know about one configuration key. A new key is a new row.
struct ConfigKey {
  std::string_view path;
  ConfigType type = ConfigType::path;
  std::string_view initial = {};   ///< the default, as TOML
  std::string_view written = {};   ///< what `init` writes where that is not the default, as TOML
  ConfigBounds bounds = {};        ///< of numbers, sizes, durations
  std::string_view choices = {};   ///< of a choice, separated by `|`
  std::string_view expected = {};  ///< continues the sentence "expected …"
  std::string_view ja = {};
  std::string_view en = {};
  /// Puts a value of this key's type into its place.
  void (*store)(Config&, const ConfigValue&) = nullptr;
};

/// The heading of one section of the file.
struct ConfigSection {
  std::string_view path;
  std::string_view ja;
  std::string_view en;
};

namespace config_detail {

using std::chrono::milliseconds;

inline constexpr std::string_view address_words =
    R"(an address and port such as "0.0.0.0:8443" or "[::]:8443")";
inline constexpr std::string_view path_words = "a path, relative to this file or absolute";
inline constexpr std::string_view flag_words = "true or false";
inline constexpr std::string_view rate_words = "requests per second as a number, 0 for no limit";
inline constexpr std::string_view client_auth_words = R"("require" or "request")";
inline constexpr std::string_view duration_10s = R"(a duration such as "10s")";

inline constexpr ConfigBounds deadline = {1, 86'400'000};     // 1ms to 1d
inline constexpr ConfigBounds attempt = {1, 300'000};         // 1ms to 5m
inline constexpr ConfigBounds wait = {0, 30LL * 86'400'000};  // 0s to 30d
inline constexpr ConfigBounds requests_per_second = {0, 1'000'000};
inline constexpr ConfigBounds connection_count = {1, 1'000'000};
inline constexpr ConfigBounds thread_count = {0, 256};
inline constexpr ConfigBounds body_memory = {std::int64_t{256} << 10,
                                             std::int64_t{1} << 40};  // one body at least

/// A path as the rest of the program sees it: absolute; an empty one stays empty.
inline std::filesystem::path beside(const Config& config, std::string_view path) {
  if (path.empty()) return {};
  return (config.file.parent_path() / path).lexically_normal();
}

inline std::string text_path(const Config& config, const ConfigValue& value) {
  return beside(config, std::get<std::string>(value)).string();
}

inline certs::ClientAuth client_auth(const ConfigValue& value) {
  return std::get<std::string>(value) == "request" ? certs::ClientAuth::request : certs::ClientAuth::require;
}

inline LogLevel log_level(std::string_view word) {
  if (word == "debug") return LogLevel::debug;
  if (word == "warning") return LogLevel::warning;
  return word == "error" ? LogLevel::error : LogLevel::info;
}

}  // namespace config_detail

inline constexpr std::array config_sections = std::to_array<ConfigSection>({
    {"ingress", "ベンダーの Webhook を受ける", "Vendors' webhooks arrive here"},
    {"ingress.tls", "その TLS", "Its TLS"},
    {"admin", "加盟店と運用者が使う API", "The API for merchants and operators"},
    {"admin.tls", "その TLS", "Its TLS"},
    {"ops", "ヘルスチェックとメトリクス(平文 HTTP)", "Health and metrics, plain HTTP"},
    {"keys", "鍵", "Keys"},
    {"storage", "保存先", "Where everything is kept"},
    {"limits", "受信の上限", "Limits on what comes in"},
    {"callbacks", "ベンダーへのコールバック", "Callbacks to vendors"},
    {"runtime", "実行時の設定", "How the program runs"},
});

inline constexpr std::array config_table = [] {
  using namespace config_detail;
  using std::get;
  using Value = ConfigValue;
  return std::to_array<ConfigKey>({
      {.path = "ingress.listen",
       .type = ConfigType::listen,
       .initial = R"("0.0.0.0:8443")",
       .expected = address_words,
       .ja = "待ち受けるアドレスとポート",
       .en = "Address and port to listen on",
       .store = [](Config& c, const Value& v) { c.ingress.listen = get<std::string>(v); }},
      {.path = "ingress.tls.enabled",
       .type = ConfigType::flag,
       .initial = "true",
       .expected = flag_words,
       .ja = "false なら平文 HTTP(前段で TLS を終端する場合)",
       .en = "false: plain HTTP, for when a proxy in front ends TLS",
       .store = [](Config& c, const Value& v) { c.ingress.tls.enabled = get<bool>(v); }},
      {.path = "ingress.tls.certificate",
       .initial = R"("certs/server.pem")",
       .expected = path_words,
       .ja = "証明書チェーン(PEM)。パスはこのファイルからの相対",
       .en = "Certificate chain, PEM. Paths are relative to this file",
       .store = [](Config& c, const Value& v) { c.ingress.tls.files.certificate = text_path(c, v); }},
      {.path = "ingress.tls.key",
       .initial = R"("certs/server.key")",
       .expected = path_words,
       .ja = "秘密鍵(PEM、0600)",
       .en = "Private key, PEM, mode 0600",
       .store = [](Config& c, const Value& v) { c.ingress.tls.files.key = text_path(c, v); }},
      {.path = "ingress.tls.client_ca",
       .initial = R"("")",
       .expected = path_words,
       .ja = "設定すると、この CA が署名したクライアント証明書をベンダーに求める",
       .en = "When set, vendors must present a certificate that this CA signed",
       .store = [](Config& c, const Value& v) { c.ingress.tls.files.client_ca = text_path(c, v); }},
      {.path = "ingress.tls.client_auth",
       .type = ConfigType::choice,
       .initial = R"("require")",
       .choices = "require|request",
       .expected = client_auth_words,
       .ja = "\"require\": 必須、\"request\": 提示されれば検証",
       .en = "\"require\": all must; \"request\": checked when presented",
       .store = [](Config& c, const Value& v) { c.ingress.tls.files.client_auth = client_auth(v); }},
      {.path = "admin.listen",
       .type = ConfigType::listen,
       .initial = R"("127.0.0.1:9443")",
       .expected = address_words,
       .ja = "待ち受けるアドレスとポート",
       .en = "Address and port to listen on",
       .store = [](Config& c, const Value& v) { c.admin.listen = get<std::string>(v); }},
      {.path = "admin.operator_token",
       .initial = R"("operator.token")",
       .expected = path_words,
       .ja = "運用者トークンのファイル(0600)",
       .en = "File with the operator's token, mode 0600",
       .store = [](Config& c, const Value& v) { c.admin.operator_token = beside(c, get<std::string>(v)); }},
      {.path = "admin.tls.enabled",
       .type = ConfigType::flag,
       .initial = "true",
       .expected = flag_words,
       .ja = "false なら平文 HTTP",
       .en = "false: plain HTTP",
       .store = [](Config& c, const Value& v) { c.admin.tls.enabled = get<bool>(v); }},
      {.path = "admin.tls.certificate",
       .initial = R"("certs/server.pem")",
       .expected = path_words,
       .ja = "証明書チェーン(PEM)",
       .en = "Certificate chain, PEM",
       .store = [](Config& c, const Value& v) { c.admin.tls.files.certificate = text_path(c, v); }},
      {.path = "admin.tls.key",
       .initial = R"("certs/server.key")",
       .expected = path_words,
       .ja = "秘密鍵(PEM、0600)",
       .en = "Private key, PEM, mode 0600",
       .store = [](Config& c, const Value& v) { c.admin.tls.files.key = text_path(c, v); }},
      {.path = "admin.tls.client_ca",
       .initial = R"("")",
       .expected = path_words,
       .ja = "設定すると、この CA が署名したクライアント証明書を求める",
       .en = "When set, callers must present a certificate that this CA signed",
       .store = [](Config& c, const Value& v) { c.admin.tls.files.client_ca = text_path(c, v); }},
      {.path = "admin.tls.client_auth",
       .type = ConfigType::choice,
       .initial = R"("require")",
       .choices = "require|request",
       .expected = client_auth_words,
       .ja = "\"require\": 必須、\"request\": 提示されれば検証",
       .en = "\"require\": all must; \"request\": checked when presented",
       .store = [](Config& c, const Value& v) { c.admin.tls.files.client_auth = client_auth(v); }},
      {.path = "ops.listen",
       .type = ConfigType::listen,
       .initial = R"("127.0.0.1:9464")",
       .expected = address_words,
       .ja = "待ち受けるアドレスとポート",
       .en = "Address and port to listen on",
       .store = [](Config& c, const Value& v) { c.ops.listen = get<std::string>(v); }},
      {.path = "keys.master",
       .initial = R"("master.key")",
       .expected = path_words,
       .ja = "マスター鍵のファイル(0600)。失うと保存済みの個人情報は読めません",
       .en = "Master key file, mode 0600. Without it what is stored cannot be read",
       .store = [](Config& c, const Value& v) { c.keys.master = beside(c, get<std::string>(v)); }},
      {.path = "storage.url",
       .type = ConfigType::storage_url,
       .initial = R"("sqlite:sekisho.db")",
       .expected =
           R"("sqlite:" and a path, such as "sqlite:sekisho.db" (PostgreSQL arrives with a later version))",
       .ja = "\"sqlite:\" とパス",
       .en = "\"sqlite:\" and a path",
       .store =
           [](Config& c, const Value& v) {
             c.storage.url = get<std::string>(v);
             c.storage.path = storage_path(c.storage.url, c.file.parent_path());
           }},
      {.path = "limits.per_hook",
       .type = ConfigType::rate,
       .initial = "0",
       .bounds = requests_per_second,
       .expected = rate_words,
       .ja = "フックごとの毎秒リクエスト数。0 は無制限",
       .en = "Requests per second for each hook, 0: no limit",
       .store = [](Config& c, const Value& v) { c.limits.per_hook = get<double>(v); }},
      {.path = "limits.per_address",
       .type = ConfigType::rate,
       .initial = "0",
       .bounds = requests_per_second,
       .expected = rate_words,
       .ja = "接続元アドレスごとの毎秒リクエスト数。0 は無制限",
       .en = "Requests per second for each remote address, 0: no limit",
       .store = [](Config& c, const Value& v) { c.limits.per_address = get<double>(v); }},
      {.path = "limits.connections",
       .type = ConfigType::count,
       .initial = "20000",
       .bounds = connection_count,
       .expected = "a whole number of connections",
       .ja = "同時接続数",
       .en = "Connections at once",
       .store =
           [](Config& c, const Value& v) {
             c.limits.connections = static_cast<std::size_t>(get<std::int64_t>(v));
           }},
      {.path = "limits.inflight_bytes",
       .type = ConfigType::size,
       .initial = R"("64MiB")",
       .bounds = body_memory,
       .expected = R"(a size such as "64MiB")",
       .ja = "処理中の本文が使うメモリの合計",
       .en = "Memory for all request bodies in flight",
       .store =
           [](Config& c, const Value& v) {
             c.limits.inflight_bytes = static_cast<std::size_t>(get<std::int64_t>(v));
           }},
      {.path = "limits.header",
       .type = ConfigType::duration,
       .initial = R"("10s")",
       .bounds = deadline,
       .expected = duration_10s,
       .ja = "ヘッダー受信の期限",
       .en = "Deadline for a request's header",
       .store = [](Config& c, const Value& v) { c.limits.header = get<milliseconds>(v); }},
      {.path = "limits.body",
       .type = ConfigType::duration,
       .initial = R"("30s")",
       .bounds = deadline,
       .expected = R"(a duration such as "30s")",
       .ja = "本文受信の期限",
       .en = "Deadline for a request's body",
       .store = [](Config& c, const Value& v) { c.limits.body = get<milliseconds>(v); }},
      {.path = "limits.idle",
       .type = ConfigType::duration,
       .initial = R"("75s")",
       .bounds = deadline,
       .expected = R"(a duration such as "75s")",
       .ja = "リクエスト間で接続を保つ時間",
       .en = "How long a connection may rest between requests",
       .store = [](Config& c, const Value& v) { c.limits.idle = get<milliseconds>(v); }},
      {.path = "callbacks.timeout",
       .type = ConfigType::duration,
       .initial = R"("15s")",
       .bounds = attempt,
       .expected = R"(a duration such as "15s")",
       .ja = "1 回の送信の期限(接続から最後のバイトまで)",
       .en = "Deadline of one attempt, from connect to the last byte read",
       .store = [](Config& c, const Value& v) { c.callbacks.timeout = get<milliseconds>(v); }},
      {.path = "callbacks.allow_private_networks",
       .type = ConfigType::flag,
       .initial = "false",
       .expected = flag_words,
       .ja = "true ならループバックや社内アドレスへの送信を許す(開発用)",
       .en = "true: loopback and private targets may be called (development)",
       .store = [](Config& c, const Value& v) { c.callbacks.allow_private_networks = get<bool>(v); }},
      {.path = "callbacks.retry_schedule",
       .type = ConfigType::durations,
       .initial = R"(["0s", "5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"])",
       .bounds = wait,
       .expected = R"(a list of 1 to 64 durations such as ["0s", "5s", "5m"])",
       .ja = "各回の送信までの待ち時間。要素の数が試行回数",
       .en = "The wait before each attempt; as many attempts as entries",
       .store = [](Config& c,
                   const Value& v) { c.callbacks.retry_schedule = get<std::vector<milliseconds>>(v); }},
      {.path = "runtime.threads",
       .type = ConfigType::count,
       .initial = "0",
       .bounds = thread_count,
       .expected = "a whole number of threads, 0 for one per core",
       .ja = "I/O スレッド数。0 はコア数",
       .en = "I/O threads, 0: one per core",
       .store = [](Config& c,
                   const Value& v) { c.runtime.threads = static_cast<unsigned>(get<std::int64_t>(v)); }},
      {.path = "runtime.clock",
       .type = ConfigType::choice,
       .initial = R"("system")",
       .choices = "system|event",
       .expected = R"("system" or "event")",
       .ja = "\"event\" はシミュレーション用: イベントの時刻を現在時刻とみなす",
       .en = "\"event\", for simulation: an event's timestamp is the time",
       .store = [](Config& c, const Value& v) { c.runtime.event_clock = get<std::string>(v) == "event"; }},
      {.path = "runtime.development",
       .type = ConfigType::flag,
       .initial = "false",
       .written = "true",
       .expected = flag_words,
       .ja = "true なら開発用の機能を許す。本番では false に",
       .en = "true: allows what is for development only; set it to false in production",
       .store = [](Config& c, const Value& v) { c.runtime.development = get<bool>(v); }},
      {.path = "runtime.data",
       .initial = R"("")",
       .expected = path_words,
       .ja = "同梱データの場所。空ならプログラムからの相対(../share/sekisho/data)",
       .en = "The shipped tables; empty: ../share/sekisho/data from the program",
       .store = [](Config& c, const Value& v) { c.runtime.data = beside(c, get<std::string>(v)); }},
      {.path = "runtime.log_level",
       .type = ConfigType::choice,
       .initial = R"("info")",
       .choices = "debug|info|warning|error",
       .expected = R"("debug", "info", "warning" or "error")",
       .ja = "ログの詳しさ",
       .en = "How much is logged: debug, info, warning or error",
       .store = [](Config& c, const Value& v) { c.runtime.log_level = log_level(get<std::string>(v)); }},
  });
}();

/// The environment variable that overrides a key: `ingress.listen` is `SEKISHO_INGRESS_LISTEN`.
[[nodiscard]] std::string variable_of(std::string_view path);

}  // namespace sekisho::gateway
