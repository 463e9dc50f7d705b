#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <adapters/adapter.h>
#include <domain/random.h>
#include <scoring/engine.h>
#include <scoring/history.h>
#include <storage/store.h>
#include <storage/vault.h>

#include "desk/job.h"
#include "desk/list_index.h"
#include "desk/workspace.h"
#include "http/message.h"
#include "orders/order_changes.h"
#include "reference/reference_lookup.h"
#include "settings/settings.h"

namespace sekisho::gateway {

/// What one delivery comes to. Without a unit nothing is stored: a replay or a refusal.
struct Decided {
  Response response;
  std::optional<storage::Unit> unit;
  std::string_view result;         ///< the `result` label of sekisho_events_total
  std::optional<Verdict> verdict;  ///< when an order was assessed
  /// Makes the past what it was: the unit was not committed. Nothing when the past was not changed.
  std::function<void()> take_back = {};
};

/// How this node sends the callbacks that its own decisions cause.
struct OutboxOptions {
  std::string owner;                                 ///< this process, as leases name it
  std::chrono::milliseconds lease_for{60000};        ///< longer than an attempt can take
  std::chrono::milliseconds first_attempt_after{0};  ///< the retry schedule's first entry
};

/// Decides events one by one, in order, on a workspace. No I/O but the workspace's reads. Owned by the desk
/// and its thread.
class Decider {
 public:
  Decider(const scoring::Engine& engine, scoring::History& history, const ListIndex& lists,
          storage::LookupHasher hasher, Random& random, OutboxOptions outbox,
          std::optional<ReferenceLookup> reference);

  /// An error is the storage's: nothing was decided.
  [[nodiscard]] storage::Stored<Decided> decide(const Delivery& delivery, const Settings& settings,
                                                Timestamp wall_now, const Workspace& workspace);

 private:
  struct Scene;

  storage::Stored<Decided> take_part(const Scene& scene);
  storage::Stored<Decided> complete(const Scene& scene, const ConversationCompleted& completed);
  storage::Stored<Decided> amend(const Scene& scene, const OrderAmended& amended);
  Decided cancel(const Scene& scene);
  Decided report_confirmation(const Scene& scene, const ConfirmationReported& report);
  Decided submit_code(const Scene& scene);

  storage::Stored<Order> build_order(const Scene& scene, const ConversationCompleted& completed);
  storage::Stored<Conversation> conversation_of(const Scene& scene, const storage::ConversationKey& key);
  Assessment assess(const Order& order, const scoring::Trace& trace,
                    std::span<const KeyedIdentifier> identifiers, const scoring::CompiledPolicy& policy,
                    const scoring::ReferenceFacts& reference);
  scoring::ReferenceFacts look_up(const Order& order);
  Decided step_order(const Scene& scene, storage::OrderState& state, OrderEvent event);
  [[nodiscard]] ChangeContext context_of(const Scene& scene, std::span<const Reason> reasons) const;

  const scoring::Engine& engine_;
  scoring::History& history_;
  const ListIndex& lists_;
  storage::LookupHasher hasher_;
  Random& random_;
  OutboxOptions outbox_;
  std::optional<ReferenceLookup> reference_;  ///< for what the ingress could not look up
  std::map<std::string, std::unique_ptr<adapters::Adapter>, std::less<>> adapters_;
};

}  // namespace sekisho::gateway
