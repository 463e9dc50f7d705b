#include "app/gateway.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <certs/tls_context.h>
#include <storage/sqlite_store.h>

#include "admin/admin_api.h"
#include "admin/openapi.h"
#include "admin/reader_pool.h"
#include "app/control_answers.h"
#include "app/control_socket.h"
#include "app/key_files.h"
#include "app/listen_address.h"
#include "app/loop.h"
#include "app/shipped_data.h"
#include "app/system.h"
#include "delivery/dispatcher.h"
#include "desk/desk.h"
#include "desk/desk_thread.h"
#include "desk/process_clock.h"
#include "http/client.h"
#include "http/server.h"
#include "ingress/ingress.h"
#include "observe/ops_api.h"
#include "reference/reference_lookup.h"
#include "reference/reference_sets.h"

namespace sekisho::gateway {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::size_t inbox_capacity = 8192;
constexpr std::size_t batch_limit = 256;
constexpr std::size_t admin_connections = 256;
constexpr std::size_t limiter_keys = 100'000;
constexpr std::chrono::milliseconds lease_margin{45'000};
constexpr std::chrono::seconds shutdown_grace{20};

/// What a listener's TLS is, or nothing for plain HTTP.
Result<std::unique_ptr<certs::ReloadableContext>> load_tls(const ListenerTls& tls) {
  if (!tls.enabled) return nullptr;
  return certs::ReloadableContext::load(tls.files);
}

std::string text_of(const tcp::endpoint& endpoint) {
  const auto address = endpoint.address().to_string();
  const auto host = endpoint.address().is_v6() ? '[' + address + ']' : address;
  return host + ':' + std::to_string(endpoint.port());
}

/// The loops share their port by SO_REUSEPORT, and so could any other process of this user: a second gateway
/// would take half of the first one's deliveries. A port where somebody listens is refused beforehand.
Result<void> refuse_taken_port(asio::io_context& loop, const tcp::endpoint& endpoint) {
  boost::system::error_code error;
  tcp::acceptor probe(loop);
  probe.open(endpoint.protocol(), error);
  if (!error) probe.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) probe.bind(endpoint, error);
  if (!error) return {};
  return fail(ErrorKind::unavailable, "cannot listen on " + text_of(endpoint) + ": " + error.message());
}

/// Where a client on this machine reaches a listener: a wildcard address is no destination.
std::string reachable(const tcp::endpoint& endpoint) {
  if (!endpoint.address().is_unspecified()) return text_of(endpoint);
  const auto loopback = endpoint.address().is_v6() ? asio::ip::address{asio::ip::address_v6::loopback()}
                                                   : asio::ip::address{asio::ip::address_v4::loopback()};
  return text_of({loopback, endpoint.port()});
}

asio::awaitable<Result<std::string>> load_from(ReferenceBoard& board, ReferenceKind kind) {
  co_return board.refresh(kind);
}

/// One ingress loop with all that belongs to its thread.
struct IngressLoop {
  IngressLoop(const IngressServices& services, const ServerSettings& server_settings, const Log& log)
      : loop(log),
        ingress(services),
        server(
            loop.io(), server_settings, [this](const Request& request) { return ingress.handle(request); },
            loop.tasks()) {}

  Loop loop;
  Ingress ingress;
  HttpServer server;
};

}  // namespace

struct Gateway::Parts {
  Parts(const Config& the_config, const Clock& the_clock, Random& the_random, Log& the_log,
        storage::MasterKey master_key, scoring::Engine the_engine,
        std::unique_ptr<storage::SqliteDatabase> the_database)
      : config(the_config),
        machine(the_clock),
        random(the_random),
        log(the_log),
        master(std::move(master_key)),
        engine(std::move(the_engine)),
        database(std::move(the_database)) {}

  Result<void> open();
  Result<void> open_memory();
  Result<void> open_tls();
  Result<void> open_listeners();
  Result<void> open_control_socket();
  Result<tcp::endpoint> listen_ingress();
  asio::awaitable<std::string> answer_command(std::string request);
  Result<void> listen_one(HttpServer& server, const std::string& address, std::string_view name);
  void run();
  void start();
  void watch_signals();
  void reload();
  void load_reference();
  asio::awaitable<std::string> reload_reference(ReferenceKind kind);
  void drain();
  [[noreturn]] void stop_now(std::string_view detail);

  ServerSettings server_settings(std::shared_ptr<Budget> budget, const certs::ReloadableContext* tls);
  DeskEvents desk_events();
  OutboxOptions outbox_options() const;
  DispatcherOptions dispatcher_options() const;

