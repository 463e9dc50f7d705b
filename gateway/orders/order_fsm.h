#pragma once

#include <optional>
#include <string_view>

#include <domain/verdict.h>

namespace sekisho::gateway {

/// What can happen to an order. A confirmation's failure is one of two, by the merchant's policy.
enum class OrderEvent {
  placed_approve,
  placed_challenge,
  placed_review,
  placed_reject,
  amended_approve,
  amended_challenge,
  amended_review,
  amended_reject,
  cancelled_by_buyer,
  confirmed,
  confirmation_failed_review,
  confirmation_failed_cancel,
  decided_approve,
  decided_cancel,
};

/// The callback that a step causes.
enum class OrderEffect {
  none,
  announce_approval,
  request_confirmation,
  request_review,
  announce_cancellation
};

struct OrderStep {
  OrderStatus to;
  OrderEffect effect;
  /// A person turned a final word around: the callback says `"reversal": true`.
  bool reversal = false;
};

/// What an order does on an event: one table, in order_fsm.cpp, holds every step there is. `from` is nothing
/// for an order that is being placed. Nothing comes back for an event that comes too late or contradicts the
/// state: it changes nothing. An order whose approval was announced (`was_approved`) is never cancelled
/// unasked, and a person who cancels it reverses.
[[nodiscard]] std::optional<OrderStep> next_step(std::optional<OrderStatus> from, OrderEvent event,
                                                 bool was_approved);

[[nodiscard]] OrderEvent placed(Verdict verdict);
[[nodiscard]] OrderEvent amended(Verdict verdict);

/// `order.placed`, `order.amended`, `confirmation.succeeded` …: the event's name in an order's history.
[[nodiscard]] std::string_view history_name(OrderEvent event);

/// The contract's callback type of an effect; empty for none.
[[nodiscard]] std::string_view callback_type(OrderEffect effect);

}  // namespace sekisho::gateway
