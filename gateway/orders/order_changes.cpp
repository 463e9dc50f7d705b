#include "orders/order_changes.h"

#include <cmath>

#include <domain/json_writer.h>
#include <nlohmann/json.hpp>

namespace sekisho::gateway {
namespace {

using storage::CallbackRecord;
using storage::ConfirmationRecord;
using storage::OrderState;
using storage::Unit;

constexpr std::string_view gone = "gone";

void write_confirmation(JsonWriter& out, const ConfirmationRecord& confirmation) {
  out.key("confirmation").begin_object();
  out.member("id", confirmation.id.str()).member("channel", confirmation.channel);
  out.member("provider", confirmation.provider);
  out.member("expires_at", format_rfc3339(confirmation.expires_at));
  out.member("attempt", confirmation.attempt);
  out.end_object();
}

std::string callback_body(const OrderState& state, const OrderStep& step,
                          const std::optional<ConfirmationRecord>& confirmation,
                          const ChangeContext& context) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.member("type", callback_type(step.effect)).member("timestamp", format_rfc3339(context.now));
  out.key("data").begin_object();
  out.member("merchant_id", state.order.merchant_id.str()).member("order_id", state.order.id.str());
  out.member("conversation_id", state.order.conversation_id.str());
  out.member("sequence", state.order.last_sequence).member("order_version", state.order.version);
  out.member("status", to_string(state.order.status));
  out.key("assessment").begin_object();
  out.member("verdict", to_string(state.assessment.verdict)).key("score").tenths(state.assessment.score);
  // The codes alone: a callback carries no evidence, the admin API does.
  out.key("reasons").begin_array();
  for (const auto& reason : context.reasons)
    out.value(reason.code);
  out.end_array().end_object();
  if (confirmation) write_confirmation(out, *confirmation);
  if (step.reversal) out.member("reversal", true);
  out.end_object().end_object();
  return body;
}

ConfirmationRecord new_confirmation(const OrderState& state, const ChangeContext& context) {
  return {.id = ConfirmationId{make_id("cnf_", context.now, context.random)},
          .order_version = state.order.version,
          .channel = context.policy.confirmation.channels.front(),
          .provider = context.policy.confirmation.provider,
          .status = "pending",
          .attempt = 1,
          .attempts = 0,
          .requested_at = context.now,
          .expires_at = context.now + context.policy.confirmation.expires_in};
}

/// A hook without an address gets nothing; one whose callbacks are off gets a row that says so.
void add_callback(OrderState& state, const OrderStep& step,
                  const std::optional<ConfirmationRecord>& confirmation, const ChangeContext& context,
                  Unit& unit) {
  if (step.effect == OrderEffect::none || context.hook->record.callback_url.empty()) return;
  ++state.order.last_sequence;
  CallbackRecord callback{.id = CallbackId{make_id("cb_", context.now, context.random)},
                          .order_id = state.order.id,
                          .merchant_id = state.order.merchant_id,
                          .hook_id = context.hook->record.id,
                          .type = std::string{callback_type(step.effect)},
                          .sequence = state.order.last_sequence,
                          .body = callback_body(state, step, confirmation, context),
                          .created_at = context.now,
                          .status = storage::CallbackStatus::pending,
                          .attempts_made = 0,
                          .next_attempt_at = context.wall_now + context.first_attempt_after,
                          .lease = context.lease};
  // A later callback must not overtake an earlier one: the outbox hands it out when its turn has come.
  if (state.order.last_sequence > 1) callback.lease.reset();
  if (!context.hook->record.callbacks_enabled) {
    callback.lease.reset();
    callback.status = storage::CallbackStatus::failed;
    unit.settlements.push_back({.id = callback.id,
                                .attempt = {},
                                .status = storage::CallbackStatus::failed,
                                .next_attempt_at = {},
                                .failure = std::string{gone}});
  }
  unit.callbacks.push_back(std::move(callback));
}

}  // namespace

void end_pending_confirmation(OrderState& state, std::string_view status, Unit& unit) {
  for (auto& confirmation : state.confirmations) {
    if (confirmation.status != "pending") continue;
    confirmation.status = status;
    unit.confirmations.push_back(confirmation);
  }
}

OrderAction take_step(OrderState& state, const OrderStep& step, OrderEvent event,
                      const ChangeContext& context, Unit& unit) {
  const bool is_new = unit.new_order.has_value();
  const std::optional<OrderStatus> from = is_new ? std::nullopt : std::optional{state.order.status};
  OrderAction action{.effect = step.effect, .confirmation = {}};

  // A confirmation was asked for one cart and one state: whatever comes next, it is not waited for any
  // longer.
  if (step.to != OrderStatus::awaiting_confirmation || step.effect == OrderEffect::request_confirmation) {
    end_pending_confirmation(state, "dropped", unit);
  }
  state.order.status = step.to;
  state.order.updated_at = context.now;
  if (step.effect == OrderEffect::announce_approval) state.order.was_approved = true;
  if (step.effect == OrderEffect::request_confirmation) {
    action.confirmation = new_confirmation(state, context);
    state.confirmations.push_back(*action.confirmation);
    unit.confirmations.push_back(*action.confirmation);
  }
  add_callback(state, step, action.confirmation, context, unit);
  unit.history.push_back({.order_id = state.order.id,
                          .at = context.now,
                          .actor = std::string{context.actor},
                          .event = std::string{history_name(event)},
                          .from = from,
                          .to = step.to});
  return action;
}

storage::AssessmentRecord to_record(const Assessment& assessment, std::int64_t order_version, Timestamp at) {
  storage::AssessmentRecord record{.order_version = order_version,
                                   .at = at,
                                   .verdict = assessment.verdict,
                                   .score = assessment.score,
                                   .policy_version = assessment.policy_version,
                                   .model = assessment.model,
                                   .document = {}};
  JsonWriter out(record.document);
  write_json(out, assessment);
  return record;
}

std::vector<Reason> reasons_of(const storage::AssessmentRecord& assessment) {
  std::vector<Reason> reasons;
  const auto document = nlohmann::json::parse(assessment.document);
  for (const auto& row : document.at("reasons")) {
    reasons.push_back({.code = row.at("code").get<std::string>(),
                       .contribution = std::llround(row.at("contribution").get<double>() * 10),
                       .detail = row.at("detail").get<std::string>(),
                       .detail_en = row.at("detail_en").get<std::string>()});
  }
  return reasons;
}

CallbackRecord test_callback(const Hook& hook, Random& random, Timestamp now) {
  const auto& merchant = hook.record.merchants.front();
  CallbackRecord callback{.id = CallbackId{make_id("cb_", now, random)},
                          .order_id = {},
                          .merchant_id = merchant,
                          .hook_id = hook.record.id,
                          .type = "hook.test",
                          .sequence = 0,
                          .body = {},
                          .created_at = now,
                          .status = storage::CallbackStatus::pending,
                          .attempts_made = 0,
                          .next_attempt_at = now,
                          .lease = {}};
  JsonWriter out(callback.body);
  out.begin_object().member("type", callback.type).member("timestamp", format_rfc3339(now));
  out.key("data").begin_object().member("merchant_id", merchant.str());
  out.member("hook_id", hook.record.id.str()).member("test", true).end_object().end_object();
  return callback;
}

}  // namespace sekisho::gateway
