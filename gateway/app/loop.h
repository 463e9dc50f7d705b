#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "http/task_group.h"
#include "observe/log.h"

namespace sekisho::gateway {

/// One event loop: an io_context that one thread runs, and the tasks that live on it. run() returns when the
/// tasks have ended.
class Loop {
 public:
  explicit Loop(const Log& log)
      : tasks_(io_.get_executor(), [&log](std::string_view task, std::string_view what) {
          log.error("a task failed", {{"task", task}, {"what", what}});
        }) {}

  [[nodiscard]] boost::asio::io_context& io() { return io_; }

  [[nodiscard]] TaskGroup& tasks() { return tasks_; }

  void run() { io_.run(); }

  /// From the loop's thread: what the drain leaves running gets until `grace` to end by itself, then is cut
  /// off. `at_end` runs after the last task; whatever still holds the loop (a pooled connection's timer) is
  /// let go there.
  void finish_within(
      std::chrono::milliseconds grace, std::function<void()> cut_off, std::function<void()> at_end = [] {});

 private:
  boost::asio::awaitable<void> wait_for_tasks(std::function<void()> at_end);

  boost::asio::io_context io_{1};
  TaskGroup tasks_;
  boost::asio::steady_timer grace_{io_};
};

}  // namespace sekisho::gateway
