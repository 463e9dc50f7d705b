#include "desk/answers.h"

#include <algorithm>
#include <cmath>

#include <domain/json_writer.h>
#include <nlohmann/json.hpp>

#include "orders/order_changes.h"

namespace sekisho::gateway {
namespace {

void write_action(JsonWriter& out, const OrderAction& action) {
  out.key("action");
  if (action.effect == OrderEffect::none) {
    out.null();
    return;
  }
  out.begin_object().member("type", callback_type(action.effect));
  if (action.confirmation) {
    out.member("channel", action.confirmation->channel);
    out.member("confirmation_id", action.confirmation->id.str());
    out.member("expires_at", format_rfc3339(action.confirmation->expires_at));
  }
  out.end_object();
}

OrderEffect effect_of(OrderStatus status) {
  switch (status) {
    case OrderStatus::approved:
      return OrderEffect::announce_approval;
    case OrderStatus::awaiting_confirmation:
      return OrderEffect::request_confirmation;
    case OrderStatus::in_review:
      return OrderEffect::request_review;
    case OrderStatus::cancelled:
      return OrderEffect::announce_cancellation;
  }
  std::unreachable();
}

}  // namespace

std::string accepted_answer(const ConversationId& conversation) {
  std::string body;
  JsonWriter out(body);
  out.begin_object().member("status", "accepted").member("conversation_id", conversation.str()).end_object();
  return body;
}

std::string decision_answer(const storage::OrderState& state, Tenths base, std::span<const Reason> reasons,
                            const OrderAction& action) {
  std::string body;
  body.reserve(1024);
  JsonWriter out(body);
  out.begin_object().member("status", "decided").member("conversation_id", state.order.conversation_id.str());
  out.key("order").begin_object();
  out.member("id", state.order.id.str()).member("merchant_id", state.order.merchant_id.str());
  out.member("status", to_string(state.order.status)).member("version", state.order.version).end_object();
  out.key("assessment").begin_object();
  out.member("verdict", to_string(state.assessment.verdict)).key("score").tenths(state.assessment.score);
  out.key("reasons");
  write_reasons(out, reasons);
  out.key("base").tenths(base);
  out.member("policy_version", state.assessment.policy_version).member("model", state.assessment.model);
  out.end_object();
  write_action(out, action);
  out.end_object();
  return body;
}

std::string existing_decision_answer(const storage::OrderState& state) {
  const auto document = nlohmann::json::parse(state.assessment.document);
  const Tenths base = std::llround(document.at("base").get<double>() * 10);
  OrderAction action{.effect = effect_of(state.order.status), .confirmation = {}};
  const auto pending =
      std::ranges::find(state.confirmations, "pending", &storage::ConfirmationRecord::status);
  if (pending != state.confirmations.end()) action.confirmation = *pending;
  return decision_answer(state, base, reasons_of(state.assessment), action);
}

std::string order_answer(const storage::OrderRecord& order, std::optional<std::int64_t> attempts_left) {
  std::string body;
  JsonWriter out(body);
  out.begin_object().key("order").begin_object();
  out.member("id", order.id.str()).member("status", to_string(order.status)).end_object();
  if (attempts_left) out.member("attempts_left", *attempts_left);
  out.end_object();
  return body;
}

}  // namespace sekisho::gateway
