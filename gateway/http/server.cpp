#include "http/server.h"

#include <algorithm>
#include <cerrno>
#include <exception>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <sys/socket.h>

#include "http/connection.h"
#include "http/stream.h"

namespace sekisho::gateway {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

/// A place among the process's connections.
class Place {
 public:
  explicit Place(std::shared_ptr<Budget> budget)
      : budget_(std::move(budget)), within_(budget_->connections.fetch_add(1) < budget_->max_connections) {}

  Place(Place&& other) noexcept : budget_(std::move(other.budget_)), within_(other.within_) {}

  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  Place& operator=(Place&&) = delete;

  ~Place() {
    if (budget_) budget_->connections -= 1;
  }

  [[nodiscard]] bool within_budget() const { return within_; }

 private:
  std::shared_ptr<Budget> budget_;
  bool within_;
};

bool reuse_port(tcp::acceptor& acceptor) {
  const int on = 1;
  return ::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) == 0;
}

std::string text_of(const tcp::endpoint& endpoint) {
  const std::string address = endpoint.address().to_string();
  return endpoint.address().is_v6() ? fmt::format("[{}]:{}", address, endpoint.port())
                                    : fmt::format("{}:{}", address, endpoint.port());
}

}  // namespace

class HttpServer::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(asio::io_context& loop, ServerSettings settings, Handler handler, TaskGroup& tasks)
      : host_(std::move(settings), std::move(handler)), tasks_(tasks), acceptor_(loop), pause_(loop) {}

  Result<tcp::endpoint> listen(const tcp::endpoint& endpoint, bool shared_port);

  void start() { tasks_.spawn("http accept", accept_all(shared_from_this())); }

  void drain();
  void abort();
  void stop_accepting();

 private:
  static asio::awaitable<void> accept_all(std::shared_ptr<Impl> self);
  static asio::awaitable<void> serve(std::shared_ptr<Impl> self, std::unique_ptr<Stream> stream, Place place);
  static asio::awaitable<void> turn_away(std::shared_ptr<Impl> self, std::unique_ptr<Stream> stream,
                                         Place place);

  void welcome(tcp::socket socket);
  void admit(tcp::socket socket);
  void decline(tcp::socket socket, Place place);

  ConnectionHost host_;
  TaskGroup& tasks_;
  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  std::size_t turning_away_ = 0;
};

Result<tcp::endpoint> HttpServer::Impl::listen(const tcp::endpoint& endpoint, bool shared_port) {
  boost::system::error_code error;
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  if (!error && shared_port && !reuse_port(acceptor_)) error.assign(errno, boost::system::system_category());
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return fail(ErrorKind::unavailable,
                fmt::format("cannot listen on {}: {}", text_of(endpoint), error.message()));
  }
  return acceptor_.local_endpoint();
}

asio::awaitable<void> HttpServer::Impl::accept_all(std::shared_ptr<Impl> self) {
  constexpr std::chrono::milliseconds shortest{10};
  constexpr std::chrono::milliseconds longest{100};
  std::chrono::milliseconds pause = shortest;
  while (self->acceptor_.is_open()) {
    auto [error, socket] = co_await self->acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
    if (!error) {
      pause = shortest;
      self->welcome(std::move(socket));
      continue;
    }
    if (error == asio::error::operation_aborted) co_return;
    if (error == asio::error::connection_aborted) continue;
    // Out of descriptors or memory: the queue stays readable, so asking again at once would spin.
    self->host_.refused("accept_failed", {});
    self->pause_.expires_after(pause);
    co_await self->pause_.async_wait(asio::as_tuple(asio::use_awaitable));
    pause = std::min(pause * 2, longest);
  }
}

/// One connection that cannot be had must not end the accepting of others.
void HttpServer::Impl::welcome(tcp::socket socket) {
  try {
    admit(std::move(socket));
  } catch (const std::exception&) {
    host_.refused("accept_failed", {});
  }
}

void HttpServer::Impl::admit(tcp::socket socket) {
  boost::system::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  Place place(host_.settings.budget);
  if (!place.within_budget()) {
    decline(std::move(socket), std::move(place));
    return;
  }
  const certs::ReloadableContext* const tls = host_.settings.tls;
  auto stream = tls != nullptr ? make_tls_server_stream(std::move(socket), tls->current())
                               : make_plain_stream(std::move(socket));
  tasks_.spawn("http connection", serve(shared_from_this(), std::move(stream), std::move(place)));
}

/// Says why over plain HTTP, as long as few are being told; a TLS handshake would cost more than the request.
void HttpServer::Impl::decline(tcp::socket socket, Place place) {
  constexpr std::size_t at_once = 64;
  if (host_.settings.tls != nullptr || turning_away_ >= at_once) {
    boost::system::error_code gone;
    const tcp::endpoint peer = socket.remote_endpoint(gone);
    host_.refused("over_connections", gone ? std::string() : peer.address().to_string());
    return;
  }
  tasks_.spawn("http refusal",
               turn_away(shared_from_this(), make_plain_stream(std::move(socket)), std::move(place)));
}

asio::awaitable<void> HttpServer::Impl::serve(std::shared_ptr<Impl> self, std::unique_ptr<Stream> stream,
                                              Place /*place*/) {
  Connection connection(self->host_, std::move(stream));
  if (!self->host_.draining) co_await connection.run();
}

asio::awaitable<void> HttpServer::Impl::turn_away(std::shared_ptr<Impl> self, std::unique_ptr<Stream> stream,
                                                  Place /*place*/) {
  struct Counted {
    explicit Counted(std::size_t& counter) : count(counter) { ++count; }

    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;

    ~Counted() { --count; }

    std::size_t& count;
  };

  const Counted counted(self->turning_away_);
  Connection connection(self->host_, std::move(stream));
  co_await connection.turn_away();
}

void HttpServer::Impl::stop_accepting() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
}

void HttpServer::Impl::drain() {
  host_.draining = true;
  stop_accepting();
  for (Connection* const connection : host_.open)
    connection->drain();
}

void HttpServer::Impl::abort() {
  host_.draining = true;
  stop_accepting();
  for (Connection* const connection : host_.open)
    connection->abort();
}

HttpServer::HttpServer(asio::io_context& loop, ServerSettings settings, Handler handler, TaskGroup& tasks)
    : impl_(std::make_shared<Impl>(loop, std::move(settings), std::move(handler), tasks)) {}

HttpServer::~HttpServer() {
  impl_->abort();
}

Result<tcp::endpoint> HttpServer::listen(const tcp::endpoint& endpoint, bool shared_port) {
  return impl_->listen(endpoint, shared_port);
}

void HttpServer::start() {
  impl_->start();
}

void HttpServer::drain() {
  impl_->drain();
}

void HttpServer::abort() {
  impl_->abort();
}

}  // namespace sekisho::gateway
