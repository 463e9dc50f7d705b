#pragma once

#include <functional>
#include <thread>

#include "desk/desk.h"
#include "desk/inbox.h"

namespace sekisho::gateway {

/// Runs a desk on its own thread: takes whatever has arrived as one batch, so that batches grow with load and
/// an idle desk adds no wait. `when_idle` runs after a batch that left the inbox empty (checkpoints, for
/// one).
class DeskThread {
 public:
  DeskThread(Desk& desk, Inbox& inbox, std::size_t batch_limit, std::function<void()> when_idle);
  DeskThread(const DeskThread&) = delete;
  DeskThread& operator=(const DeskThread&) = delete;
  /// Closes the inbox, finishes what is in it and joins.
  ~DeskThread();

 private:
  void run(Desk& desk, std::size_t batch_limit, const std::function<void()>& when_idle);

  Inbox& inbox_;
  std::thread thread_;
};

}  // namespace sekisho::gateway
