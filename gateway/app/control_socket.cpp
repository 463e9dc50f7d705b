#include "app/control_socket.h"

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/control_protocol.h"
#include "app/local_address.h"

namespace sekisho::gateway {

namespace asio = boost::asio;
using asio::local::stream_protocol;

namespace {

constexpr std::size_t max_sessions = 16;
constexpr std::chrono::milliseconds accept_pause{100};
constexpr std::string_view too_long = R"({"ok":false,"error":"the request is too long or broke off"})";

auto awaited() {
  return asio::as_tuple(asio::use_awaitable);
}

/// The socket's mode keeps others out; this also holds where a file system does not heed modes.
bool is_ours(stream_protocol::socket& socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  return peer.uid == ::geteuid() || peer.uid == 0;
}

asio::awaitable<void> pause_for(std::chrono::milliseconds span) {
  asio::steady_timer timer{co_await asio::this_coro::executor, span};
  co_await timer.async_wait(awaited());
}

/// Nothing when the deadline came first.
asio::awaitable<std::optional<std::string>> read_request(stream_protocol::socket& socket) {
  using asio::experimental::awaitable_operators::operator||;
  auto first = co_await (read_to_end(socket, control_request_bytes) || pause_for(control_deadline));
  if (first.index() != 0) co_return std::nullopt;
  co_return std::get<0>(std::move(first));
}

asio::awaitable<void> write_all(stream_protocol::socket& socket, std::string_view text) {
  co_await asio::async_write(socket, asio::buffer(text), awaited());
}

Result<void> remove_stale(const std::filesystem::path& path) {
  std::error_code fault;
  const auto status = std::filesystem::symlink_status(path, fault);
  if (!std::filesystem::exists(status)) return {};
  if (!std::filesystem::is_socket(status))
    return fail(ErrorKind::conflict,
                fmt::format("{} is no socket but in the place of one: remove it", path.string()));
  ::unlink(path.c_str());
  return {};
}

}  // namespace

class ControlServer::Impl : public std::enable_shared_from_this<ControlServer::Impl> {
 public:
  Impl(asio::io_context& loop, std::filesystem::path path, Answer answer, TaskGroup& tasks)
      : path_(std::move(path)), answer_(std::move(answer)), tasks_(tasks), acceptor_(loop) {}

  Result<void> start() {
    if (auto removed = remove_stale(path_); !removed) return removed;
    const auto address = local_address(path_);
    if (!address) return std::unexpected(address.error());
    boost::system::error_code fault;
    acceptor_.open(stream_protocol{}, fault);
    if (!fault) acceptor_.bind(address->endpoint, fault);
    // Nobody can connect before listen(): there is no moment at which the socket is open to others.
    if (!fault && ::chmod(path_.c_str(), S_IRUSR | S_IWUSR) != 0)
      fault.assign(errno, boost::system::generic_category());
    if (!fault) acceptor_.listen(static_cast<int>(max_sessions), fault);
    if (fault)
      return fail(ErrorKind::invalid,
                  fmt::format("cannot listen on {}: {}", path_.string(), fault.message()));
    tasks_.spawn("control accept", accept_all(shared_from_this()));
    return {};
  }

  void stop() {
    if (!acceptor_.is_open()) return;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    ::unlink(path_.c_str());
  }

 private:
  static asio::awaitable<void> accept_all(std::shared_ptr<Impl> self) {
    while (self->acceptor_.is_open()) {
      auto [fault, socket] = co_await self->acceptor_.async_accept(awaited());
      if (fault == asio::error::operation_aborted) co_return;
      if (fault) {
        co_await pause_for(accept_pause);  // such as EMFILE: do not spin
      } else if (self->sessions_ < max_sessions && is_ours(socket)) {
        self->tasks_.spawn("control session", answer_one(self, std::move(socket)));
      }
    }
  }

  static asio::awaitable<void> answer_one(std::shared_ptr<Impl> self, stream_protocol::socket socket) {
    using asio::experimental::awaitable_operators::operator||;
    const Session counted{*self};
    auto request = co_await read_request(socket);
    const std::string text = request ? co_await self->answer_(std::move(*request)) : std::string{too_long};
    co_await (write_all(socket, text) || pause_for(control_deadline));
  }

  /// Counts a session while it lives.
  struct Session {
    explicit Session(Impl& of) : server(of) { ++server.sessions_; }

    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    ~Session() { --server.sessions_; }

    Impl& server;
  };

  const std::filesystem::path path_;
  const Answer answer_;
  TaskGroup& tasks_;
  stream_protocol::acceptor acceptor_;
  std::size_t sessions_ = 0;
};

ControlServer::ControlServer(asio::io_context& loop, std::filesystem::path path, Answer answer,
                             TaskGroup& tasks)
    : impl_(std::make_shared<Impl>(loop, std::move(path), std::move(answer), tasks)) {}

ControlServer::~ControlServer() {
  impl_->stop();
}

Result<void> ControlServer::start() {
  return impl_->start();
}

void ControlServer::stop() {
  impl_->stop();
}

std::filesystem::path control_socket_of(const std::filesystem::path& database) {
  return database.string() + ".sock";
}

}  // namespace sekisho::gateway
