#include "http_peers.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <future>
#include <stdexcept>
#include <system_error>

#include <arpa/inet.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <certs/development_ca.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace sekisho::gateway {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds patience{10};

[[noreturn]] void fail_by_errno(const char* what) {
  throw std::system_error(errno, std::system_category(), what);
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void be_patient(int descriptor) {
  const timeval limit{.tv_sec = patience.count(), .tv_usec = 0};
  ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

std::string receive(int descriptor) {
  std::array<char, 65536> piece;
  const ssize_t got = ::recv(descriptor, piece.data(), piece.size(), 0);
  if (got < 0 && errno == ECONNRESET) return {};
  if (got < 0) fail_by_errno("recv");
  return {piece.data(), static_cast<std::size_t>(got)};
}

std::size_t length_in(std::string_view head) {
  constexpr std::string_view name = "Content-Length: ";
  const std::size_t at = head.find(name);
  std::size_t length = 0;
  if (at == std::string_view::npos) return length;
  const std::string_view digits = head.substr(at + name.size());
  std::from_chars(digits.data(), digits.data() + digits.size(), length);
  return length;
}

/// Keeps SIGPIPE from this thread while OpenSSL writes to a socket that may be closed. The rest of the
/// process must live without such help.
class NoSigpipe {
 public:
  NoSigpipe() {
    ::sigemptyset(&pipe_);
    ::sigaddset(&pipe_, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }

  NoSigpipe(const NoSigpipe&) = delete;
  NoSigpipe& operator=(const NoSigpipe&) = delete;

  ~NoSigpipe() {
    const timespec at_once{};
    ::sigtimedwait(&pipe_, nullptr, &at_once);
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t pipe_{};
  sigset_t before_{};
};

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

Descriptor new_socket() {
  Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (socket.get() < 0) fail_by_errno("socket");
  be_patient(socket.get());
  return socket;
}

void connect(const Descriptor& socket, std::uint16_t port) {
  const sockaddr_in address = loopback(port);
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    fail_by_errno("connect");
  }
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool read_request(int descriptor) {
  std::string received;
  std::size_t end = std::string::npos;
  while ((end = received.find("\r\n\r\n")) == std::string::npos ||
         received.size() < end + 4 + length_in(received)) {
    const std::string piece = receive(descriptor);
    if (piece.empty()) return false;
    received += piece;
  }
  return true;
}

void wait_for_close(int descriptor) {
  while (!receive(descriptor).empty()) {
  }
}

Peer::Peer(std::uint16_t port, bool tls) : socket_(new_socket()) {
  connect(socket_, port);
  if (!tls) return;
  context_.reset(SSL_CTX_new(TLS_client_method()));
  ssl_.reset(SSL_new(context_.get()));
  SSL_set_fd(ssl_.get(), socket_.get());
  const NoSigpipe no_sigpipe;
  if (SSL_connect(ssl_.get()) != 1) throw std::runtime_error("no TLS handshake");
}

bool Peer::try_send(std::string_view bytes) {
  if (!ssl_) return write_all(socket_.get(), bytes);
  const NoSigpipe no_sigpipe;
  return bytes.empty() || SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
}

void Peer::send(std::string_view bytes) {
  if (!try_send(bytes)) throw std::runtime_error("the server closed while being spoken to");
}

std::string Peer::read_some() {
  if (!ssl_) return receive(socket_.get());
  std::array<char, 16384> piece;
  const NoSigpipe no_sigpipe;
  const int got = SSL_read(ssl_.get(), piece.data(), static_cast<int>(piece.size()));
  return {piece.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
}

Answer Peer::read_answer(bool to_head_request) {
  std::size_t end = std::string::npos;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    const std::string piece = read_some();
    if (piece.empty()) return {};
    received_ += piece;
  }
  Answer answer;
  answer.head = received_.substr(0, end + 4);
  received_.erase(0, end + 4);
  std::from_chars(answer.head.data() + 9, answer.head.data() + 12, answer.status);
  const std::size_t length = to_head_request ? 0 : length_in(answer.head);
  while (received_.size() < length) {
    const std::string piece = read_some();
    if (piece.empty()) return {};
    received_ += piece;
  }
  answer.body = received_.substr(0, length);
  received_.erase(0, length);
  return answer;
}

std::string Peer::read_all() {
  std::string all = std::exchange(received_, {});
  for (std::string piece = read_some(); !piece.empty(); piece = read_some())
    all += piece;
  return all;
}

bool Peer::readable_within(std::chrono::milliseconds time) const {
  pollfd interest{.fd = socket_.get(), .events = POLLIN, .revents = 0};
  if (::poll(&interest, 1, static_cast<int>(time.count())) <= 0) return false;
  if (!ssl_) return true;
  // What came may be a session ticket, which says nothing.
  const int flags = ::fcntl(socket_.get(), F_GETFL);
  ::fcntl(socket_.get(), F_SETFL, flags | O_NONBLOCK);
  char next = 0;
  const int result = SSL_peek(ssl_.get(), &next, 1);
  const bool nothing = result <= 0 && SSL_get_error(ssl_.get(), result) == SSL_ERROR_WANT_READ;
  ::fcntl(socket_.get(), F_SETFL, flags);
  return !nothing;
}

void Peer::half_close() const {
  if (ssl_) {
    SSL_shutdown(ssl_.get());
  } else {
    ::shutdown(socket_.get(), SHUT_WR);
  }
}

void Peer::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  const Descriptor closed(std::move(socket_));
}

ScriptedServer::ScriptedServer(Script script) : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0) fail_by_errno("bind");
  if (::listen(listener_.get(), 16) != 0) fail_by_errno("listen");
  ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this, script = std::move(script)] { run(script); });
}

