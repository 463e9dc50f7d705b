#include "support/http_connection.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <nlohmann/json.hpp>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace sekisho::testing {
namespace {

struct Free {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }

  void operator()(SSL* ssl) const { SSL_free(ssl); }

  void operator()(BIO* bio) const { BIO_free(bio); }
};

int connect_to(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) throw NoAnswer(std::string{"no socket: "} + std::strerror(errno));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr generic{};
  static_assert(sizeof generic == sizeof address);
  std::memcpy(&generic, &address, sizeof address);
  if (::connect(socket, &generic, sizeof generic) != 0) {
    const std::string reason = std::strerror(errno);
    ::close(socket);
    throw NoAnswer("cannot connect: " + reason);
  }
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const timeval limit{.tv_sec = patience.count(), .tv_usec = 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  return socket;
}

std::string lower(std::string_view text) {
  std::string lowered{text};
  std::ranges::transform(lowered, lowered.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lowered;
}

std::size_t to_number(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size())
    throw NoAnswer("not a number: " + std::string{text});
  return number;
}

/// Status line and header fields, without the empty line that ends them.
HttpAnswer parse_head(std::string_view head) {
  HttpAnswer answer;
  const auto status_end = std::min(head.find("\r\n"), head.size());
  if (!head.starts_with("HTTP/1.1 ") || status_end < 12) throw NoAnswer("not an HTTP/1.1 answer");
  answer.status = static_cast<int>(to_number(head.substr(9, 3)));
  head.remove_prefix(std::min(status_end + 2, head.size()));
  while (!head.empty()) {
    const auto line = head.substr(0, head.find("\r\n"));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) throw NoAnswer("a header line without a colon");
    auto value = line.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    answer.headers.emplace_back(lower(line.substr(0, colon)), value);
    head.remove_prefix(std::min(line.size() + 2, head.size()));
  }
  return answer;
}

}  // namespace

std::string to_wire(const HttpRequest& request) {
  std::string wire = request.method + ' ' + request.target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
  for (const auto& [name, value] : request.headers)
    wire += name + ": " + value + "\r\n";
  if (!request.body.empty() || request.method != "GET") {
    wire += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  }
  return wire + "\r\n" + request.body;
}

std::optional<std::string> HttpAnswer::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &std::pair<std::string, std::string>::first);
  return found == headers.end() ? std::nullopt : std::optional{found->second};
}

nlohmann::json HttpAnswer::json() const {
  return nlohmann::json::parse(body);
}

class HttpConnection::Impl {
 public:
  explicit Impl(const Endpoint& endpoint) {
    // A peer that hangs up is an error value here, not a signal.
    std::signal(SIGPIPE, SIG_IGN);
    socket_ = connect_to(endpoint.port);
    if (!endpoint.ca.empty()) shake_hands(endpoint.ca);
  }

  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  ~Impl() { ::close(socket_); }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      std::size_t sent = 0;
      if (tls_) {
        if (SSL_write_ex(tls_.get(), bytes.data(), bytes.size(), &sent) != 1)
          throw NoAnswer("the peer is gone");
      } else {
        const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count < 0) throw NoAnswer(std::string{"cannot send: "} + std::strerror(errno));
        sent = static_cast<std::size_t>(count);
      }
      bytes.remove_prefix(sent);
    }
  }

  HttpAnswer receive() {
    auto head_end = unread_.find("\r\n\r\n");
    while (head_end == std::string::npos) {
      if (!read_more()) throw NoAnswer("the peer closed before it answered");
      head_end = unread_.find("\r\n\r\n");
    }
    auto answer = parse_head(std::string_view{unread_}.substr(0, head_end));
    unread_.erase(0, head_end + 4);
    const auto size = to_number(answer.header("content-length").value_or("0"));
    while (unread_.size() < size) {
      if (!read_more()) throw NoAnswer("the peer closed within its answer");
    }
    answer.body = unread_.substr(0, size);
    unread_.erase(0, size);
    return answer;
  }

  bool ends() {
    try {
      while (read_more())
        unread_.clear();
      return true;
    } catch (const NoAnswer&) {
      return false;
    }
  }

  [[nodiscard]] std::string peer_certificate() const {
    if (!tls_) return {};
    const std::unique_ptr<BIO, Free> pem{BIO_new(BIO_s_mem())};
    PEM_write_bio_X509(pem.get(), SSL_get0_peer_certificate(tls_.get()));
    char* text = nullptr;
    const auto size = BIO_get_mem_data(pem.get(), &text);
    return {text, static_cast<std::size_t>(size)};
  }

 private:
  void shake_hands(const std::string& ca) {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    if (SSL_CTX_load_verify_file(context_.get(), ca.c_str()) != 1) throw NoAnswer("cannot read " + ca);
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    tls_.reset(SSL_new(context_.get()));
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls_.get()), "127.0.0.1");
    SSL_set_fd(tls_.get(), socket_);
    if (SSL_connect(tls_.get()) != 1) throw NoAnswer("the TLS handshake failed");
  }

  /// False when the peer has closed; throws when it stays silent.
  bool read_more() {
    std::array<char, 16384> block;
    std::size_t size = 0;
    bool late = false;
    if (tls_) {
      const int read = SSL_read_ex(tls_.get(), block.data(), block.size(), &size);
      late = read != 1 && SSL_get_error(tls_.get(), read) == SSL_ERROR_WANT_READ;
    } else {
      const auto count = ::recv(socket_, block.data(), block.size(), 0);
      late = count < 0 && errno == EAGAIN;
      size = count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    if (late) throw NoAnswer("the peer stayed silent");
    unread_.append(block.data(), size);
    return size > 0;
  }

  int socket_ = -1;
  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> tls_;
  std::string unread_;
};

HttpConnection::HttpConnection(const Endpoint& endpoint) : impl_(std::make_unique<Impl>(endpoint)) {}

HttpConnection::HttpConnection(HttpConnection&&) noexcept = default;
HttpConnection& HttpConnection::operator=(HttpConnection&&) noexcept = default;
HttpConnection::~HttpConnection() = default;

void HttpConnection::send(std::string_view bytes) {
  impl_->send(bytes);
}

HttpAnswer HttpConnection::receive() {
  return impl_->receive();
}

HttpAnswer HttpConnection::exchange(const HttpRequest& request) {
  impl_->send(to_wire(request));
  return impl_->receive();
}

bool HttpConnection::ends() {
  return impl_->ends();
}

std::string HttpConnection::peer_certificate() const {
  return impl_->peer_certificate();
}

HttpAnswer HttpSession::exchange(const HttpRequest& request) {
  if (!connection_) connection_.emplace(endpoint_);
  try {
    auto answer = connection_->exchange(request);
    if (answer.header("connection") == "close") connection_.reset();
    return answer;
  } catch (const NoAnswer&) {
    connection_.reset();
    throw;
  }
}

}  // namespace sekisho::testing
