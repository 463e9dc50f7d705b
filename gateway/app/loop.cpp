#include "app/loop.h"

#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>

namespace sekisho::gateway {

namespace asio = boost::asio;

void Loop::finish_within(std::chrono::milliseconds grace, std::function<void()> cut_off,
                         std::function<void()> at_end) {
  grace_.expires_after(grace);
  grace_.async_wait([this, cut = std::move(cut_off)](boost::system::error_code ended) {
    if (ended) return;  // all tasks were faster
    cut();
    tasks_.cancel();
  });
  asio::co_spawn(io_, wait_for_tasks(std::move(at_end)), [](const std::exception_ptr& failure) {
    if (failure) std::rethrow_exception(failure);
  });
}

asio::awaitable<void> Loop::wait_for_tasks(std::function<void()> at_end) {
  co_await tasks_.wait();
  grace_.cancel();
  at_end();
}

}  // namespace sekisho::gateway
