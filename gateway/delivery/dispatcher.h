#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <domain/random.h>
#include <domain/time.h>
#include <storage/store.h>

#include "delivery/delivery_fsm.h"
#include "desk/inbox.h"
#include "http/client.h"
#include "http/task_group.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "settings/settings.h"

namespace sekisho::gateway {

struct DispatcherOptions {
  std::string owner;  ///< as leases name this process
  RetrySchedule schedule;
  std::chrono::milliseconds timeout{15000};    ///< one attempt
  std::chrono::milliseconds lease_for{60000};  ///< longer than an attempt and its bookkeeping
  std::chrono::milliseconds poll_every{
      1000};                             ///< how often the outbox is looked at for what nobody handed over
  std::size_t concurrent = 256;          ///< attempts at once, over all hooks
  std::size_t concurrent_per_hook = 16;  ///< a slow receiver holds up no other
  std::size_t waiting_per_hook = 1024;   ///< kept in memory; more stay in the outbox until their lease ends
  bool allow_private_networks = false;
};

/// Sends the outbox: every pending callback is attempted until it is delivered or stands in the list of
/// failures. Callbacks arrive from the desk right after their commit, and from the outbox itself after a
/// crash, a wait or another node's end. Every attempt is recorded through the desk before the next one
/// counts. Belongs to its loop's thread.
class Dispatcher {
 public:
  Dispatcher(boost::asio::io_context& loop, HttpClient& client, const SettingsBoard& board, Inbox& inbox,
             const Clock& clock, Random& random, Metrics& metrics, const Log& log, DispatcherOptions options,
             TaskGroup& tasks);

  /// Starts watching the outbox.
  void start();

  /// Takes callbacks that were just committed: those leased to this node are attempted at once, the others
  /// (an order's second and later ones) are claimed from the outbox when their turn has come. From the loop's
  /// thread.
  void take(std::vector<storage::CallbackRecord> callbacks);

  /// Begins no further attempt. Those that run go on; the task group waits for them.
  void stop();

 private:
  struct Claim {
    std::vector<storage::CallbackRecord> callbacks;
    std::optional<Timestamp> next_due;
    storage::Store::Backlog backlog;
  };

  struct Lane {
    std::deque<storage::CallbackRecord> waiting;
    std::size_t running = 0;
  };

  boost::asio::awaitable<void> watch_outbox();
  boost::asio::awaitable<std::optional<Claim>> claim();
  void look_again();
  void look_by(Timestamp due);
  void look_for_follower(const OrderId& order);
  void start_attempts();
  boost::asio::awaitable<void> attempt(storage::CallbackRecord callback);
  boost::asio::awaitable<storage::Settlement> send(const storage::CallbackRecord& callback, const Hook& hook);
  boost::asio::awaitable<void> settle(storage::Settlement settlement, HookId gone);
  [[nodiscard]] storage::Settlement after(const storage::CallbackRecord& callback,
                                          storage::AttemptRecord attempt,
                                          std::optional<std::chrono::seconds> retry_after);
  std::optional<ClientRequest> request_for(const storage::CallbackRecord& callback, const Hook& hook);

  HttpClient& client_;
  SettingsBoard::View settings_;
  Inbox& inbox_;
  const Clock& clock_;
  Random& random_;
  Metrics& metrics_;
  const Log& log_;
  const DispatcherOptions options_;
  TaskGroup& tasks_;
  boost::asio::steady_timer wake_;
  std::map<HookId, Lane> lanes_;
  std::set<CallbackId> held_;                 ///< waiting here or being attempted
  std::map<OrderId, std::size_t> followers_;  ///< how many callbacks of an order wait for one before them
  std::size_t running_ = 0;
  bool look_again_ = false;
  std::chrono::steady_clock::time_point
      next_look_;  ///< when the outbox is looked at by itself; never while it is
  bool stopped_ = false;
};

}  // namespace sekisho::gateway
