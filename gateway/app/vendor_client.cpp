#include "app/vendor_client.h"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include <adapters/standard_webhooks.h>
#include <certs/tls_context.h>
#include <fmt/format.h>

#include "app/listen_address.h"

namespace sekisho::gateway {
namespace {

constexpr std::size_t max_answer_bytes = 1024 * 1024;

Result<Url> url_of(const SendInfo& info) {
  const auto endpoint = parse_listen(info.endpoint);
  if (!endpoint) return fail(ErrorKind::unavailable, "the gateway does not say where it listens");
  return Url{info.tls, endpoint->address().to_string(), true, endpoint->port(), info.path};
}

}  // namespace

Result<VendorClient> VendorClient::create(boost::asio::io_context& loop, const SendInfo& info,
                                          const CommandContext& context) {
  auto url = url_of(info);
  if (!url) return std::unexpected(url.error());
  const auto key = adapters::signing_key(info.signing_secret.reveal());
  if (!key) return fail(ErrorKind::invalid, "the hook's signing secret is not of the whsec_ form");
  auto tls = info.tls ? certs::make_pinned_client_context(info.certificate) : certs::make_client_context();
  if (!tls) return std::unexpected(tls.error());
  constexpr bool allow_private_networks = true;
  auto client = std::make_unique<HttpClient>(
      loop, std::move(*tls), allow_private_networks,
      ClientLimits{.response_bytes = max_answer_bytes, .body_kept = max_answer_bytes});
  return VendorClient{std::move(*url), Hmac{*key}, std::move(client), context};
}

VendorClient::VendorClient(Url url, Hmac key, std::unique_ptr<HttpClient> client,
                           const CommandContext& context)
    : url_(std::move(url)), keys_{std::move(key)}, client_(std::move(client)), context_(&context) {}

boost::asio::awaitable<std::expected<ClientResponse, ClientFault>> VendorClient::post(std::string_view body) {
  ClientRequest request = request_of(body);
  co_return co_await client_->exchange(std::move(request), answer_deadline);
}

ClientRequest VendorClient::request_of(std::string_view body) {
  const Timestamp now = context_->clock.now();
  std::string id = make_id("msg_", now, context_->random);
  std::string seconds =
      fmt::to_string(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  std::string signature = adapters::sign(id, seconds, body, keys_);
  ClientRequest request;
  request.url = url_;
  request.headers.emplace_back("webhook-id", std::move(id));
  request.headers.emplace_back("webhook-timestamp", std::move(seconds));
  request.headers.emplace_back("webhook-signature", std::move(signature));
  request.body = body;
  return request;
}

}  // namespace sekisho::gateway
