#include "desk/inbox.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace sekisho::gateway {

namespace asio = boost::asio;

Response storage_unavailable() {
  return problem(503, "The gateway cannot store this now. Nothing was kept; send it again.");
}

asio::awaitable<Response> Inbox::submit(Work work) {
  const auto executor = co_await asio::this_coro::executor;
  const auto start = [this, executor](auto handler, Work handed_in) {
    push({std::move(handed_in), [executor, resume = std::move(handler)](Response response) mutable {
            asio::post(executor, [resume = std::move(resume), response = std::move(response)]() mutable {
              std::move(resume)(std::move(response));
            });
          }});
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(Response)>(
      start, asio::use_awaitable, std::move(work));
}

void Inbox::push(Job job) {
  {
    const std::scoped_lock lock(mutex_);
    if (!closed_ && jobs_.size() < capacity_) {
      jobs_.push_back(std::move(job));
      filled_.notify_one();
      return;
    }
  }
  job.done(storage_unavailable());
}

std::vector<Job> Inbox::take(std::size_t limit) {
  std::unique_lock lock(mutex_);
  filled_.wait(lock, [this] { return closed_ || !jobs_.empty(); });
  if (jobs_.size() <= limit) return std::exchange(jobs_, {});
  const auto cut = jobs_.begin() + static_cast<std::ptrdiff_t>(limit);
  std::vector<Job> batch(std::make_move_iterator(jobs_.begin()), std::make_move_iterator(cut));
  jobs_.erase(jobs_.begin(), cut);
  return batch;
}

bool Inbox::empty() const {
  const std::scoped_lock lock(mutex_);
  return jobs_.empty();
}

void Inbox::close() {
  const std::scoped_lock lock(mutex_);
  closed_ = true;
  filled_.notify_all();
}

}  // namespace sekisho::gateway
