#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <domain/result.h>

#include "app/control_protocol.h"
#include "http/task_group.h"

namespace sekisho::gateway {

/// How other commands of this binary speak to a running `serve`, which holds the store's lock: a Unix socket
/// beside the database (`<database>.sock`, mode 0600), one JSON request a connection, one JSON answer. The
/// asker ends its request (64 KiB at most, within five seconds) by closing its sending side. Only the
/// gateway's own user and root are heard. Belongs to its loop's thread.
class ControlServer {
 public:
  /// Gets the request's text, gives the answer's. Runs on the loop.
  using Answer = std::function<boost::asio::awaitable<std::string>(std::string request)>;

  ControlServer(boost::asio::io_context& loop, std::filesystem::path path, Answer answer, TaskGroup& tasks);
  ~ControlServer();

  /// Binds (a stale socket file is replaced: the store's lock is held) and accepts. Fails with a sentence
  /// that names the path.
  [[nodiscard]] Result<void> start();
  /// Stops accepting and removes the socket; answers under way are finished by the group's tasks.
  void stop();

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;  ///< shared with its tasks
};

[[nodiscard]] std::filesystem::path control_socket_of(const std::filesystem::path& database);

/// Asks a running `serve`; blocks up to `deadline`. `unavailable` when nobody listens or answers in time,
/// `invalid` when the request is too long.
[[nodiscard]] Result<std::string> ask_serve(const std::filesystem::path& socket, std::string_view request,
                                            std::chrono::seconds deadline = control_deadline);

}  // namespace sekisho::gateway
