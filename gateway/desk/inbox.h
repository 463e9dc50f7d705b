#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "desk/job.h"

namespace sekisho::gateway {

/// What waits for the desk. Thread-safe and bounded: when it is full the answer is 503 with `Retry-After`, at
/// once.
class Inbox {
 public:
  explicit Inbox(std::size_t capacity) : capacity_(capacity) {}

  /// Hands work in and waits for its response; resumes on the caller's own executor, whose context has to
  /// outlive the desk's thread: that is where the resumption is posted from.
  boost::asio::awaitable<Response> submit(Work work);

  /// Waits for work and takes up to `limit` jobs, oldest first. Empty only when the inbox is closed and
  /// drained.
  [[nodiscard]] std::vector<Job> take(std::size_t limit);

  [[nodiscard]] bool empty() const;

  /// Takes nothing more in; what is inside is still handed out.
  void close();

 private:
  void push(Job job);

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  std::vector<Job> jobs_;
  bool closed_ = false;
};

/// 503 with `Retry-After`: the sender's retry is safe.
[[nodiscard]] Response storage_unavailable();

}  // namespace sekisho::gateway
