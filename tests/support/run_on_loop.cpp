#include "support/run_on_loop.h"

#include <memory>
#include <mutex>
#include <vector>

namespace sekisho::testing {
namespace {

/// Loops live until the process ends: the thread that posted the last result may still be about to signal, as
/// a gateway's loops outlive its desk.
class Loops {
 public:
  using Loop = std::unique_ptr<boost::asio::io_context>;

  Loop lend() {
    const std::scoped_lock lock(mutex_);
    if (idle_.empty()) return std::make_unique<boost::asio::io_context>(1);
    Loop loop = std::move(idle_.back());
    idle_.pop_back();
    return loop;
  }

  void take_back(Loop loop) {
    loop->restart();
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(loop));
  }

 private:
  std::mutex mutex_;
  std::vector<Loop> idle_;
};

}  // namespace

void with_loop(const std::function<void(boost::asio::io_context&)>& use) {
  static Loops loops;
  auto loop = loops.lend();
  use(*loop);
  loops.take_back(std::move(loop));
}

}  // namespace sekisho::testing
