#include "app/doctor_checks.h"

#include <array>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <utility>

#include <certs/tls_context.h>
#include <fmt/format.h>
#include <storage/sqlite_store.h>

#include "app/control_requests.h"
#include "app/control_socket.h"
#include "app/key_files.h"
#include "app/listen_address.h"
#include "app/shipped_data.h"

namespace sekisho::gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::days renewal_time{30};
constexpr std::chrono::year first_year{2026};
/// File systems round times, and another machine's clock may have written a shared one.
constexpr std::chrono::minutes clock_slack{2};

Finding failed(std::string_view what, const Error& error, std::string mend) {
  return {Health::fail, what, error.detail, std::move(mend)};
}

Finding check_dates(std::string_view what, const certs::CertificateDates& dates, Timestamp now) {
  const std::string until = format_rfc3339(dates.not_after);
  if (now >= dates.not_after)
    return {Health::fail, what, "the certificate expired at " + until,
            "replace it; a running gateway takes it on SIGHUP"};
  if (now < dates.not_before)
    return {Health::fail, what, "the certificate is valid only from " + format_rfc3339(dates.not_before),
            "set the system's clock, or replace the certificate"};
  const auto left = std::chrono::floor<std::chrono::days>(dates.not_after - now);
  if (left < renewal_time)
    return {Health::warn, what, fmt::format("the certificate expires in {} days, at {}", left.count(), until),
            "renew it; a running gateway takes it on SIGHUP"};
  return {Health::ok, what, "fits its key, valid until " + until};
}

Finding check_listener_tls(std::string_view what, const ListenerTls& tls, const Clock& clock) {
  if (!tls.enabled) return {Health::ok, what, "TLS is off: plain HTTP"};
  if (const auto context = certs::make_server_context(tls.files); !context)
    return failed(what, context.error(), "put a PEM certificate and its key there");
  const auto dates = certs::certificate_dates(tls.files.certificate);
  if (!dates) return failed(what, dates.error(), "put a PEM certificate there");
  return check_dates(what, *dates, clock.now());
}

/// Whether one address cannot be bound while the other is. Port 0 is never taken.
bool collide(const boost::asio::ip::tcp::endpoint& a, const boost::asio::ip::tcp::endpoint& b) {
  if (a.port() == 0 || a.port() != b.port()) return false;
  return a.address() == b.address() || a.address().is_unspecified() || b.address().is_unspecified();
}

Finding check_running(const fs::path& database) {
  const auto running = ask_version(control_socket_of(database));
  if (running)
    return {Health::ok, "storage",
            fmt::format("{} is in use by a running gateway, version {}", database.string(), *running)};
  return {Health::fail, "storage",
          fmt::format("{} is locked, and {}", database.string(), running.error().detail),
          "stop the process that holds it"};
}

}  // namespace

Findings check_configuration(const LoadedConfig& loaded) {
  Findings findings = {{Health::ok, "configuration", loaded.config.file.string() + " is well-formed"}};
  for (const std::string& warning : loaded.warnings)
    findings.push_back({Health::warn, "configuration", warning});
  return findings;
}

Findings check_listeners(const Config& config) {
  const std::array listeners = std::to_array<std::pair<std::string_view, std::string_view>>(
      {{"ingress", config.ingress.listen}, {"admin", config.admin.listen}, {"ops", config.ops.listen}});
  for (std::size_t i = 0; i < listeners.size(); ++i) {
    const auto& [name, address] = listeners[i];
    const auto& [next, next_address] = listeners[(i + 1) % listeners.size()];
    if (collide(*parse_listen(address), *parse_listen(next_address)))
      return {
          {Health::fail, "listen",
           fmt::format("{} on {} and {} on {} are in each other's way", name, address, next, next_address),
           fmt::format("give {}.listen another port", next)}};
  }
  return {{Health::ok, "listen",
           fmt::format("ingress {}, admin {}, ops {}", config.ingress.listen, config.admin.listen,
                       config.ops.listen)}};
}

Findings check_data(const Config& config) {
  if (const auto engine = load_engine(config.runtime.data); !engine)
    return {failed("data", engine.error(),
                   "install Sekisho again, or set runtime.data to its share/sekisho/data")};
  return {{Health::ok, "data", "the tables in " + config.runtime.data.string() + " are complete"}};
}

Findings check_master_key(const Config& config) {
  if (const auto key = read_master_key(config.keys.master); !key)
    return {failed("master key", key.error(), "put the installation's own key file there, mode 0600")};
  return {{Health::ok, "master key", config.keys.master.string() + " is a key that only its owner reads"}};
}

Findings check_operator_token(const Config& config) {
  if (const auto token = read_operator_token(config.admin.operator_token); !token)
    return {
        failed("operator token", token.error(), "put the installation's own token file there, mode 0600")};
  return {{Health::ok, "operator token",
           config.admin.operator_token.string() + " is a token that only its owner reads"}};
}

Findings check_certificates(const Config& config, const Clock& clock) {
  return {check_listener_tls("ingress certificate", config.ingress.tls, clock),
          check_listener_tls("admin certificate", config.admin.tls, clock)};
}

Findings check_storage(const Config& config, const CommandContext& context) {
  const auto key = read_master_key(config.keys.master);
  if (!key)
    return {{Health::fail, "storage", "not opened: there is no master key", "mend the master key first"}};
  const fs::path& database = config.storage.path;
  const auto opened = storage::SqliteDatabase::open(database.string(), *key, context.clock, context.random);
  if (opened) return {{Health::ok, "storage", database.string() + " opens"}};
  if (opened.error().kind == ErrorKind::conflict) return {check_running(database)};
  return {failed("storage", opened.error(),
                 "name the installation's own database in storage.url, or restore it")};
}

Findings check_clock(const Config& config, const Clock& clock) {
  const Timestamp now = clock.now();
  const std::string shown = format_rfc3339(now);
  const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(now)};
  if (today.year() < first_year)
    return {{Health::warn, "clock", "the system's clock says " + shown, "set it, and keep it set by NTP"}};
  std::error_code missing;
  const auto changed = fs::last_write_time(config.storage.path, missing);
  if (!missing && std::chrono::file_clock::to_sys(changed) > now + clock_slack)
    return {{Health::fail, "clock",
             fmt::format("the system's clock says {}, before the database's last change", shown),
             "set it, and keep it set by NTP"}};
  return {{Health::ok, "clock", shown}};
}

}  // namespace sekisho::gateway
