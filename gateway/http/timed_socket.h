#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "http/stream.h"

namespace sekisho::gateway {

/// A non-blocking TCP socket whose waits end at a deadline: what plain and TLS streams stand on. It reads and
/// writes nothing itself, but for the goodbye. Waiting costs no timer operation as long as deadlines only
/// move on: one timer stands at the earliest deadline seen and is set again when it fires early. One wait at
/// a time.
class TimedSocket {
 public:
  using Wait = boost::asio::ip::tcp::socket::wait_type;

  explicit TimedSocket(boost::asio::ip::tcp::socket socket);
  TimedSocket(const TimedSocket&) = delete;
  TimedSocket& operator=(const TimedSocket&) = delete;
  ~TimedSocket();

  /// `closed` when the socket was closed, or the task cancelled, meanwhile.
  boost::asio::awaitable<Streamed<void>> wait(Wait what, SteadyTime deadline);

  /// Connects a socket that is not open yet. `failed` when the peer cannot be reached.
  boost::asio::awaitable<Streamed<void>> connect(boost::asio::ip::tcp::endpoint endpoint,
                                                 SteadyTime deadline);

  /// Sends FIN, throws away what still arrives until the peer closes too, then closes. Without that, closing
  /// with unread bytes resets the connection and the peer may never see what was written last.
  boost::asio::awaitable<void> linger(SteadyTime deadline);

  void abort();

  /// Gives the socket away: the object is of no further use.
  [[nodiscard]] boost::asio::ip::tcp::socket release();

  /// -1 once closed.
  [[nodiscard]] int descriptor() const;
  /// Receives what is there: as recv(2), without waiting and without being interrupted.
  [[nodiscard]] ssize_t receive(void* into, std::size_t size, int flags = 0);
  /// Sends what fits: as send(2), without waiting, interruption or SIGPIPE.
  [[nodiscard]] ssize_t send(const void* bytes, std::size_t size);
  [[nodiscard]] std::string peer() const;

 private:
  class Core;
  std::shared_ptr<Core> core_;
};

}  // namespace sekisho::gateway