  // What others are made from.
  const Config config;
  const Clock& machine;
  ProcessClock clock{machine, config.runtime.event_clock};
  Random& random;
  Log& log;
  const std::string owner = make_id("node_", machine.now(), random);  ///< this process, as leases name it
  const storage::MasterKey master;
  const scoring::Engine engine;
  std::unique_ptr<storage::SqliteDatabase> database;
  ReferenceBoard reference{ReferenceDirectory::of(config.storage.path), master, engine.data()};
  Metrics metrics;
  Inbox inbox{inbox_capacity};
  std::optional<SettingsBoard> board;

  std::unique_ptr<certs::ReloadableContext> ingress_tls;
  std::unique_ptr<certs::ReloadableContext> admin_tls;
  RateLimiter per_hook{config.limits.per_hook, limiter_keys};
  RateLimiter per_address{config.limits.per_address, limiter_keys};

  // The loops, and what lives on each.
  std::deque<IngressLoop> ingress;
  tcp::endpoint ingress_endpoint;

  Loop delivery{log};
  std::unique_ptr<HttpClient> client;
  std::unique_ptr<Dispatcher> dispatcher;

  Loop control{log};
  std::unique_ptr<ReaderPool> readers;
  std::unique_ptr<AdminApi> admin;
  std::unique_ptr<HttpServer> admin_server;
  std::unique_ptr<OpsApi> ops;
  std::unique_ptr<HttpServer> ops_server;
  std::unique_ptr<ControlServer> control_server;
  asio::thread_pool reference_loader{1};
  asio::signal_set signals{control.io()};

  std::optional<Desk> desk;
};

