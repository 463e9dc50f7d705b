#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include <boost/asio/awaitable.hpp>

#include "http/http_parser.h"
#include "http/read_buffer.h"
#include "http/server.h"
#include "http/stream.h"

namespace sekisho::gateway {

class Connection;

/// What the connections of one server have in common. Belongs to its loop's thread.
struct ConnectionHost {
  ConnectionHost(ServerSettings chosen, Handler answers);

  /// The Date header's value, written once a second.
  [[nodiscard]] std::string_view date();

  void refused(std::string_view reason, std::string_view peer) const { settings.on_refused(reason, peer); }

  const ServerSettings settings;
  const Handler handler;
  BlockPool blocks;
  std::unordered_set<Connection*> open;
  bool draining = false;

 private:
  Timestamp date_second_{};
  std::string date_;
};

/// Body bytes counted against the process's budget until they are let go.
class InflightBytes {
 public:
  explicit InflightBytes(Budget& budget) : budget_(budget) {}

  InflightBytes(const InflightBytes&) = delete;
  InflightBytes& operator=(const InflightBytes&) = delete;

  ~InflightBytes() { budget_.inflight_bytes -= held_; }

  /// Holds `total` bytes from now on. False, and nothing changed, when the budget has no room for them.
  [[nodiscard]] bool grow_to(std::size_t total);

 private:
  Budget& budget_;
  std::size_t held_ = 0;
};

/// One accepted connection, from handshake to goodbye: requests in order, one at a time.
class Connection {
 public:
  Connection(ConnectionHost& host, std::unique_ptr<Stream> stream);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  boost::asio::awaitable<void> run();
  /// Answers 503 without reading anything: there are too many connections.
  boost::asio::awaitable<void> turn_away();

  /// Ends at once when no request has begun; otherwise after its answer.
  void drain();
  void abort();

 private:
  enum class Stage {
    greeting,  ///< shaking hands
    resting,   ///< between requests
    busy,      ///< a request has begun and is not answered
  };

  /// Why reading stopped: a refusal to answer with, or nothing when nobody is left to answer to.
  using Unread = std::optional<Refusal>;
  template <class T>
  using Read = std::expected<T, Unread>;

  boost::asio::awaitable<bool> serve_one();
  boost::asio::awaitable<bool> await_request();
  boost::asio::awaitable<Read<void>> read_head(RequestParser& parser);
  boost::asio::awaitable<Read<void>> read_body(RequestParser& parser, InflightBytes& inflight);
  boost::asio::awaitable<Read<void>> receive(SteadyTime deadline, Refusal when_late);
  boost::asio::awaitable<void> refuse(const Unread& why);
  boost::asio::awaitable<std::optional<Response>> handle(const Request& request);
  boost::asio::awaitable<bool> answer(const Response& response, bool keep_alive, bool to_head_request);
  [[nodiscard]] Request make_request(const RequestParser& parser);
  [[nodiscard]] std::string next_request_id();

  [[nodiscard]] const HttpLimits& limits() const { return host_.settings.limits; }

  ConnectionHost& host_;
  const std::unique_ptr<Stream> stream_;
  const std::string peer_;
  ReadBuffer buffer_;
  std::uint64_t next_id_;
  Stage stage_ = Stage::greeting;
};

}  // namespace sekisho::gateway
