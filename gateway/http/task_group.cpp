#include "http/task_group.h"

#include <exception>
#include <list>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace sekisho::gateway {

namespace asio = boost::asio;

namespace {

struct Task {
  std::string_view name;
  asio::cancellation_signal stop;
};

}  // namespace

struct TaskGroup::State {
  State(asio::any_io_executor on, OnFailure failure)
      : executor(std::move(on)),
        on_failure(std::move(failure)),
        emptied(executor, asio::steady_timer::time_point::max()) {}

  void finish(std::list<Task>::iterator task, const std::exception_ptr& failure);
  void report(std::string_view name, const std::exception_ptr& failure) const;

  asio::any_io_executor executor;
  OnFailure on_failure;
  std::list<Task> running;
  asio::steady_timer emptied;  ///< Never expires: cancelled when the last task ends, which wakes wait().
};

void TaskGroup::State::finish(std::list<Task>::iterator task, const std::exception_ptr& failure) {
  if (failure) report(task->name, failure);
  // The ending coroutine still refers to its signal: it is freed after this turn of the loop.
  std::list<Task> ended;
  ended.splice(ended.begin(), running, task);
  asio::post(executor, [kept = std::move(ended)] {});
  if (running.empty()) emptied.cancel();
}

void TaskGroup::State::report(std::string_view name, const std::exception_ptr& failure) const {
  try {
    std::rethrow_exception(failure);
  } catch (const boost::system::system_error& error) {
    if (error.code() != asio::error::operation_aborted) on_failure(name, error.what());
  } catch (const std::exception& error) {
    on_failure(name, error.what());
  } catch (...) {
    on_failure(name, "not a std::exception");
  }
}

TaskGroup::TaskGroup(asio::any_io_executor executor, OnFailure on_failure)
    : state_(std::make_shared<State>(std::move(executor), std::move(on_failure))) {}

TaskGroup::~TaskGroup() = default;

void TaskGroup::spawn(std::string_view name, asio::awaitable<void> task) {
  const auto entry = state_->running.emplace(state_->running.end());
  entry->name = name;
  auto on_end = [state = state_, entry](const std::exception_ptr& failure) { state->finish(entry, failure); };
  asio::co_spawn(state_->executor, std::move(task),
                 asio::bind_cancellation_slot(entry->stop.slot(), std::move(on_end)));
}

void TaskGroup::cancel() {
  // An operation may complete while it is being cancelled, and its task leave the list; it is freed later.
  std::vector<Task*> asked;
  for (Task& task : state_->running)
    asked.push_back(&task);
  for (Task* const task : asked)
    task->stop.emit(asio::cancellation_type::terminal);
}

asio::awaitable<void> TaskGroup::wait() {
  const std::shared_ptr<State> state = state_;
  while (!state->running.empty()) {
    co_await state->emptied.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

std::size_t TaskGroup::size() const {
  return state_->running.size();
}

}  // namespace sekisho::gateway
