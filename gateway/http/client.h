#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <certs/tls_context.h>

#include "http/message.h"
#include "http/name_resolver.h"
#include "http/url.h"

namespace sekisho::gateway {

struct ClientRequest {
  Method method = Method::post;
  Url url;
  /// Values are visible ASCII with single spaces or tabs within; a request with another one is `refused`.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string_view body;  ///< outlives the call
  std::string content_type = "application/json";
};

struct ClientResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string body;                                          ///< the first `body_kept` bytes
};

/// Why no response came, in the words that attempts are recorded with.
enum class ClientFault {
  dns,       ///< the name has no address, or none in time
  refused,   ///< not sent: a private address, or a header that must not be sent
  connect,   ///< no address could be connected to
  tls,       ///< no handshake, or a certificate that is not the host's
  timeout,   ///< connected, or connecting, but not finished in time
  protocol,  ///< what came back is not one HTTP response within the limits
};

[[nodiscard]] std::string_view to_string(ClientFault fault);

struct ClientLimits {
  std::size_t response_bytes = 64 * 1024;  ///< header and body in all; more is `protocol`
  std::size_t body_kept = 1024;
  std::size_t idle_per_endpoint = 16;
  std::size_t idle_in_all = 256;
  std::chrono::seconds idle_for{30};
};

/// An HTTP/1.1 client with pooled keep-alive connections, for callbacks. Resolves names itself, refuses a
/// host any of whose addresses is private (unless allowed; `refused`), connects to the vetted address and no
/// other, follows no redirect, asks for no compression. A pooled connection that proves dead before the first
/// byte of the answer is replaced once by a fresh one within the same deadline: what is sent must bear being
/// sent twice. Belongs to its loop's thread; no exchange may be under way when it is destroyed.
class HttpClient {
 public:
  /// `tls` is the context for https, or null where only http is called.
  HttpClient(boost::asio::io_context& loop, certs::SslContext tls, bool allow_private_networks,
             ClientLimits limits, LookUp look_up = system_look_up);
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  ~HttpClient();

  /// One exchange, from name look-up to the last byte read, within `timeout`.
  boost::asio::awaitable<std::expected<ClientResponse, ClientFault>> exchange(
      ClientRequest request, std::chrono::milliseconds timeout);
  /// Closes pooled connections; while there are any, the loop does not run out of work.
  void close_idle();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sekisho::gateway
