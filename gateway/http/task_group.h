#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace sekisho::gateway {

/// The running coroutines of one owner on one loop: none is detached, each can be named, cancelled and waited
/// for. Belongs to its loop's thread. The group must outlive its tasks: wait() before destruction.
class TaskGroup {
 public:
  /// `on_failure` is told the name of a task that ended with an exception, and what it said. A task that ends
  /// because it was cancelled has not failed.
  using OnFailure = std::function<void(std::string_view task, std::string_view what)>;

  TaskGroup(boost::asio::any_io_executor executor, OnFailure on_failure);
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;
  ~TaskGroup();

  /// Starts a task. `name` is a literal. The coroutine owns its parameters.
  void spawn(std::string_view name, boost::asio::awaitable<void> task);

  /// Asks every task to end: its pending operation completes with operation_aborted.
  void cancel();

  /// Returns when no task is left.
  boost::asio::awaitable<void> wait();

  [[nodiscard]] std::size_t size() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace sekisho::gateway
