#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>
#include <adapters/standard_webhooks.h>
#include <boost/asio/signal_set.hpp>
#include <domain/crypto.h>
#include <domain/json_writer.h>
#include <nlohmann/json.hpp>

#include "app/files.h"
#include "app/listen_address.h"
#include "app/loop.h"
#include "app/system.h"
#include "http/server.h"
#include "observe/log.h"

// The vendor's side of the quickstart: takes callbacks, verifies their signatures, writes one line for each.

namespace sekisho::demo {
namespace {

using namespace gateway;
namespace asio = boost::asio;

struct Arguments {
  std::string listen = "127.0.0.1:0";
  std::filesystem::path secret_file;
  std::filesystem::path log_file;
};

/// The key in the secret file, read anew for each callback: the hook, and with it the secret, is made after
/// the receiver's address is known.
std::optional<Hmac> key_in(const std::filesystem::path& file) {
  constexpr std::size_t max_bytes = 256;
  auto text = read_file(file, max_bytes);
  if (!text) return std::nullopt;
  text->erase(std::find(text->begin(), text->end(), '\n'), text->end());
  const auto key = adapters::signing_key(*text);
  return key ? std::optional<Hmac>{*key} : std::nullopt;
}

bool is_verified(const Request& request, const std::filesystem::path& secret_file, Timestamp now) {
  auto key = key_in(secret_file);
  if (!key) return false;
  const adapters::SignatureHeaders headers{.id = request.all("webhook-id"),
                                           .timestamp = request.all("webhook-timestamp"),
                                           .signature = request.all("webhook-signature")};
  return adapters::verify(headers, request.body, {&*key, 1}, now).has_value();
}

/// What a callback says, as one JSON line. A body that is no callback leaves its members empty.
std::string line_of(const Request& request, bool verified) {
  const auto document = nlohmann::json::parse(request.body, nullptr, false);
  const auto body = document.is_object() ? document : nlohmann::json::object();
  const auto data = body.value("data", nlohmann::json::object());
  std::string line;
  JsonWriter out(line);
  out.begin_object().member("id", request.only("webhook-id").value_or(""));
  out.member("type", body.value("type", "")).member("order_id", data.value("order_id", ""));
  out.member("sequence", data.value("sequence", std::int64_t{0})).member("verified", verified);
  out.end_object();
  return line + "\n";
}

asio::awaitable<Response> take(const Request& request, const Arguments& arguments, const Clock& clock) {
  const bool verified = is_verified(request, arguments.secret_file, clock.now());
  std::ofstream log{arguments.log_file, std::ios::app};
  log << line_of(request, verified) << std::flush;
  // Not written down is not received: the gateway will send it again.
  if (!log) co_return problem(503, "The callback could not be written down.");
  if (!verified) co_return problem(401, "The signature is not one of this hook's.");
  co_return json_response(204, "");
}

ServerSettings settings_for(const Clock& clock, Random& random) {
  ServerSettings settings;
  settings.budget = std::make_shared<Budget>();
  settings.clock = &clock;
  settings.random = &random;
  settings.on_refused = [](std::string_view reason, std::string_view) { std::cerr << reason << '\n'; };
  return settings;
}

int run(const Arguments& arguments) {
  const auto endpoint = parse_listen(arguments.listen);
  if (!endpoint) {
    std::cerr << "sekisho-demo-receiver: --listen takes an address such as 127.0.0.1:0\n";
    return EXIT_FAILURE;
  }
  const Log log{LogLevel::warning};
  const SystemClock clock;
  SystemRandom random;
  Loop loop{log};
  HttpServer server{loop.io(), settings_for(clock, random),
                    [&](const Request& request) { return take(request, arguments, clock); }, loop.tasks()};
  const auto bound = server.listen(*endpoint, false);
  if (!bound) {
    std::cerr << "sekisho-demo-receiver: " << bound.error().detail << '\n';
    return EXIT_FAILURE;
  }
  server.start();
  std::cout << R"({"address":")" << *bound << "\"}\n" << std::flush;

  asio::signal_set signals{loop.io(), SIGTERM, SIGINT};
  signals.async_wait([&](boost::system::error_code, int) {
    server.drain();
    loop.finish_within(std::chrono::seconds{2}, [&] { server.abort(); });
  });
  loop.run();
  return EXIT_SUCCESS;
}

int main_of(int argc, char** argv) {
  Arguments arguments;
  CLI::App app{"Takes callbacks, verifies them and writes one JSON line for each", "sekisho-demo-receiver"};
  app.add_option("--listen", arguments.listen, "Address and port; port 0: a free one, printed at start");
  app.add_option("--secret-file", arguments.secret_file, "File with the hook's callback_secret")->required();
  app.add_option("--log", arguments.log_file, "File to append to")->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& stop) {
    return app.exit(stop) == 0 ? EXIT_SUCCESS : 2;
  }
  return run(arguments);
}

}  // namespace
}  // namespace sekisho::demo

int main(int argc, char** argv) {
  try {
    return sekisho::demo::main_of(argc, argv);
  } catch (const std::exception& broken) {
    std::cerr << "sekisho-demo-receiver: " << broken.what() << '\n';
    return EXIT_FAILURE;
  }
}
