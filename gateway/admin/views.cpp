#include "admin/views.h"

#include <optional>

namespace sekisho::gateway::admin {
namespace {

/// A member that is `null` when the text is empty.
void write_text_or_null(JsonWriter& out, std::string_view name, std::string_view text) {
  out.key(name);
  if (text.empty()) {
    out.null();
  } else {
    out.value(text);
  }
}

void write_time(JsonWriter& out, std::string_view name, const std::optional<Timestamp>& at) {
  write_text_or_null(out, name, at ? format_rfc3339(*at) : "");
}

void write_assessment_row(JsonWriter& out, const storage::AssessmentRecord& assessment) {
  out.begin_object();
  out.member("order_version", assessment.order_version).member("created_at", format_rfc3339(assessment.at));
  out.member("verdict", to_string(assessment.verdict)).key("score").tenths(assessment.score);
  out.member("policy_version", assessment.policy_version).member("model", assessment.model);
  out.end_object();
}

void write_confirmation(JsonWriter& out, const storage::ConfirmationRecord& confirmation) {
  out.begin_object();
  out.member("id", confirmation.id.str()).member("created_at", format_rfc3339(confirmation.requested_at));
  out.member("channel", confirmation.channel).member("provider", confirmation.provider);
  out.member("status", confirmation.status).member("order_version", confirmation.order_version);
  out.member("attempt", confirmation.attempt).member("attempts", confirmation.attempts);
  out.member("expires_at", format_rfc3339(confirmation.expires_at));
  out.end_object();
}

void write_history_row(JsonWriter& out, const storage::HistoryRecord& row) {
  out.begin_object();
  out.member("at", format_rfc3339(row.at)).member("actor", row.actor).member("event", row.event);
  write_text_or_null(out, "from", row.from ? to_string(*row.from) : std::string_view{});
  out.member("to", to_string(row.to));
  if (!row.note.empty()) out.member("note", row.note);
  out.end_object();
}

void write_order_members(JsonWriter& out, const storage::OrderRecord& order) {
  out.member("id", order.id.str()).member("created_at", format_rfc3339(order.created_at));
  out.member("updated_at", format_rfc3339(order.updated_at));
  out.member("merchant_id", order.merchant_id.str()).member("hook_id", order.hook_id.str());
  out.member("conversation_id", order.conversation_id.str());
  out.member("status", to_string(order.status)).member("version", order.version);
  write_text_or_null(out, "outcome", order.outcome ? to_string(*order.outcome) : std::string_view{});
  write_time(out, "outcome_at", order.outcome_at);
}

void write_callback_stub(JsonWriter& out, const storage::CallbackView& view) {
  out.begin_object();
  out.member("id", view.callback.id.str()).member("type", view.callback.type);
  out.member("status", to_string(view.callback.status)).member("sequence", view.callback.sequence);
  out.end_object();
}

}  // namespace

void write_merchant(JsonWriter& out, const storage::MerchantRecord& merchant) {
  out.begin_object();
  out.member("id", merchant.id.str()).member("name", merchant.name);
  out.member("created_at", format_rfc3339(merchant.created_at)).end_object();
}

void write_hook_members(JsonWriter& out, const storage::HookRecord& hook) {
  out.member("id", hook.id.str()).member("created_at", format_rfc3339(hook.created_at));
  out.member("path", "/v1/hooks/" + hook.id.str()).member("adapter", hook.adapter);
  write_text_or_null(out, "callback_url", hook.callback_url);
  out.member("enabled", hook.enabled).member("callbacks_enabled", hook.callbacks_enabled);
  out.key("merchants").begin_array();
  for (const auto& merchant : hook.merchants)
    out.value(merchant.str());
  out.end_array();
}

void write_hook(JsonWriter& out, const storage::HookRecord& hook) {
  out.begin_object();
  write_hook_members(out, hook);
  out.end_object();
}

void write_policy_version(JsonWriter& out, const storage::PolicyRecord& policy) {
  out.begin_object();
  out.member("version", policy.version).member("created_at", format_rfc3339(policy.created_at));
  out.member("created_by", policy.created_by).member("active", policy.active).end_object();
}

std::string policy_view(const storage::PolicyRecord& policy) {
  std::string body;
  JsonWriter out(body);
  out.begin_object().member("version", policy.version).key("policy").raw(policy.document).end_object();
  return body;
}

void write_list_entry(JsonWriter& out, const storage::ListEntryRecord& entry) {
  out.begin_object();
  out.member("id", entry.id).member("created_at", format_rfc3339(entry.created_at));
  out.member("kind", entry.kind).member("value", entry.value).member("reason", entry.reason);
  write_time(out, "expires_at", entry.expires_at);
  out.end_object();
}

void write_order_row(JsonWriter& out, const storage::OrderRecord& order) {
  out.begin_object();
  write_order_members(out, order);
  out.member("verdict", to_string(order.verdict)).key("score").tenths(order.score);
  out.end_object();
}

std::string order_view(const OrderView& view) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  write_order_members(out, view.state.order);
  out.key("order").raw(view.state.order.document);
  out.key("assessment").raw(view.state.assessment.document);
  out.key("assessments").begin_array();
  for (const auto& assessment : view.assessments)
    write_assessment_row(out, assessment);
  out.end_array().key("confirmations").begin_array();
  for (const auto& confirmation : view.state.confirmations)
    write_confirmation(out, confirmation);
  out.end_array().key("callbacks").begin_array();
  for (const auto& callback : view.callbacks)
    write_callback_stub(out, callback);
  out.end_array().key("conversation").raw(view.conversation);
  out.key("history").begin_array();
  for (const auto& row : view.history)
    write_history_row(out, row);
  out.end_array().end_object();
  return body;
}

void write_callback(JsonWriter& out, const storage::CallbackView& view) {
  const auto& callback = view.callback;
  out.begin_object();
  out.member("id", callback.id.str()).member("created_at", format_rfc3339(callback.created_at));
  write_text_or_null(out, "order_id", callback.order_id.str());
  out.member("merchant_id", callback.merchant_id.str()).member("hook_id", callback.hook_id.str());
  out.member("type", callback.type).member("status", to_string(callback.status));
  out.member("sequence", callback.sequence);
  if (!view.failure.empty()) out.member("error", view.failure);
  out.key("attempts").begin_array();
  for (const auto& attempt : view.attempts) {
    out.begin_object().member("at", format_rfc3339(attempt.at)).key("status");
    if (attempt.status) {
      out.value(*attempt.status);
    } else {
      out.null();
    }
    write_text_or_null(out, "error", attempt.error);
    out.member("duration_ms", attempt.duration_ms).end_object();
  }
  out.end_array();
  write_time(out, "next_attempt_at", callback.next_attempt_at);
  out.end_object();
}

}  // namespace sekisho::gateway::admin
