#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <certs/tls_context.h>
#include <openssl/ssl.h>

#include "http/server.h"
#include "support/manual_clock.h"
#include "support/seeded_random.h"
#include "support/temporary_directory.h"

namespace sekisho::gateway {

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}

  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor();

  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

/// A TCP socket with ten seconds for everything it does.
[[nodiscard]] Descriptor new_socket();
/// Connects it to a port of this machine.
void connect(const Descriptor& socket, std::uint16_t port);

struct Answer {
  int status = 0;
  std::string head;
  std::string body;
};

/// A client that says exactly what a test wants said, blocking, over plain TCP or TLS without looking at the
/// certificate. Nothing takes it longer than ten seconds: then it throws.
class Peer {
 public:
  explicit Peer(std::uint16_t port, bool tls = false);

  /// Over a socket that is connected already.
  explicit Peer(Descriptor socket) : socket_(std::move(socket)) {}

  Peer(Peer&&) = default;
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  Peer& operator=(Peer&&) = delete;
  ~Peer() = default;

  void send(std::string_view bytes);
  /// Sends what the other side lets it: false once that has closed.
  bool try_send(std::string_view bytes);
  /// One response with a Content-Length, or an interim one. Status 0 when the connection ended instead.
  Answer read_answer(bool to_head_request = false);

  Answer exchange(std::string_view bytes) {
    send(bytes);
    return read_answer();
  }

  /// Everything up to the end of the connection.
  std::string read_all();
  /// True when something can be read, or the end has come, within this time.
  bool readable_within(std::chrono::milliseconds time) const;
  void half_close() const;
  /// Ends the connection by a reset.
  void reset();

 private:
  struct FreeTls {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }

    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };

  /// The next bytes; empty at the end.
  std::string read_some();

  Descriptor socket_;
  std::unique_ptr<SSL_CTX, FreeTls> context_;
  std::unique_ptr<SSL, FreeTls> ssl_;
  std::string received_;
};

/// A server that does what a test wants done with each connection, one after the other, on a thread of its
/// own.
class ScriptedServer {
 public:
  /// The connection's number, from 0, and its descriptor.
  using Script = std::function<void(int number, int descriptor)>;

  explicit ScriptedServer(Script script);
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;
  ~ScriptedServer();

  [[nodiscard]] std::uint16_t port() const { return port_; }

  [[nodiscard]] int accepted() const { return accepted_; }

 private:
  void run(const Script& script);
  /// -1: none. False when the server is stopping.
  bool set_current(int descriptor);

  Descriptor listener_;
  std::uint16_t port_;
  std::atomic<int> accepted_ = 0;
  std::mutex mutex_;
  bool stopping_ = false;
  int current_ = -1;
  std::thread thread_;
};

/// Reads one request with its body; false at the end of the connection.
bool read_request(int descriptor);
/// Writes all of it; false when the peer is gone.
bool write_all(int descriptor, std::string_view bytes);
/// Blocks until the peer closes.
void wait_for_close(int descriptor);

/// A development certificate for `localhost` and 127.0.0.1, in force, and the CA that signed it.
struct TestCertificates {
  TestCertificates();

  sekisho::testing::TemporaryDirectory directory;
  std::string certificate;  ///< a file
  std::string ca;           ///< a file
  std::unique_ptr<certs::ReloadableContext> context;
};

/// True as soon as the condition holds; false when it does not within ten seconds.
bool eventually(const std::function<bool()>& condition);

/// An HttpServer on a loop and thread of its own, with a handler that knows a few paths:
/// `/echo` answers the body, `/id` the request id, `/peer` the peer, `/method` the method, `/big` 20 MB;
/// `/gate` waits for open_gate(); `/throw` throws; `/bad-header` answers with a header that cannot be sent;
/// `/close` ends the connection; anything else is `ok`.
class EdgeServer {
 public:
  struct Options {
    HttpLimits limits = {};
    std::size_t max_connections = 20000;
    std::size_t max_inflight_bytes = 1 << 20;
    const certs::ReloadableContext* tls = nullptr;
  };

  explicit EdgeServer(Options options);
  EdgeServer(const EdgeServer&) = delete;
  EdgeServer& operator=(const EdgeServer&) = delete;
  ~EdgeServer();

  [[nodiscard]] std::uint16_t port() const { return port_; }

  [[nodiscard]] Budget& budget() { return *budget_; }

  /// How often this reason was given.
  [[nodiscard]] std::size_t refusals(std::string_view reason);
  [[nodiscard]] std::vector<std::string> failed_tasks();
  void drain();
  void open_gate();

  [[nodiscard]] int at_gate() const { return at_gate_; }

  /// Runs on the server's loop.
  void on_loop(const std::function<void()>& work);
  /// True when no task of the server is left.
  [[nodiscard]] bool idle();

 private:
  boost::asio::awaitable<Response> handle(const Request& request);
  [[nodiscard]] ServerSettings settings(const Options& options);

  sekisho::testing::ManualClock clock_;
  sekisho::testing::SeededRandom random_;
  std::mutex mutex_;
  std::vector<std::string> refusals_;
  std::vector<std::string> failed_tasks_;
  std::atomic<int> at_gate_ = 0;
  boost::asio::io_context loop_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> busy_;
  boost::asio::steady_timer gate_;
  std::shared_ptr<Budget> budget_;
  TaskGroup tasks_;
  std::optional<HttpServer> server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace sekisho::gateway
