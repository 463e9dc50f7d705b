#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace sekisho::testing {

/// How long a test waits for anything before it fails: far beyond what a busy machine and a sanitizer need.
inline constexpr std::chrono::seconds patience{30};

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A listener on this machine. With `ca` (a PEM file) it is spoken to over TLS and must prove to be
/// 127.0.0.1.
struct Endpoint {
  std::uint16_t port = 0;
  std::string ca;
};

struct HttpRequest {
  std::string method = "GET";
  std::string target = "/";
  Headers headers;
  std::string body;
};

/// The request as it goes over the wire, with the Host and Content-Length that belong to it.
[[nodiscard]] std::string to_wire(const HttpRequest& request);

struct HttpAnswer {
  int status = 0;
  Headers headers;  ///< names in lower case
  std::string body;

  /// The first header of that name, in lower case; nothing when there is none.
  [[nodiscard]] std::optional<std::string> header(std::string_view name) const;
  /// The body as JSON; throws when it is none.
  [[nodiscard]] nlohmann::json json() const;
};

/// The connection could not be made, ended, or stayed silent for `patience`, before there was a whole answer.
class NoAnswer : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One blocking connection to a listener; every wait on it is bounded by `patience`. Belongs to one thread.
class HttpConnection {
 public:
  explicit HttpConnection(const Endpoint& endpoint);
  HttpConnection(HttpConnection&&) noexcept;
  HttpConnection& operator=(HttpConnection&&) noexcept;
  ~HttpConnection();

  /// Sends bytes as they are.
  void send(std::string_view bytes);
  /// Reads one answer. Bytes behind it wait for the next call.
  [[nodiscard]] HttpAnswer receive();
  [[nodiscard]] HttpAnswer exchange(const HttpRequest& request);
  /// Waits for the peer to close, dropping what still comes; false when it does not.
  [[nodiscard]] bool ends();
  /// The certificate that the peer showed, PEM; empty without TLS.
  [[nodiscard]] std::string peer_certificate() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// Requests to one listener over a connection that is kept while both sides want it. Belongs to one thread.
class HttpSession {
 public:
  explicit HttpSession(Endpoint endpoint) : endpoint_(std::move(endpoint)) {}

  [[nodiscard]] HttpAnswer exchange(const HttpRequest& request);

 private:
  Endpoint endpoint_;
  std::optional<HttpConnection> connection_;
};

}  // namespace sekisho::testing
