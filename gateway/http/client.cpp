#include "http/client.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include <boost/asio/ip/tcp.hpp>

#include "http/connection_pool.h"
#include "http/http_parser.h"
#include "http/ssrf_guard.h"
#include "http/stream.h"
#include "http/timed_socket.h"

namespace sekisho::gateway {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

using Addresses = std::vector<asio::ip::address>;

template <class T>
using Tried = std::expected<T, ClientFault>;

/// An exchange that failed on one connection.
struct Broken {
  ClientFault fault = ClientFault::protocol;
  bool before_answer = false;  ///< the connection was dead before the first byte
};

Broken broken_by(StreamFault fault, bool answer_begun) {
  switch (fault) {
    case StreamFault::timed_out:
      return {ClientFault::timeout, false};
    case StreamFault::tls:
      return {ClientFault::tls, false};
    case StreamFault::closed:
    case StreamFault::failed:
      break;
  }
  return {ClientFault::protocol, !answer_begun};
}

/// Reads one whole response.
asio::awaitable<std::expected<ClientResponse, Broken>> read_response(Stream& stream, ResponseParser& parser,
                                                                     SteadyTime deadline) {
  constexpr std::size_t piece_size = std::size_t{16} * 1024;
  const auto memory = std::make_unique_for_overwrite<char[]>(piece_size);
  const std::span<char> piece(memory.get(), piece_size);
  while (!parser.done()) {
    const auto got = co_await stream.read_some(piece, deadline);
    const bool ended = !got && got.error() == StreamFault::closed && parser.begun();
    if (!got && !ended) co_return std::unexpected(broken_by(got.error(), parser.begun()));
    const bool sound = ended ? parser.feed_end() : parser.feed({piece.data(), *got});
    if (!sound) co_return std::unexpected(Broken{ClientFault::protocol, false});
  }
  co_return ClientResponse{parser.status(), parser.take_headers(), parser.take_body()};
}

}  // namespace

std::string_view to_string(ClientFault fault) {
  switch (fault) {
    case ClientFault::dns:
      return "dns";
    case ClientFault::refused:
      return "refused";
    case ClientFault::connect:
      return "connect";
    case ClientFault::tls:
      return "tls";
    case ClientFault::timeout:
      return "timeout";
    case ClientFault::protocol:
      return "protocol";
  }
  return "protocol";
}

class HttpClient::Impl {
 public:
  Impl(asio::io_context& loop, certs::SslContext tls, bool allow_private_networks, ClientLimits limits,
       LookUp look_up)
      : loop_(loop),
        tls_(std::move(tls)),
        allow_private_networks_(allow_private_networks),
        limits_(limits),
        resolver_(loop, std::move(look_up)),
        pool_(limits.idle_per_endpoint, limits.idle_in_all, limits.idle_for) {}

  asio::awaitable<Tried<ClientResponse>> exchange(ClientRequest request, SteadyTime deadline);

  void close_idle() { pool_.clear(); }

 private:
  /// One request, ready to be written to any connection that leads to its host.
  struct Errand {
    const Url& url;
    std::string wire;
    bool head_request = false;
    SteadyTime deadline;
  };

  struct Link {
    std::unique_ptr<Stream> stream;
    PoolKey key;
  };

  asio::awaitable<Tried<Addresses>> vetted_addresses(const Url& url, SteadyTime deadline);
  asio::awaitable<std::optional<Tried<ClientResponse>>> exchange_pooled(const Errand& errand,
                                                                        const Addresses& addresses);
  asio::awaitable<std::expected<ClientResponse, Broken>> exchange_on(Link link, const Errand& errand);
  asio::awaitable<Tried<Link>> open(const Url& url, const Addresses& addresses, SteadyTime deadline);
  asio::awaitable<Tried<std::unique_ptr<Stream>>> connect(const Url& url, asio::ip::address address,
                                                          SteadyTime deadline);
  [[nodiscard]] Link pooled(const Url& url, const Addresses& addresses);

  static PoolKey key_of(const Url& url, const asio::ip::address& address) {
    return {url.tls, url.host, url.port, address};
  }

  asio::io_context& loop_;
  const certs::SslContext tls_;
  const bool allow_private_networks_;
  const ClientLimits limits_;
  NameResolver resolver_;
  ConnectionPool pool_;
};

asio::awaitable<Tried<ClientResponse>> HttpClient::Impl::exchange(ClientRequest request,
                                                                  SteadyTime deadline) {
  const std::string host = request.url.host_header();
  auto wire = serialise_request({.method = request.method,
                                 .host = host,
                                 .target = request.url.target,
                                 .content_type = request.content_type,
                                 .headers = request.headers,
                                 .body = request.body});
  if (!wire) co_return std::unexpected(ClientFault::refused);
  const Errand errand{request.url, std::move(*wire), request.method == Method::head, deadline};
  const auto addresses = co_await vetted_addresses(request.url, deadline);
  if (!addresses) co_return std::unexpected(addresses.error());
  auto known = co_await exchange_pooled(errand, *addresses);
  if (known) co_return std::move(*known);
  auto fresh = co_await open(request.url, *addresses, deadline);
  if (!fresh) co_return std::unexpected(fresh.error());
  auto answer = co_await exchange_on(std::move(*fresh), errand);
  if (!answer) co_return std::unexpected(answer.error().fault);
  co_return std::move(*answer);
}