ScriptedServer::~ScriptedServer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    ::shutdown(listener_.get(), SHUT_RDWR);
    if (current_ >= 0) ::shutdown(current_, SHUT_RDWR);
  }
  thread_.join();
}

bool ScriptedServer::set_current(int descriptor) {
  const std::lock_guard lock(mutex_);
  current_ = descriptor;
  return !stopping_;
}

void ScriptedServer::run(const Script& script) {
  for (;;) {
    const Descriptor connection(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (connection.get() < 0 || !set_current(connection.get())) return;
    be_patient(connection.get());
    script(accepted_++, connection.get());
    set_current(-1);
  }
}

TestCertificates::TestCertificates() {
  const auto now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  const auto made = certs::make_development_certificates(now, {"localhost", "127.0.0.1"});
  if (!made) throw std::runtime_error(made.error().detail);
  certificate = directory.write("server.pem", made->server_certificate);
  ca = directory.write("ca.pem", made->ca_certificate);
  const auto key = directory.write("server.key", made->server_key.reveal());
  std::filesystem::permissions(key, std::filesystem::perms::owner_read);
  auto loaded = certs::ReloadableContext::load({certificate, key, {}, certs::ClientAuth::require});
  if (!loaded) throw std::runtime_error(loaded.error().detail);
  context = std::move(*loaded);
}

bool eventually(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

EdgeServer::EdgeServer(Options options)
    : clock_(std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + std::chrono::hours{10}),
      busy_(asio::make_work_guard(loop_)),
      gate_(loop_, asio::steady_timer::time_point::max()),
      budget_(std::make_shared<Budget>()),
      tasks_(loop_.get_executor(), [this](std::string_view task, std::string_view what) {
        const std::lock_guard lock(mutex_);
        failed_tasks_.push_back(std::string(task) + ": " + std::string(what));
      }) {
  budget_->max_connections = options.max_connections;
  budget_->max_inflight_bytes = options.max_inflight_bytes;
  server_.emplace(
      loop_, settings(options), [this](const Request& request) { return handle(request); }, tasks_);
  const auto bound = server_->listen({asio::ip::address_v4::loopback(), 0}, false);
  if (!bound) throw std::runtime_error(bound.error().detail);
  port_ = bound->port();
  server_->start();
  thread_ = std::thread([this] { loop_.run(); });
}

EdgeServer::~EdgeServer() {
  on_loop([this] {
    server_.reset();
    tasks_.cancel();
  });
  busy_.reset();
  thread_.join();
}

ServerSettings EdgeServer::settings(const Options& options) {
  ServerSettings chosen;
  chosen.limits = options.limits;
  chosen.budget = budget_;
  chosen.tls = options.tls;
  chosen.random = &random_;
  chosen.clock = &clock_;
  chosen.on_refused = [this](std::string_view reason, std::string_view /*peer*/) {
    const std::lock_guard lock(mutex_);
    refusals_.emplace_back(reason);
  };
  return chosen;
}

asio::awaitable<Response> EdgeServer::handle(const Request& request) {
  if (request.path == "/echo") co_return json_response(200, std::string(request.body));
  if (request.path == "/id") co_return json_response(200, request.request_id);
  if (request.path == "/peer") co_return json_response(200, std::string(request.peer));
  if (request.path == "/method") co_return json_response(200, std::string(to_string(request.method)));
  if (request.path == "/big") co_return json_response(200, std::string(20'000'000, 'b'));
  if (request.path == "/throw") throw std::runtime_error("a bug");
  if (request.path == "/bad-header") co_return Response{.headers = {{"X", "a\r\nSet-Cookie: b"}}};
  if (request.path == "/close") co_return Response{.body = "bye", .close = true};
  if (request.path == "/gate") {
    ++at_gate_;
    co_await gate_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  co_return json_response(200, "ok");
}

void EdgeServer::on_loop(const std::function<void()>& work) {
  std::promise<void> done;
  asio::post(loop_, [&] {
    work();
    done.set_value();
  });
  done.get_future().wait();
}

std::size_t EdgeServer::refusals(std::string_view reason) {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(std::ranges::count(refusals_, reason));
}

std::vector<std::string> EdgeServer::failed_tasks() {
  const std::lock_guard lock(mutex_);
  return failed_tasks_;
}

void EdgeServer::drain() {
  on_loop([this] { server_->drain(); });
}

void EdgeServer::open_gate() {
  on_loop([this] { gate_.cancel(); });
}

bool EdgeServer::idle() {
  bool none_left = false;
  on_loop([&] { none_left = tasks_.size() == 0; });
  return none_left;
}

}  // namespace sekisho::gateway