Gateway::Gateway(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Gateway::~Gateway() = default;

Result<std::unique_ptr<Gateway>> Gateway::open(const Config& config, const Clock& clock, Random& random,
                                               Log& log) {
  auto master = read_master_key(config.keys.master);
  if (!master) return std::unexpected(master.error());
  auto engine = load_engine(config.runtime.data);
  if (!engine) return std::unexpected(engine.error());
  auto database = storage::SqliteDatabase::open(config.storage.path.string(), *master, clock, random);
  if (!database) return std::unexpected(database.error());

  auto parts = std::make_unique<Parts>(config, clock, random, log, *std::move(master), *std::move(engine),
                                       *std::move(database));
  if (auto opened = parts->open(); !opened) return std::unexpected(opened.error());
  return std::unique_ptr<Gateway>(new Gateway(std::move(parts)));
}

void Gateway::run() {
  parts_->run();
}

Result<void> Gateway::Parts::open() {
  if (auto opened = open_memory(); !opened) return opened;
  if (auto opened = open_tls(); !opened) return opened;
  if (auto opened = open_listeners(); !opened) return opened;
  return open_control_socket();
}

/// What lives in memory, as the store has it.
Result<void> Gateway::Parts::open_memory() {
  const auto stored = database->store().load_settings();
  if (!stored) return fail(ErrorKind::unavailable, "settings cannot be read: " + stored.error().detail);
  auto settings = build_settings(*stored);
  if (!settings) return std::unexpected(settings.error());
  board.emplace(*std::move(settings));
  desk.emplace(database->store(), engine, *board, storage::LookupHasher{master}, clock, random, metrics, log,
               outbox_options(), desk_events(), ReferenceLookup{reference});
  return desk->rebuild();
}

Result<void> Gateway::Parts::open_tls() {
  auto for_ingress = load_tls(config.ingress.tls);
  if (!for_ingress) return std::unexpected(for_ingress.error());
  ingress_tls = *std::move(for_ingress);
  auto for_admin = load_tls(config.admin.tls);
  if (!for_admin) return std::unexpected(for_admin.error());
  admin_tls = *std::move(for_admin);
  return {};
}

Result<void> Gateway::Parts::open_listeners() {
  auto for_client = certs::make_client_context();
  if (!for_client) return std::unexpected(for_client.error());
  auto token = read_operator_token(config.admin.operator_token);
  if (!token) return std::unexpected(token.error());
  auto reader = database->make_reader();
  if (!reader) return std::unexpected(reader.error());

  client = std::make_unique<HttpClient>(delivery.io(), *std::move(for_client),
                                        config.callbacks.allow_private_networks, ClientLimits{});
  dispatcher = std::make_unique<Dispatcher>(delivery.io(), *client, *board, inbox, machine, random, metrics,
                                            log, dispatcher_options(), delivery.tasks());
  readers = std::make_unique<ReaderPool>(*std::move(reader));
  admin = std::make_unique<AdminApi>(
      AdminServices{.board = *board,
                    .inbox = inbox,
                    .readers = *readers,
                    .clock = clock,
                    .random = random,
                    .log = log,
                    .master = master,
                    .operator_token = *std::move(token),
                    .first_attempt_after = config.callbacks.retry_schedule.front(),
                    .allow_private_networks = config.callbacks.allow_private_networks,
                    .openapi = std::string{openapi_json}});
  std::map<std::string, const certs::ReloadableContext*> certificates;
  if (ingress_tls) certificates["ingress"] = ingress_tls.get();
  if (admin_tls) certificates["admin"] = admin_tls.get();
  ops = std::make_unique<OpsApi>(inbox, metrics, machine, std::move(certificates));

  auto budget = std::make_shared<Budget>();
  budget->max_connections = admin_connections;
  admin_server = std::make_unique<HttpServer>(
      control.io(), server_settings(budget, admin_tls.get()),
      [this](const Request& request) { return admin->handle(request); }, control.tasks());
  ops_server = std::make_unique<HttpServer>(
      control.io(), server_settings(budget, nullptr),
      [this](const Request& request) { return ops->handle(request); }, control.tasks());
  if (auto listening = listen_one(*admin_server, config.admin.listen, "admin"); !listening) return listening;
  if (auto listening = listen_one(*ops_server, config.ops.listen, "ops"); !listening) return listening;
  const auto listening = listen_ingress();
  if (!listening) return std::unexpected(listening.error());
  ingress_endpoint = *listening;
  return {};
}

Result<void> Gateway::Parts::open_control_socket() {
  const auto answer = [this](std::string request) { return answer_command(std::move(request)); };
  control_server = std::make_unique<ControlServer>(control.io(), control_socket_of(config.storage.path),
                                                   answer, control.tasks());
  if (auto started = control_server->start(); !started) return started;
  // Not before there is somebody to tell: of an import that switches now, one of the two sees the other.
  load_reference();
  return {};
}

void Gateway::Parts::load_reference() {
  reference.refresh_all([this](ReferenceKind kind, std::string_view what) {
    log.error("reference data was not loaded: its signals are missing",
              {{"kind", to_string(kind)}, {"detail", what}});
  });
}

/// Reading and checking a file of gigabytes takes seconds: on a thread of its own.
asio::awaitable<std::string> Gateway::Parts::reload_reference(ReferenceKind kind) {
  const auto version =
      co_await asio::co_spawn(reference_loader, load_from(reference, kind), asio::use_awaitable);
  if (version) {
    log.info("reference data loaded", {{"kind", to_string(kind)}, {"version", *version}});
  } else {
    log.error("reference data was not loaded: the version before stays",
              {{"kind", to_string(kind)}, {"detail", version.error().detail}});
  }
  co_return loaded_answer(version);
}

/// What another command of this program asks over the control socket.
asio::awaitable<std::string> Gateway::Parts::answer_command(std::string request) {
  if (const auto kind = reference_to_load(request)) co_return co_await reload_reference(*kind);
  co_return control_answer(request, *board->current(), config, reachable(ingress_endpoint));
}

Result<tcp::endpoint> Gateway::Parts::listen_ingress() {
  const auto threads = config.runtime.threads != 0 ? config.runtime.threads
                                                   : std::max(1U, std::thread::hardware_concurrency());
  const IngressServices services{.board = *board,
                                 .inbox = inbox,
                                 .clock = machine,
                                 .engine = engine,
                                 .metrics = metrics,
                                 .log = log,
                                 .per_hook = per_hook,
                                 .per_address = per_address,
                                 .master = master,
                                 .random = random,
                                 .event_clock = config.runtime.event_clock,
                                 .reference = &reference};
  auto budget = std::make_shared<Budget>();
  budget->max_connections = config.limits.connections;
  budget->max_inflight_bytes = config.limits.inflight_bytes;
  auto endpoint = parse_listen(config.ingress.listen).value();
  if (auto is_free = refuse_taken_port(control.io(), endpoint); !is_free)
    return std::unexpected(is_free.error());
  for (unsigned i = 0; i < threads; ++i) {
    auto& loop = ingress.emplace_back(services, server_settings(budget, ingress_tls.get()), log);
    const auto bound = loop.server.listen(endpoint, true);
    if (!bound) return bound;
    endpoint = *bound;  // port 0 is chosen once; the other loops share it
  }
  const auto text = text_of(endpoint);
  log.info("listening", {{"listener", "ingress"}, {"address", text}, {"tls", config.ingress.tls.enabled}});
  return endpoint;
}

Result<void> Gateway::Parts::listen_one(HttpServer& server, const std::string& address,
                                        std::string_view name) {
  const auto bound = server.listen(parse_listen(address).value(), false);
  if (!bound) return std::unexpected(bound.error());
  const auto text = text_of(*bound);
  log.info("listening", {{"listener", name}, {"address", text}});
  return {};
}

ServerSettings Gateway::Parts::server_settings(std::shared_ptr<Budget> budget,
                                               const certs::ReloadableContext* tls) {
  ServerSettings settings;
  settings.limits.header = config.limits.header;
  settings.limits.body = config.limits.body;
  settings.limits.idle = config.limits.idle;
  settings.budget = std::move(budget);
  settings.tls = tls;
  settings.clock = &machine;
  settings.random = &random;
  settings.on_refused = [this](std::string_view reason, std::string_view) {
    metrics.refused(reason);
    if (reason == "handler_failed") log.error("a handler failed: this is a bug");
  };
  return settings;
}

OutboxOptions Gateway::Parts::outbox_options() const {
  return {.owner = owner,
          .lease_for = config.callbacks.timeout + lease_margin,
          .first_attempt_after = config.callbacks.retry_schedule.front()};
}

DispatcherOptions Gateway::Parts::dispatcher_options() const {
  DispatcherOptions options;
  options.owner = owner;
  options.schedule = config.callbacks.retry_schedule;
  options.timeout = config.callbacks.timeout;
  options.lease_for = config.callbacks.timeout + lease_margin;
  options.allow_private_networks = config.callbacks.allow_private_networks;
  return options;
}

DeskEvents Gateway::Parts::desk_events() {
  return {.on_callbacks =
              [this](std::vector<storage::CallbackRecord> callbacks) {
                asio::post(delivery.io(), [this, handed = std::move(callbacks)]() mutable {
                  dispatcher->take(std::move(handed));
                });
              },
          .on_fatal = [this](std::string_view detail) { stop_now(detail); }};
}

/// After a failed fsync nothing here can be trusted: a drain would acknowledge what may be lost.
void Gateway::Parts::stop_now(std::string_view detail) {
  log.error("stopping: the store can no longer be trusted; check the disk and start again",
            {{"detail", detail}});
  log.flush();
  std::_Exit(EXIT_FAILURE);
}

void Gateway::Parts::run() {
  const DeskThread deciding(*desk, inbox, batch_limit, [this] { database->checkpoint_if_due(); });
  start();
  std::vector<std::jthread> threads;
  for (auto& one : ingress)
    threads.emplace_back([&one] { one.loop.run(); });
  threads.emplace_back([this] { delivery.run(); });
  control.run();
  threads.clear();  // joins: every loop ends by itself once it is drained
  log.info("stopped");
}

void Gateway::Parts::start() {
  for (auto& one : ingress)
    one.server.start();
  admin_server->start();
  ops_server->start();
  dispatcher->start();
  watch_signals();
  log.info("serving", {{"threads", static_cast<std::int64_t>(ingress.size())}});
}

void Gateway::Parts::watch_signals() {
  signals.add(SIGTERM);
  signals.add(SIGINT);
  signals.add(SIGHUP);
  signals.async_wait([this](boost::system::error_code ended, int number) {
    if (ended) return;
    if (number != SIGHUP) {
      drain();
      return;
    }
    reload();
    watch_signals();
  });
}

/// `reloaded` is said only when the files now say what is in force: somebody waits for it after a renewal.
void Gateway::Parts::reload() {
  bool complete = true;
  const auto renew = [&](std::string_view listener, certs::ReloadableContext* tls) {
    if (tls == nullptr) return;
    if (const auto reloaded = tls->reload(); !reloaded) {
      complete = false;
      log.error("a certificate was not reloaded; the old one stays",
                {{"listener", listener}, {"detail", reloaded.error().detail}});
    }
  };
  renew("ingress", ingress_tls.get());
  renew("admin", admin_tls.get());
  if (const auto loaded = load_config(config.file, process_environment()); loaded) {
    log.set_level(loaded->config.runtime.log_level);
  } else {
    complete = false;
    log.error("the configuration was not reloaded", {{"detail", loaded.error().detail}});
  }
  if (complete) log.info("reloaded");
}

void Gateway::Parts::drain() {
  log.info("draining");
  for (auto& one : ingress) {
    asio::post(one.loop.io(), [&one] {
      one.server.drain();
      one.loop.finish_within(shutdown_grace, [&one] { one.server.abort(); });
    });
  }
  asio::post(delivery.io(), [this] {
    dispatcher->stop();
    delivery.finish_within(shutdown_grace, [] {}, [this] { client->close_idle(); });
  });
  control_server->stop();
  admin_server->drain();
  ops_server->drain();
  control.finish_within(shutdown_grace, [this] {
    admin_server->abort();
    ops_server->abort();
  });
}

}  // namespace sekisho::gateway
