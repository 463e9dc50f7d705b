#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <domain/crypto.h>
#include <nlohmann/json.hpp>

#include "support/http_connection.h"

namespace sekisho::testing {

/// One attempt at a callback, as it arrived.
struct ReceivedCallback {
  std::string id;  ///< webhook-id
  std::string target;
  std::string body;
  nlohmann::json document;  ///< the body parsed
  Headers headers;          ///< names in lower case
  bool signature_valid = false;
  int attempt = 1;   ///< how often this id has come, this time included
  int answered = 0;  ///< the status it got; 0 for none
  std::chrono::steady_clock::time_point at;

  [[nodiscard]] std::string type() const { return document.at("type"); }

  [[nodiscard]] const nlohmann::json& data() const { return document.at("data"); }
};

/// What the receiver does with an attempt.
struct Reply {
  enum class Kind {
    answer,
    hang,  ///< keeps the connection and says nothing
    close,
  };
  Kind kind = Kind::answer;
  int status = 200;
  Headers headers = {};
};

/// A merchant's system that takes callbacks: an HTTP server on one thread of its own. It checks signatures,
/// writes down all that arrives, and can be told to misbehave. Thread-safe.
class CallbackReceiver {
 public:
  /// Runs on the receiver's thread, for each attempt.
  using Behaviour = std::function<Reply(const ReceivedCallback&)>;
  using Callbacks = std::vector<ReceivedCallback>;

  CallbackReceiver();
  CallbackReceiver(const CallbackReceiver&) = delete;
  CallbackReceiver& operator=(const CallbackReceiver&) = delete;
  ~CallbackReceiver();

  [[nodiscard]] std::string url() const;
  /// Signatures under this secret are valid from now on.
  void trust(std::string_view callback_secret);
  /// What it does from now on; at first, and with none, it answers 200.
  void behave(Behaviour behaviour);
  /// Closes its port and its connections: nobody can connect.
  void go_down();
  void come_up();

  [[nodiscard]] Callbacks received() const;
  /// Waits until what was received satisfies `enough`; returns it, satisfying or not.
  [[nodiscard]] Callbacks wait_until(const std::function<bool(const Callbacks&)>& enough) const;
  /// Waits for that many attempts.
  [[nodiscard]] Callbacks wait_for(std::size_t count) const;

 private:
  struct Connection {
    int socket = -1;
    std::string unread;
    bool hanging = false;
  };

  void run();
  void serve_once();
  void follow_wishes();
  void accept_one();
  /// False when the connection is over.
  bool read_from(Connection& connection);
  bool answer_request(Connection& connection, std::string_view head, std::string_view body);
  bool verify(const ReceivedCallback& callback);
  void close_all();

  std::uint16_t port_ = 0;
  int listener_ = -1;
  int wake_ = -1;
  std::vector<Connection> connections_;

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  Callbacks received_;
  std::map<std::string, int> attempts_;
  std::vector<Hmac> keys_;
  std::shared_ptr<Behaviour> behaviour_;  ///< shared, not copied: one may keep count
  bool wanted_up_ = true;
  bool is_up_ = true;
  bool stopping_ = false;
  std::jthread thread_;
};

}  // namespace sekisho::testing
