#include "desk/workspace.h"

#include <utility>

namespace sekisho::gateway {
namespace {

using storage::ConversationKey;
using storage::OrderState;
using storage::Stored;

struct Target {
  EventTarget operator()(const ConversationUpdated& event) const { return {event.conversation_id, {}}; }

  EventTarget operator()(const ConversationCompleted& event) const { return {event.conversation_id, {}}; }

  EventTarget operator()(const ConversationAbandoned& event) const { return {event.conversation_id, {}}; }

  EventTarget operator()(const auto& event) const {
    return {event.order.conversation_id, event.order.order_id};
  }
};

struct Part {
  const ConversationPart* operator()(const ConversationUpdated& event) const { return &event.part; }

  const ConversationPart* operator()(const ConversationCompleted& event) const { return &event.part; }

  const ConversationPart* operator()(const ConversationAbandoned& event) const { return &event.part; }

  const ConversationPart* operator()(const auto&) const { return nullptr; }
};

/// Only what completes or changes an order looks at orders: a chat's updates need not pay for it.
bool concerns_order(const Event& event) {
  return !std::holds_alternative<ConversationUpdated>(event.payload) &&
         !std::holds_alternative<ConversationAbandoned>(event.payload);
}

}  // namespace

EventTarget target_of(const Event& event) {
  return std::visit(Target{}, event.payload);
}

const ConversationPart* part_of(const Event& event) {
  return std::visit(Part{}, event.payload);
}

Stored<void> Workspace::load(std::span<const Delivery* const> deliveries) {
  if (auto loaded = load_answers(deliveries); !loaded) return loaded;
  return load_orders(deliveries);
}

Stored<void> Workspace::load_answers(std::span<const Delivery* const> deliveries) {
  std::vector<storage::EventKey> keys;
  keys.reserve(deliveries.size());
  for (const auto* delivery : deliveries)
    keys.push_back({delivery->hook->record.id, delivery->event_id});
  auto found = store_.find_answers(keys);
  if (!found) return std::unexpected(found.error());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if ((*found)[i]) answers_.emplace(EventName{keys[i].hook_id, keys[i].event_id}, *std::move((*found)[i]));
  }
  return {};
}

Stored<void> Workspace::load_orders(std::span<const Delivery* const> deliveries) {
  std::vector<ConversationKey> conversations;
  std::vector<OrderId> ids;
  for (const auto* delivery : deliveries) {
    if (!concerns_order(delivery->event) ||
        answer({delivery->hook->record.id, delivery->event_id}) != nullptr)
      continue;
    const auto target = target_of(delivery->event);
    if (!target.order_id.empty()) {
      ids.push_back(target.order_id);
    } else {
      conversations.push_back(
          {delivery->hook->record.id, delivery->event.merchant_id, target.conversation_id});
    }
  }
  auto of_conversations = store_.find_orders_of(conversations);
  if (!of_conversations) return std::unexpected(of_conversations.error());
  auto of_ids = ids.empty() ? Stored<std::vector<std::optional<OrderState>>>{} : store_.find_orders(ids);
  if (!of_ids) return std::unexpected(of_ids.error());
  for (auto* found : {&*of_conversations, &*of_ids}) {
    for (auto& state : *found) {
      // Two events of one order share one state, whichever way they named it.
      if (state && order(state->order.id) == nullptr)
        add_order(std::make_shared<OrderState>(*std::move(state)));
    }
  }
  return {};
}

const storage::StoredAnswer* Workspace::answer(const storage::EventKey& key) const {
  const auto found = answers_.find({key.hook_id, key.event_id});
  return found == answers_.end() ? nullptr : &found->second;
}

std::shared_ptr<OrderState> Workspace::order_of(const ConversationKey& key) const {
  const auto found = by_conversation_.find(key);
  return found == by_conversation_.end() ? nullptr : found->second;
}

std::shared_ptr<OrderState> Workspace::order(const OrderId& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

void Workspace::add_order(std::shared_ptr<OrderState> state) {
  const auto& order = state->order;
  by_conversation_[{order.hook_id, order.merchant_id, order.conversation_id}] = state;
  by_id_[order.id] = std::move(state);
}

Stored<std::vector<std::string>> Workspace::bodies(const ConversationKey& key) const {
  return store_.conversation_bodies(key);
}

}  // namespace sekisho::gateway
