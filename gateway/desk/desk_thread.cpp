#include "desk/desk_thread.h"

#include <utility>

namespace sekisho::gateway {

DeskThread::DeskThread(Desk& desk, Inbox& inbox, std::size_t batch_limit, std::function<void()> when_idle)
    : inbox_(inbox),
      thread_([this, &desk, batch_limit, idle = std::move(when_idle)] { run(desk, batch_limit, idle); }) {}

DeskThread::~DeskThread() {
  inbox_.close();
  thread_.join();
}

void DeskThread::run(Desk& desk, std::size_t batch_limit, const std::function<void()>& when_idle) {
  for (auto batch = inbox_.take(batch_limit); !batch.empty(); batch = inbox_.take(batch_limit)) {
    desk.process(std::move(batch));
    if (inbox_.empty()) when_idle();
  }
}

}  // namespace sekisho::gateway