/// Pooled connections go through here too: what was public yesterday may be private now.
asio::awaitable<Tried<Addresses>> HttpClient::Impl::vetted_addresses(const Url& url, SteadyTime deadline) {
  boost::system::error_code not_literal;
  const asio::ip::address literal = asio::ip::make_address(url.host, not_literal);
  Addresses addresses;
  if (not_literal) {
    addresses = co_await resolver_.resolve(url.host, deadline);
  } else {
    addresses.push_back(literal);
  }
  if (addresses.empty()) co_return std::unexpected(ClientFault::dns);
  if (!vet_addresses(addresses, allow_private_networks_)) co_return std::unexpected(ClientFault::refused);
  co_return addresses;
}

/// Nothing when no pooled connection was alive: a fresh one is needed.
asio::awaitable<std::optional<Tried<ClientResponse>>> HttpClient::Impl::exchange_pooled(
    const Errand& errand, const Addresses& addresses) {
  Link link = pooled(errand.url, addresses);
  if (!link.stream) co_return std::nullopt;
  auto answer = co_await exchange_on(std::move(link), errand);
  if (answer) co_return std::move(*answer);
  if (answer.error().before_answer) co_return std::nullopt;
  co_return std::unexpected(answer.error().fault);
}

HttpClient::Impl::Link HttpClient::Impl::pooled(const Url& url, const Addresses& addresses) {
  for (const asio::ip::address& address : addresses) {
    PoolKey key = key_of(url, address);
    if (auto stream = pool_.take(key, SteadyTime::clock::now())) return {std::move(stream), std::move(key)};
  }
  return {};
}

asio::awaitable<std::expected<ClientResponse, Broken>> HttpClient::Impl::exchange_on(Link link,
                                                                                     const Errand& errand) {
  // A peer may answer, and close, before it has read the whole request: what it said still counts.
  const auto written = co_await link.stream->write(errand.wire, errand.deadline);
  if (!written && written.error() == StreamFault::timed_out) {
    co_return std::unexpected(broken_by(written.error(), false));
  }
  ResponseParser parser(errand.head_request, limits_.response_bytes, limits_.body_kept);
  auto response = co_await read_response(*link.stream, parser, errand.deadline);
  if (response && written && parser.reusable()) {
    pool_.keep(std::move(link.key), std::move(link.stream), SteadyTime::clock::now());
  }
  co_return response;
}

/// Tries the addresses in turn; each may use an even share of the time that is left.
asio::awaitable<Tried<HttpClient::Impl::Link>> HttpClient::Impl::open(const Url& url,
                                                                      const Addresses& addresses,
                                                                      SteadyTime deadline) {
  ClientFault last = ClientFault::connect;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const SteadyTime now = SteadyTime::clock::now();
    if (now >= deadline) co_return std::unexpected(ClientFault::timeout);
    const SteadyTime share = now + (deadline - now) / static_cast<std::ptrdiff_t>(addresses.size() - i);
    auto stream = co_await connect(url, addresses[i], share);
    if (stream) co_return Link{std::move(*stream), key_of(url, addresses[i])};
    last = stream.error();
  }
  co_return std::unexpected(last);
}

asio::awaitable<Tried<std::unique_ptr<Stream>>> HttpClient::Impl::connect(const Url& url,
                                                                          asio::ip::address address,
                                                                          SteadyTime deadline) {
  if (url.tls && !tls_) co_return std::unexpected(ClientFault::tls);
  TimedSocket socket{tcp::socket(loop_)};
  const auto connected = co_await socket.connect({address, url.port}, deadline);
  if (!connected) {
    const bool late = connected.error() == StreamFault::timed_out;
    co_return std::unexpected(late ? ClientFault::timeout : ClientFault::connect);
  }
  if (!url.tls) co_return make_plain_stream(socket.release());
  auto stream = make_tls_client_stream(socket.release(), tls_, url.host);
  const auto shaken = co_await stream->handshake(deadline);
  if (shaken) co_return stream;
  co_return std::unexpected(shaken.error() == StreamFault::timed_out ? ClientFault::timeout
                                                                     : ClientFault::tls);
}

HttpClient::HttpClient(asio::io_context& loop, certs::SslContext tls, bool allow_private_networks,
                       ClientLimits limits, LookUp look_up)
    : impl_(
          std::make_unique<Impl>(loop, std::move(tls), allow_private_networks, limits, std::move(look_up))) {}

HttpClient::~HttpClient() = default;

asio::awaitable<std::expected<ClientResponse, ClientFault>> HttpClient::exchange(
    ClientRequest request, std::chrono::milliseconds timeout) {
  return impl_->exchange(std::move(request), SteadyTime::clock::now() + timeout);
}

void HttpClient::close_idle() {
  impl_->close_idle();
}

}  // namespace sekisho::gateway
