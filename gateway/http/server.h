#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <certs/tls_context.h>
#include <domain/random.h>
#include <domain/time.h>

#include "http/message.h"
#include "http/task_group.h"

namespace sekisho::gateway {

struct HttpLimits {
  std::size_t header_bytes = 8 * 1024;  ///< 431 beyond
  std::size_t body_bytes = 256 * 1024;  ///< 413 beyond
  std::chrono::milliseconds handshake = std::chrono::seconds{10};
  std::chrono::milliseconds header =
      std::chrono::seconds{10};  ///< from the first byte to the end of the header
  std::chrono::milliseconds body = std::chrono::seconds{30};  ///< from the header to the end of the body
  std::chrono::milliseconds idle = std::chrono::seconds{75};  ///< between requests
  std::chrono::milliseconds write = std::chrono::seconds{30};
  std::chrono::milliseconds goodbye =
      std::chrono::seconds{2};  ///< for the peer to close too, after the last answer
};

/// What all loops of one listener share: bounds over the whole process. Thread-safe.
struct Budget {
  std::size_t max_connections = 20000;
  std::size_t max_inflight_bytes = std::size_t{64} * 1024 * 1024;
  std::atomic<std::size_t> connections = 0;
  std::atomic<std::size_t> inflight_bytes = 0;  ///< received, of bodies being read or handled
};

/// Answers one request. It runs on the connection's loop and must not block it. An exception that escapes is
/// answered 500 and logged: a bug of ours, never something a client can cause. HEAD arrives as GET.
using Handler = std::function<boost::asio::awaitable<Response>(const Request&)>;

struct ServerSettings {
  HttpLimits limits;
  std::shared_ptr<Budget> budget;
  const certs::ReloadableContext* tls = nullptr;  ///< null: plain HTTP
  Random* random = nullptr;                       ///< for request ids; never null
  const Clock* clock = nullptr;                   ///< for the Date header; never null
  /// Told of what ends before a handler saw it, or in a handler's failure: `reason` is a short name, such as
  /// `bad_framing`. `peer` is empty where nobody in particular is concerned (`accept_failed`).
  std::function<void(std::string_view reason, std::string_view peer)> on_refused;
};

/// An HTTP/1.1 server for one loop: accepts, reads, guards, hands to the handler, answers, keeps alive.
/// Several servers may share one endpoint (SO_REUSEPORT), one a loop. Belongs to its loop's thread.
class HttpServer {
 public:
  HttpServer(boost::asio::io_context& loop, ServerSettings settings, Handler handler, TaskGroup& tasks);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  /// Drops what is still open. What the settings point to must outlive the tasks, not just the server.
  ~HttpServer();

  /// Binds and listens. Fails with a sentence that names the address. With `shared_port` the port may be
  /// bound by other loops of this process too.
  [[nodiscard]] Result<boost::asio::ip::tcp::endpoint> listen(const boost::asio::ip::tcp::endpoint& endpoint,
                                                              bool shared_port);
  /// Starts accepting.
  void start();
  /// Stops accepting and ends idle connections; requests in flight are answered, with `Connection: close`.
  void drain();
  /// Cuts what is still open.
  void abort();

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace sekisho::gateway
