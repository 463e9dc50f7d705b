#include "orders/order_fsm.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sekisho::gateway {
namespace {

using enum OrderStatus;
using enum OrderEffect;
using E = OrderEvent;

struct Row {
  std::optional<OrderStatus> from;
  OrderEvent event;
  OrderStatus to;
  OrderEffect effect;
};

/// Every step of an order's life. What is not here does not happen.
constexpr std::array steps{
    Row{std::nullopt, E::placed_approve, approved, announce_approval},
    Row{std::nullopt, E::placed_challenge, awaiting_confirmation, request_confirmation},
    Row{std::nullopt, E::placed_review, in_review, request_review},
    Row{std::nullopt, E::placed_reject, cancelled, announce_cancellation},

    Row{approved, E::amended_approve, approved, none},
    Row{approved, E::amended_challenge, in_review, request_review},
    Row{approved, E::amended_review, in_review, request_review},
    Row{approved, E::amended_reject, in_review, request_review},
    Row{approved, E::cancelled_by_buyer, cancelled, none},
    Row{approved, E::decided_cancel, cancelled, announce_cancellation},

    Row{awaiting_confirmation, E::amended_approve, approved, announce_approval},
    Row{awaiting_confirmation, E::amended_challenge, awaiting_confirmation, request_confirmation},
    Row{awaiting_confirmation, E::amended_review, in_review, request_review},
    Row{awaiting_confirmation, E::amended_reject, cancelled, announce_cancellation},
    Row{awaiting_confirmation, E::cancelled_by_buyer, cancelled, announce_cancellation},
    Row{awaiting_confirmation, E::confirmed, approved, announce_approval},
    Row{awaiting_confirmation, E::confirmation_failed_review, in_review, request_review},
    Row{awaiting_confirmation, E::confirmation_failed_cancel, cancelled, announce_cancellation},
    Row{awaiting_confirmation, E::decided_approve, approved, announce_approval},
    Row{awaiting_confirmation, E::decided_cancel, cancelled, announce_cancellation},

    // A person was asked: a better cart does not take the question back, a hopeless one answers it.
    Row{in_review, E::amended_approve, in_review, none},
    Row{in_review, E::amended_challenge, in_review, none},
    Row{in_review, E::amended_review, in_review, none},
    Row{in_review, E::amended_reject, cancelled, announce_cancellation},
    Row{in_review, E::cancelled_by_buyer, cancelled, announce_cancellation},
    Row{in_review, E::decided_approve, approved, announce_approval},
    Row{in_review, E::decided_cancel, cancelled, announce_cancellation},

    Row{cancelled, E::decided_approve, approved, announce_approval},
};

struct EventName {
  OrderEvent event;
  std::string_view name;
};

constexpr std::array event_names{
    EventName{E::placed_approve, "order.placed"},
    EventName{E::placed_challenge, "order.placed"},
    EventName{E::placed_review, "order.placed"},
    EventName{E::placed_reject, "order.placed"},
    EventName{E::amended_approve, "order.amended"},
    EventName{E::amended_challenge, "order.amended"},
    EventName{E::amended_review, "order.amended"},
    EventName{E::amended_reject, "order.amended"},
    EventName{E::cancelled_by_buyer, "order.cancelled"},
    EventName{E::confirmed, "confirmation.succeeded"},
    EventName{E::confirmation_failed_review, "confirmation.failed"},
    EventName{E::confirmation_failed_cancel, "confirmation.failed"},
    EventName{E::decided_approve, "decision.approve"},
    EventName{E::decided_cancel, "decision.cancel"},
};

}  // namespace

std::optional<OrderStep> next_step(std::optional<OrderStatus> from, OrderEvent event, bool was_approved) {
  const auto row =
      std::ranges::find_if(steps, [&](const Row& r) { return r.from == from && r.event == event; });
  if (row == steps.end()) return std::nullopt;

  const bool cancels = row->effect == announce_cancellation;
  const bool by_person = event == E::decided_cancel || event == E::cancelled_by_buyer;
  if (cancels && was_approved && !by_person) return OrderStep{in_review, none};
  return OrderStep{.to = row->to,
                   .effect = row->effect,
                   .reversal = (cancels && was_approved) || (from == cancelled && row->to == approved)};
}

OrderEvent placed(Verdict verdict) {
  switch (verdict) {
    case Verdict::approve:
      return E::placed_approve;
    case Verdict::challenge:
      return E::placed_challenge;
    case Verdict::review:
      return E::placed_review;
    case Verdict::reject:
      return E::placed_reject;
  }
  std::unreachable();
}

OrderEvent amended(Verdict verdict) {
  switch (verdict) {
    case Verdict::approve:
      return E::amended_approve;
    case Verdict::challenge:
      return E::amended_challenge;
    case Verdict::review:
      return E::amended_review;
    case Verdict::reject:
      return E::amended_reject;
  }
  std::unreachable();
}

std::string_view history_name(OrderEvent event) {
  return std::ranges::find(event_names, event, &EventName::event)->name;
}

std::string_view callback_type(OrderEffect effect) {
  switch (effect) {
    case none:
      return "";
    case announce_approval:
      return "order.approved";
    case request_confirmation:
      return "identity.confirmation_requested";
    case request_review:
      return "order.review_requested";
    case announce_cancellation:
      return "order.cancelled";
  }
  std::unreachable();
}

}  // namespace sekisho::gateway
