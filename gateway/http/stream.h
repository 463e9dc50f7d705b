#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <certs/tls_context.h>

namespace sekisho::gateway {

using SteadyTime = std::chrono::steady_clock::time_point;

enum class StreamFault { closed, timed_out, tls, failed };

template <class T>
using Streamed = std::expected<T, StreamFault>;

/// A connection's bytes, plain or TLS, with a deadline on every wait. Belongs to its loop's thread. After a
/// fault only close() and abort() are of use.
class Stream {
 public:
  virtual ~Stream() = default;

  /// TLS: shakes hands; nothing else may come before it. Plain: nothing to do.
  virtual boost::asio::awaitable<Streamed<void>> handshake(SteadyTime deadline) = 0;
  /// Waits until there is something to read, owning no buffer meanwhile. That something may be the peer's
  /// goodbye, or a piece of a TLS record: read_some() finds out.
  virtual boost::asio::awaitable<Streamed<void>> wait_readable(SteadyTime deadline) = 0;
  /// Reads at least one byte. `into` is not empty.
  virtual boost::asio::awaitable<Streamed<std::size_t>> read_some(std::span<char> into,
                                                                  SteadyTime deadline) = 0;
  /// Writes all of it.
  virtual boost::asio::awaitable<Streamed<void>> write(std::string_view bytes, SteadyTime deadline) = 0;
  /// Says goodbye within the deadline (TLS close_notify, FIN, a short drain so that the last answer is not
  /// lost to a reset) and closes.
  virtual boost::asio::awaitable<void> close(SteadyTime deadline) = 0;
  /// Closes at once; pending operations end with `closed`.
  virtual void abort() = 0;
  /// True while the connection is open and nothing waits to be read: neither bytes nor the peer's goodbye.
  [[nodiscard]] virtual bool quiet() = 0;
  /// The remote address without port, an IPv4-mapped one as IPv4; empty when it is gone.
  [[nodiscard]] virtual std::string peer() const = 0;
};

/// A stream over an accepted or connected socket.
[[nodiscard]] std::unique_ptr<Stream> make_plain_stream(boost::asio::ip::tcp::socket socket);

/// The server's side of TLS, on the descriptor itself.
[[nodiscard]] std::unique_ptr<Stream> make_tls_server_stream(boost::asio::ip::tcp::socket socket,
                                                             certs::SslContext context);

/// The client's side, with SNI; checks the certificate against `host`, a name or an address literal, unless
/// the context pins one.
[[nodiscard]] std::unique_ptr<Stream> make_tls_client_stream(boost::asio::ip::tcp::socket socket,
                                                             certs::SslContext context,
                                                             const std::string& host);

}  // namespace sekisho::gateway
