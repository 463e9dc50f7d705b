#include <cerrno>
#include <utility>

#include "http/stream.h"
#include "http/timed_socket.h"

namespace sekisho::gateway {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

bool would_block() {
  return errno == EAGAIN || errno == EWOULDBLOCK;
}

StreamFault fault_of_errno() {
  const bool gone = errno == ECONNRESET || errno == EPIPE || errno == EBADF || errno == ENOTCONN;
  return gone ? StreamFault::closed : StreamFault::failed;
}

class PlainStream final : public Stream {
 public:
  explicit PlainStream(tcp::socket socket) : socket_(std::move(socket)) {}

  asio::awaitable<Streamed<void>> handshake(SteadyTime /*deadline*/) override { co_return Streamed<void>{}; }

  asio::awaitable<Streamed<void>> wait_readable(SteadyTime deadline) override {
    return socket_.wait(tcp::socket::wait_read, deadline);
  }

  asio::awaitable<Streamed<std::size_t>> read_some(std::span<char> into, SteadyTime deadline) override {
    for (;;) {
      const ssize_t got = socket_.receive(into.data(), into.size());
      if (got > 0) co_return static_cast<std::size_t>(got);
      if (got == 0) co_return std::unexpected(StreamFault::closed);
      if (!would_block()) co_return std::unexpected(fault_of_errno());
      const auto ready = co_await socket_.wait(tcp::socket::wait_read, deadline);
      if (!ready) co_return std::unexpected(ready.error());
    }
  }

  asio::awaitable<Streamed<void>> write(std::string_view bytes, SteadyTime deadline) override {
    while (!bytes.empty()) {
      const ssize_t sent = socket_.send(bytes.data(), bytes.size());
      if (sent >= 0) {
        bytes.remove_prefix(static_cast<std::size_t>(sent));
        continue;
      }
      if (!would_block()) co_return std::unexpected(fault_of_errno());
      const auto ready = co_await socket_.wait(tcp::socket::wait_write, deadline);
      if (!ready) co_return ready;
    }
    co_return Streamed<void>{};
  }

  asio::awaitable<void> close(SteadyTime deadline) override { return socket_.linger(deadline); }

  void abort() override { socket_.abort(); }

  bool quiet() override {
    char next = 0;
    return socket_.receive(&next, 1, MSG_PEEK) < 0 && would_block();
  }

  std::string peer() const override { return socket_.peer(); }

 private:
  TimedSocket socket_;
};

}  // namespace

std::unique_ptr<Stream> make_plain_stream(tcp::socket socket) {
  return std::make_unique<PlainStream>(std::move(socket));
}

}  // namespace sekisho::gateway
