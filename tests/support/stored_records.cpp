#include "support/stored_records.h"

#include <functional>

namespace sekisho::storage {

LookupKey key_of(std::string_view text) {
  LookupKey key{};
  auto hash = std::hash<std::string_view>{}(text);
  for (auto& byte : key) {
    byte = static_cast<std::byte>(hash >> 56U);
    hash = hash * 6364136223846793005U + 1442695040888963407U;
  }
  return key;
}

ConversationKey conversation(const std::string& id, const std::string& merchant, const std::string& hook) {
  return {HookId{hook}, MerchantId{merchant}, ConversationId{id}};
}

EventRecord an_event(const std::string& event_id, const std::string& conversation_id) {
  return {.key = {HookId{"hook_1"}, EventId{event_id}},
          .merchant_id = MerchantId{"acme"},
          .conversation_id = ConversationId{conversation_id},
          .type = "conversation.updated",
          .received_at = noon,
          .body_hash = key_of("body of " + event_id),
          .body = "body of " + event_id,
          .answer_status = 202,
          .answer = "answer to " + event_id};
}

OrderRecord an_order(const std::string& id, const std::string& conversation_id) {
  return {
      .id = OrderId{id},
      .merchant_id = MerchantId{"acme"},
      .hook_id = HookId{"hook_1"},
      .conversation_id = ConversationId{conversation_id},
      .status = OrderStatus::in_review,
      .version = 1,
      .revision = 1,
      .last_sequence = 1,
      .was_approved = false,
      .created_at = noon,
      .updated_at = noon,
      .verdict = Verdict::review,
      .score = 653,
      .document = "document of " + id,
      .lookup_keys = {{std::uint8_t{0}, key_of("phone of " + id)}, {std::uint8_t{4}, key_of("ip of " + id)}},
      .trace = "trace of " + id};
}

AssessmentRecord an_assessment(Verdict verdict, Tenths score) {
  return {.order_version = 1,
          .at = noon,
          .verdict = verdict,
          .score = score,
          .policy_version = 3,
          .model = "scorecard-1",
          .document = "assessment of " + std::to_string(score)};
}

ConfirmationRecord a_confirmation(const std::string& id) {
  return {.id = ConfirmationId{id},
          .order_version = 1,
          .channel = "sms",
          .provider = "vendor",
          .status = "pending",
          .attempt = 1,
          .attempts = 0,
          .requested_at = noon,
          .expires_at = noon + 15min};
}

CallbackRecord a_callback(const std::string& id, const std::string& order_id, std::int64_t sequence) {
  return {.id = CallbackId{id},
          .order_id = OrderId{order_id},
          .merchant_id = MerchantId{"acme"},
          .hook_id = HookId{"hook_1"},
          .type = "order.review_requested",
          .sequence = sequence,
          .body = "body of " + id,
          .created_at = noon,
          .status = CallbackStatus::pending,
          .attempts_made = 0,
          .next_attempt_at = noon,
          .lease = {}};
}

Unit completed(const std::string& n) {
  Unit unit;
  unit.event = an_event("evt-" + n, "c-" + n);
  unit.event->type = "conversation.completed";
  unit.event->answer_status = 200;
  unit.conversation = conversation("c-" + n);
  unit.new_order = an_order("ord_" + n, "c-" + n);
  unit.assessment = an_assessment(Verdict::review, 653);
  unit.history.push_back({.order_id = OrderId{"ord_" + n},
                          .at = noon,
                          .actor = "gateway",
                          .event = "decided",
                          .from = std::nullopt,
                          .to = OrderStatus::in_review});
  unit.callbacks.push_back(a_callback("cb_" + n, "ord_" + n, 1));
  return unit;
}

Unit change_of(const OrderState& state, OrderStatus to) {
  Unit unit;
  unit.changed_order = state.order;
  unit.changed_order->status = to;
  unit.history.push_back({.order_id = state.order.id,
                          .at = noon,
                          .actor = "operator",
                          .event = "decided",
                          .from = state.order.status,
                          .to = to});
  return unit;
}

Unit with_callback(const CallbackRecord& callback) {
  Unit unit;
  unit.callbacks.push_back(callback);
  return unit;
}

Unit with_settlement(const Settlement& settlement) {
  Unit unit;
  unit.settlements.push_back(settlement);
  return unit;
}

MerchantRecord a_merchant(const std::string& id) {
  return {.id = MerchantId{id}, .name = "Shop " + id, .created_at = noon};
}

HookRecord a_hook(const std::string& id) {
  return {.id = HookId{id},
          .adapter = "qualva",
          .callback_url = "https://vendor.example/callbacks?key=k-1",
          .enabled = true,
          .callbacks_enabled = true,
          .merchants = {MerchantId{"acme"}, MerchantId{"beta"}},
          .revision = 0,
          .created_at = noon};
}

SecretRecord a_secret(const std::string& id, const std::string& hook) {
  return {.id = id,
          .hook_id = HookId{hook},
          .use = SecretUse::signing,
          .secret = Secret{"whsec_" + id},
          .created_at = noon};
}

PolicyRecord a_policy(std::int64_t version, bool active, const std::string& merchant) {
  return {.merchant_id = MerchantId{merchant},
          .version = version,
          .document = "policy " + std::to_string(version),
          .created_at = noon,
          .created_by = "operator",
          .active = active};
}

ListEntryRecord a_list_entry(const std::string& id, const std::string& value) {
  return {.id = id,
          .merchant_id = MerchantId{"acme"},
          .list = "deny",
          .kind = "phone",
          .key = key_of(value),
          .value = value,
          .reason = "reason of " + id,
          .expires_at = noon + 24h,
          .created_at = noon};
}

}  // namespace sekisho::storage
