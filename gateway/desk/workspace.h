#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <storage/store.h>

#include "desk/job.h"

namespace sekisho::gateway {

/// What a batch of deliveries is decided on: the stored state that they touch, read at once. Lives for one
/// batch, in which no delivery depends on another (desk/batching.h).
class Workspace {
 public:
  explicit Workspace(storage::Store& store) : store_(store) {}

  /// Reads answers, and the orders of what is not answered yet.
  [[nodiscard]] storage::Stored<void> load(std::span<const Delivery* const> deliveries);

  [[nodiscard]] const storage::StoredAnswer* answer(const storage::EventKey& key) const;

  /// The order that a conversation made, or that has this id; null when there is none.
  [[nodiscard]] std::shared_ptr<storage::OrderState> order_of(const storage::ConversationKey& key) const;
  [[nodiscard]] std::shared_ptr<storage::OrderState> order(const OrderId& id) const;

  /// The bodies of the conversation's events so far.
  [[nodiscard]] storage::Stored<std::vector<std::string>> bodies(const storage::ConversationKey& key) const;

 private:
  using EventName = std::pair<HookId, EventId>;

  [[nodiscard]] storage::Stored<void> load_answers(std::span<const Delivery* const> deliveries);
  [[nodiscard]] storage::Stored<void> load_orders(std::span<const Delivery* const> deliveries);
  void add_order(std::shared_ptr<storage::OrderState> state);

  storage::Store& store_;
  std::map<EventName, storage::StoredAnswer> answers_;
  std::map<storage::ConversationKey, std::shared_ptr<storage::OrderState>> by_conversation_;
  std::map<OrderId, std::shared_ptr<storage::OrderState>> by_id_;
};

/// The conversation that an event belongs to, and the order that it names; either may be empty.
struct EventTarget {
  ConversationId conversation_id;
  OrderId order_id;
};

[[nodiscard]] EventTarget target_of(const Event& event);

/// What a conversation.* event tells of its conversation; null for the others.
[[nodiscard]] const ConversationPart* part_of(const Event& event);

}  // namespace sekisho::gateway
