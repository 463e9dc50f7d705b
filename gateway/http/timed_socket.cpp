#include "http/timed_socket.h"

#include <array>
#include <cerrno>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <sys/socket.h>

namespace sekisho::gateway {

namespace asio = boost::asio;
using asio::ip::tcp;

/// Shared with the timer's handler, which may run once more after the socket's owner is gone.
class TimedSocket::Core : public std::enable_shared_from_this<Core> {
 public:
  explicit Core(tcp::socket socket) : socket_(std::move(socket)), timer_(socket_.get_executor()) {}

  tcp::socket& socket() { return socket_; }

  void begin_wait(SteadyTime deadline) {
    waiting_ = true;
    timed_out_ = false;
    deadline_ = deadline;
    if (deadline < armed_) arm();
  }

  /// What the wait that has just ended amounts to.
  Streamed<void> end_wait(bool ready) {
    waiting_ = false;
    if (ready) return {};
    return std::unexpected(timed_out_ ? StreamFault::timed_out : StreamFault::closed);
  }

  void close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
    timer_.cancel();
  }

 private:
  void arm() {
    armed_ = deadline_;
    timer_.expires_at(deadline_);
    timer_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
      if (!error) self->on_timer();
    });
  }

  void on_timer() {
    const bool overtaken = timer_.expiry() > SteadyTime::clock::now();
    if (overtaken) return;
    armed_ = SteadyTime::max();
    if (!waiting_) return;
    if (deadline_ > timer_.expiry()) {
      arm();
      return;
    }
    timed_out_ = true;
    boost::system::error_code ignored;
    socket_.cancel(ignored);
  }

  tcp::socket socket_;
  asio::steady_timer timer_;
  SteadyTime deadline_;
  SteadyTime armed_ = SteadyTime::max();
  bool waiting_ = false;
  bool timed_out_ = false;
};

TimedSocket::TimedSocket(tcp::socket socket) : core_(std::make_shared<Core>(std::move(socket))) {}

TimedSocket::~TimedSocket() {
  core_->close();
}

asio::awaitable<Streamed<void>> TimedSocket::wait(Wait what, SteadyTime deadline) {
  if (!core_->socket().is_open()) co_return std::unexpected(StreamFault::closed);
  // A peer that always has something ready must not outrun its deadline either.
  if (deadline <= SteadyTime::clock::now()) co_return std::unexpected(StreamFault::timed_out);
  core_->begin_wait(deadline);
  const auto [error] = co_await core_->socket().async_wait(what, asio::as_tuple(asio::use_awaitable));
  co_return core_->end_wait(!error);
}

asio::awaitable<Streamed<void>> TimedSocket::connect(tcp::endpoint endpoint, SteadyTime deadline) {
  core_->begin_wait(deadline);
  const auto [error] = co_await core_->socket().async_connect(endpoint, asio::as_tuple(asio::use_awaitable));
  const auto connected = core_->end_wait(!error);
  if (connected) {
    boost::system::error_code ignored;
    core_->socket().set_option(tcp::no_delay(true), ignored);
    co_return connected;
  }
  if (error == asio::error::operation_aborted) co_return connected;
  co_return std::unexpected(StreamFault::failed);
}

namespace {

enum class Discarded { all, some, gone };

/// Throws away what has arrived, up to a bound that keeps one peer from holding the loop.
Discarded discard(TimedSocket& socket) {
  constexpr int rounds = 16;
  std::array<char, 4096> sink;
  for (int round = 0; round < rounds; ++round) {
    const ssize_t got = socket.receive(sink.data(), sink.size());
    if (got == 0) return Discarded::gone;
    if (got < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? Discarded::all : Discarded::gone;
  }
  return Discarded::some;
}

}  // namespace

asio::awaitable<void> TimedSocket::linger(SteadyTime deadline) {
  boost::system::error_code ignored;
  core_->socket().shutdown(tcp::socket::shutdown_send, ignored);
  while (discard(*this) != Discarded::gone) {
    const auto readable = co_await wait(tcp::socket::wait_read, deadline);
    if (!readable) break;
  }
  core_->close();
}

void TimedSocket::abort() {
  core_->close();
}

tcp::socket TimedSocket::release() {
  return std::move(core_->socket());
}

int TimedSocket::descriptor() const {
  return core_->socket().native_handle();
}

ssize_t TimedSocket::receive(void* into, std::size_t size, int flags) {
  for (;;) {
    const ssize_t got = ::recv(descriptor(), into, size, flags | MSG_DONTWAIT);
    if (got >= 0 || errno != EINTR) return got;
  }
}

ssize_t TimedSocket::send(const void* bytes, std::size_t size) {
  for (;;) {
    const ssize_t sent = ::send(descriptor(), bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent >= 0 || errno != EINTR) return sent;
  }
}

std::string TimedSocket::peer() const {
  boost::system::error_code error;
  const tcp::endpoint remote = core_->socket().remote_endpoint(error);
  if (error) return {};
  const asio::ip::address address = remote.address();
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address.to_string();
  return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
}

}  // namespace sekisho::gateway
