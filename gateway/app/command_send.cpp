#include "app/command_send.h"

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <string>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <fmt/format.h>

#include "app/control_requests.h"
#include "app/control_socket.h"
#include "app/files.h"
#include "app/vendor_client.h"

namespace sekisho::gateway {
namespace {

namespace asio = boost::asio;

constexpr std::size_t max_payload_bytes = 1024 * 1024;

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

/// Posts one payload and prints the answer; true when it was a 2xx.
asio::awaitable<bool> post(VendorClient& vendor, const Payload& payload, const CommandContext& context) {
  const auto answer = co_await vendor.post(payload.body);
  if (!answer) {
    context.err << fmt::format("sekisho: {}: no answer ({}); see the gateway's log\n", payload.file.string(),
                               to_string(answer.error()));
    co_return false;
  }
  std::string body = answer->body;
  std::ranges::replace(body, '\n', ' ');
  context.out << fmt::format("{} {} {}\n", payload.file.string(), answer->status, body) << std::flush;
  co_return answer->status >= 200 && answer->status < 300;
}

asio::awaitable<bool> post_all(VendorClient& vendor, const std::vector<Payload>& payloads,
                               const CommandContext& context) {
  bool all_taken = true;
  for (const Payload& payload : payloads) {
    const bool taken = co_await post(vendor, payload, context);
    all_taken = all_taken && taken;
  }
  vendor.close_idle();
  co_return all_taken;
}

Result<bool> post_to(const SendInfo& info, const std::vector<Payload>& payloads,
                     const CommandContext& context) {
  asio::io_context loop{1};
  auto vendor = VendorClient::create(loop, info, context);
  if (!vendor) return std::unexpected(vendor.error());
  auto sent = asio::co_spawn(loop, post_all(*vendor, payloads, context), asio::use_future);
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
