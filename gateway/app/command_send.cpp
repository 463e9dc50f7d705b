#include "app/command_send.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <ostream>
#include <string>
#include <utility>

#include <adapters/standard_webhooks.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <certs/tls_context.h>
#include <domain/crypto.h>
#include <fmt/format.h>

#include "app/control_requests.h"
#include "app/control_socket.h"
#include "app/files.h"
#include "app/listen_address.h"
#include "http/client.h"

namespace sekisho::gateway {
namespace {

namespace asio = boost::asio;

constexpr std::size_t max_payload_bytes = 1024 * 1024;
constexpr std::size_t max_answer_bytes = 1024 * 1024;
constexpr std::chrono::seconds answer_deadline{30};

struct Payload {
  std::filesystem::path file;
  std::string body;
};

Result<std::vector<Payload>> read_payloads(const std::vector<std::filesystem::path>& files) {
  std::vector<Payload> payloads;
  for (const auto& file : files) {
    auto body = read_file(file, max_payload_bytes);
    if (!body) return std::unexpected(body.error());
    payloads.push_back({file, std::move(*body)});
  }
  return payloads;
}

Result<Url> url_of(const SendInfo& info) {
  const auto endpoint = parse_listen(info.endpoint);
  if (!endpoint) return fail(ErrorKind::unavailable, "the gateway does not say where it listens");
  return Url{info.tls, endpoint->address().to_string(), true, endpoint->port(), info.path};
}

/// Posts payloads as one hook's vendor.
class Vendor {
 public:
  Vendor(Url url, Hmac key, HttpClient& client, const CommandContext& context)
      : url_(std::move(url)), keys_{std::move(key)}, client_(client), context_(context) {}

  /// Sends all and prints the answers; true when each was a 2xx.
  asio::awaitable<bool> post_all(const std::vector<Payload>& payloads) {
    bool all_taken = true;
    for (const Payload& payload : payloads) {
      const bool taken = co_await post(payload);
      all_taken = all_taken && taken;
    }
    client_.close_idle();
    co_return all_taken;
  }

 private:
  asio::awaitable<bool> post(const Payload& payload) {
    ClientRequest request = request_of(payload);
    const auto answer = co_await client_.exchange(std::move(request), answer_deadline);
    if (!answer) {
      context_.err << fmt::format("sekisho: {}: no answer ({}); see the gateway's log\n",
                                  payload.file.string(), to_string(answer.error()));
      co_return false;
    }
    std::string body = answer->body;
    std::ranges::replace(body, '\n', ' ');
    context_.out << fmt::format("{} {} {}\n", payload.file.string(), answer->status, body) << std::flush;
    co_return answer->status >= 200 && answer->status < 300;
  }

  ClientRequest request_of(const Payload& payload) {
    const Timestamp now = context_.clock.now();
    std::string id = make_id("msg_", now, context_.random);
    std::string seconds =
        fmt::to_string(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
    std::string signature = adapters::sign(id, seconds, payload.body, keys_);
    ClientRequest request;
    request.url = url_;
    request.headers.emplace_back("webhook-id", std::move(id));
    request.headers.emplace_back("webhook-timestamp", std::move(seconds));
    request.headers.emplace_back("webhook-signature", std::move(signature));
    request.body = payload.body;
    return request;
  }

  Url url_;
  std::array<Hmac, 1> keys_;
  HttpClient& client_;
  const CommandContext& context_;
};

Result<bool> post_to(const SendInfo& info, const std::vector<Payload>& payloads,
                     const CommandContext& context) {
  auto url = url_of(info);
  if (!url) return std::unexpected(url.error());
  const auto key = adapters::signing_key(info.signing_secret.reveal());
  if (!key) return fail(ErrorKind::invalid, "the hook's signing secret is not of the whsec_ form");
  auto tls = info.tls ? certs::make_pinned_client_context(info.certificate) : certs::make_client_context();
  if (!tls) return std::unexpected(tls.error());

  asio::io_context loop{1};
  constexpr bool allow_private_networks = true;
  HttpClient client{loop,
                    std::move(*tls),
                    allow_private_networks,
                    {.response_bytes = max_answer_bytes, .body_kept = max_answer_bytes}};
  Vendor vendor{std::move(*url), Hmac{*key}, client, context};
  auto sent = asio::co_spawn(loop, vendor.post_all(payloads), asio::use_future);
  loop.run();
  return sent.get();
}

}  // namespace

Result<bool> run_send(const SendArguments& arguments, const CommandContext& context) {
  const auto loaded = load_config(arguments.config, context.environment);
  if (!loaded) return std::unexpected(loaded.error());
  const auto payloads = read_payloads(arguments.files);
  if (!payloads) return std::unexpected(payloads.error());
  const auto info = ask_send_info(control_socket_of(loaded->config.storage.path), arguments.hook);
  if (info) return post_to(*info, *payloads, context);
  if (info.error().kind != ErrorKind::unavailable) return std::unexpected(info.error());
  return fail(ErrorKind::unavailable, fmt::format("{}: start it with: sekisho serve --config {}",
                                                  info.error().detail, arguments.config.string()));
}

}  // namespace sekisho::gateway
