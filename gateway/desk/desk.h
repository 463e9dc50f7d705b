#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <domain/random.h>
#include <domain/time.h>
#include <scoring/engine.h>
#include <scoring/history.h>
#include <storage/store.h>

#include "desk/decider.h"
#include "desk/inbox.h"
#include "desk/job.h"
#include "desk/list_index.h"
#include "desk/process_clock.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "settings/settings.h"

namespace sekisho::gateway {

/// What the desk tells the rest of the gateway. Called on the desk's thread.
struct DeskEvents {
  /// Callbacks that a commit made durable.
  std::function<void(std::vector<storage::CallbackRecord>)> on_callbacks;
  /// The store cannot be believed any more (a failed fsync): the process has to end now.
  std::function<void(std::string_view detail)> on_fatal;
};

/// The one place where anything is decided. A batch goes through in order: events together in one durable
/// commit, then each command in its own; every response leaves after its commit. Owned by one thread, which
/// is what makes counts exact and races impossible; nothing here touches the network.
class Desk {
 public:
  Desk(storage::Store& store, const scoring::Engine& engine, SettingsBoard& board,
       storage::LookupHasher hasher, ProcessClock& clock, Random& random, Metrics& metrics, const Log& log,
       OutboxOptions outbox, DeskEvents events, std::optional<ReferenceLookup> reference = {});

  /// Loads lists and recent windows from the store. Before the first batch.
  [[nodiscard]] Result<void> rebuild();

  /// Answers every job of the batch. What goes wrong beyond all expectation is told as fatal.
  void process(std::vector<Job> batch);

 private:
  struct Round;

  Result<void> load_history();
  void process_in_order(std::vector<Job> batch);
  void process_shared(std::vector<Job> jobs);
  /// One attempt at deciding and committing; what was refused by the store comes back.
  std::vector<Job> attempt(std::vector<Job> jobs);
  std::vector<Job> attempt_one_by_one(std::vector<Job> jobs);
  void give_up(std::vector<Job>& jobs, const Round& round);
  [[nodiscard]] storage::Stored<void> decide_all(std::vector<Job>& jobs, Round& round);
  void put_in_order(Delivery& delivery);
  void answer(Job& job, Round& round, std::size_t index);
  void take_back(const Round& round);
  void process_command(Job job);
  void publish(const storage::Unit& unit);
  void remember(const storage::Unit& unit);
  void report(const storage::StorageFault& fault);

  storage::Store& store_;
  SettingsBoard& board_;
  ProcessClock& clock_;
  Metrics& metrics_;
  const Log& log_;
  DeskEvents events_;
  scoring::History history_;
  ListIndex lists_;
  Decider decider_;
  Timestamp latest_{};  ///< the time of receipt up to which the desk has decided
  Timestamp pruned_at_{};
};

}  // namespace sekisho::gateway
