#include "desk/decider.h"

#include <algorithm>

#include <domain/json_writer.h>
#include <domain/order_json.h>

#include "desk/answers.h"
#include "desk/keyed_identifiers.h"

namespace sekisho::gateway {
namespace {

using storage::ConversationKey;
using storage::OrderState;
using storage::Stored;
using storage::Unit;

Decided refusal(ErrorKind kind, std::string detail, std::string_view result) {
  return {.response = problem(Error{kind, std::move(detail)}), .unit = {}, .result = result, .verdict = {}};
}

Decided replay(const storage::StoredAnswer& answer) {
  auto response = json_response(answer.status, answer.body);
  response.headers.emplace_back("webhook-replayed", "true");
  return {.response = std::move(response), .unit = {}, .result = "replayed", .verdict = {}};
}

std::string document_of(const Order& order) {
  std::string document;
  document.reserve(1024);
  JsonWriter out(document);
  write_json(out, order);
  return document;
}

}  // namespace

/// One delivery and where it is decided.
struct Decider::Scene {
  const Delivery& delivery;
  const Settings& settings;
  Timestamp wall_now;
  const Workspace& workspace;

  [[nodiscard]] const MerchantId& merchant() const { return delivery.event.merchant_id; }

  /// The hook as it is now: it may have changed since the delivery was verified.
  [[nodiscard]] std::shared_ptr<const Hook> hook() const {
    auto current = settings.hook(delivery.hook->record.id);
    return current != nullptr ? current : delivery.hook;
  }

  [[nodiscard]] const Policy& policy() const { return *settings.merchants.at(merchant()).policy; }

  [[nodiscard]] const scoring::CompiledPolicy& compiled_policy() const {
    return *settings.merchants.at(merchant()).compiled;
  }

  [[nodiscard]] ConversationKey conversation() const {
    return {delivery.hook->record.id, merchant(), target_of(delivery.event).conversation_id};
  }

  /// The order that the event names: of this merchant and through this hook, or none.
  [[nodiscard]] std::shared_ptr<OrderState> order() const {
    const auto target = target_of(delivery.event);
    const auto state =
        target.order_id.empty() ? workspace.order_of(conversation()) : workspace.order(target.order_id);
    const bool ours = state != nullptr && state->order.merchant_id == merchant() &&
                      state->order.hook_id == delivery.hook->record.id;
    return ours ? state : nullptr;
  }

  /// The delivery as it is remembered, with its answer.
  [[nodiscard]] storage::EventRecord record(const ConversationId& conversation_id, int status,
                                            const std::string& answer) const {
    return {.key = {delivery.hook->record.id, delivery.event_id},
            .merchant_id = merchant(),
            .conversation_id = conversation_id,
            .type = std::string{type_of(delivery.event)},
            .received_at = delivery.received_at,
            .body_hash = delivery.body_hash,
            .body = delivery.body,
            .answer_status = status,
            .answer = answer};
  }

  /// Remembers the delivery and its answer in the unit.
  [[nodiscard]] Decided done(Unit unit, const ConversationId& conversation_id, int status, std::string answer,
                             std::string_view result) const {
    unit.event = record(conversation_id, status, answer);
    return {.response = json_response(status, std::move(answer)),
            .unit = std::move(unit),
            .result = result,
            .verdict = {}};
  }
};

Decider::Decider(const scoring::Engine& engine, scoring::History& history, const ListIndex& lists,
                 storage::LookupHasher hasher, Random& random, OutboxOptions outbox,
                 std::optional<ReferenceLookup> reference)
    : engine_(engine),
      history_(history),
      lists_(lists),
      hasher_(std::move(hasher)),
      random_(random),
      outbox_(std::move(outbox)),
      reference_(std::move(reference)) {}

Stored<Decided> Decider::decide(const Delivery& delivery, const Settings& settings, Timestamp wall_now,
                                const Workspace& workspace) {
  if (const auto* first = workspace.answer({delivery.hook->record.id, delivery.event_id})) {
    if (first->body_hash == delivery.body_hash) return replay(*first);
    return refusal(ErrorKind::conflict, "This event id was used before with another body.", "conflict");
  }
  const Scene scene{delivery, settings, wall_now, workspace};
  if (settings.merchant(scene.merchant()) == nullptr) {
    return refusal(ErrorKind::forbidden, "This hook does not serve that merchant.", "forbidden");
  }
  const auto& payload = delivery.event.payload;
  if (const auto* completed = std::get_if<ConversationCompleted>(&payload))
    return complete(scene, *completed);
  if (part_of(delivery.event) != nullptr) return take_part(scene);

  if (scene.order() == nullptr) {
    return refusal(ErrorKind::not_found, "No order of this hook and merchant has that id or conversation.",
                   "not_found");
  }
  if (const auto* amended = std::get_if<OrderAmended>(&payload)) return amend(scene, *amended);
  if (const auto* report = std::get_if<ConfirmationReported>(&payload))
    return report_confirmation(scene, *report);
  if (std::holds_alternative<CodeSubmitted>(payload)) return submit_code(scene);
  return cancel(scene);
}

Stored<Decided> Decider::take_part(const Scene& scene) {
  const auto key = scene.conversation();
  Unit unit;
  unit.conversation = key;
  return scene.done(std::move(unit), key.conversation_id, 202, accepted_answer(key.conversation_id),
                    "accepted");
}

Stored<Conversation> Decider::conversation_of(const Scene& scene, const ConversationKey& key) {
  const auto bodies = scene.workspace.bodies(key);
  if (!bodies) return std::unexpected(bodies.error());
  std::vector<ConversationPart> parts;
  if (const auto* own = part_of(scene.delivery.event)) parts.push_back(*own);
  if (bodies->empty()) return fold(parts);

  const auto& name = scene.delivery.hook->record.adapter;
  auto& adapter = adapters_[name];
  if (adapter == nullptr) adapter = adapters::make_adapter(name);
  for (const auto& body : *bodies) {
    // A body that an earlier version took and this one does not read adds nothing to the conversation.
    const auto event = adapter->read(body);
    const auto* part = event ? part_of(*event) : nullptr;
    if (part != nullptr) parts.push_back(*part);
  }
  return fold(parts);
}

Stored<Order> Decider::build_order(const Scene& scene, const ConversationCompleted& completed) {
  auto conversation = conversation_of(scene, scene.conversation());
  if (!conversation) return std::unexpected(conversation.error());
  return Order{.id = OrderId{make_id("ord_", scene.delivery.received_at, random_)},
               .merchant_id = scene.merchant(),
               .hook_id = scene.delivery.hook->record.id,
               .conversation_id = completed.conversation_id,
               .placed_at = scene.delivery.event.timestamp,
               .received_at = scene.delivery.received_at,
               .version = 1,
               .buyer = completed.buyer,
               .delivery = completed.delivery,
               .cart = completed.cart,
               .payment = completed.payment,
               .conversation = *std::move(conversation)};
}

Assessment Decider::assess(const Order& order, const scoring::Trace& trace,
                           std::span<const KeyedIdentifier> identifiers,
                           const scoring::CompiledPolicy& policy, const scoring::ReferenceFacts& reference) {
  auto past = history_.look({.id = order.id,
                             .merchant = order.merchant_id,
                             .trace = trace,
                             .at = order.received_at,
                             .consult = policy.policy().network.consult});
  past.list_hits = lists_.hits(identifiers, order.received_at);
  return engine_.assess(order, past, policy, reference);
}

scoring::ReferenceFacts Decider::look_up(const Order& order) {
  return reference_ ? reference_->facts_of(order) : scoring::ReferenceFacts{};
}

ChangeContext Decider::context_of(const Scene& scene, std::span<const Reason> reasons) const {
  const bool at_once = outbox_.first_attempt_after == std::chrono::milliseconds{0};
  std::optional<storage::Lease> lease;
  if (at_once) lease = storage::Lease{outbox_.owner, scene.wall_now + outbox_.lease_for};
  return {.hook = scene.hook(),
          .policy = scene.policy(),
          .random = random_,
          .now = scene.delivery.received_at,
          .wall_now = scene.wall_now,
          .first_attempt_after = outbox_.first_attempt_after,
          .lease = std::move(lease),
          .actor = "vendor",
          .reasons = reasons};
}

Stored<Decided> Decider::complete(const Scene& scene, const ConversationCompleted& completed) {
  const auto key = scene.conversation();
  Unit unit;
  unit.conversation = key;
  if (const auto existing = scene.workspace.order_of(key)) {
    return scene.done(std::move(unit), key.conversation_id, 200, existing_decision_answer(*existing),
                      "decided");
  }
  const auto order = build_order(scene, completed);
  if (!order) return std::unexpected(order.error());

  // The visitor may be known from an earlier part alone: then the ingress could not prepare all of it.
  const bool prepared = completed.part.visitor.has_value() || !order->conversation.visitor.has_value();
  const auto identifiers = prepared ? scene.delivery.identifiers : keyed_identifiers(*order, hasher_);
  auto trace = prepared ? scene.delivery.trace : engine_.trace(*order, trace_keys(hasher_));
  scoring::trace_chat(trace, order->conversation, trace_keys(hasher_));
  const auto reference = prepared ? scene.delivery.reference : look_up(*order);
  const auto assessment = assess(*order, trace, identifiers, scene.compiled_policy(), reference);
  OrderState state;
  state.order = {.id = order->id,
                 .merchant_id = order->merchant_id,
                 .hook_id = order->hook_id,
                 .conversation_id = order->conversation_id,
                 .created_at = order->received_at,
                 .updated_at = order->received_at,
                 .verdict = assessment.verdict,
                 .score = assessment.score,
                 .document = document_of(*order),
                 .lookup_keys = {},
                 .trace = scoring::encode_trace(trace)};
  state.assessment = to_record(assessment, 1, order->received_at);
  for (const auto& identifier : identifiers) {
    if (identifier.party != scoring::Party::buyer) continue;
    state.order.lookup_keys.emplace_back(static_cast<std::uint8_t>(identifier.kind), identifier.key);
  }

  unit.new_order = state.order;
  const auto event = placed(assessment.verdict);
  const auto context = context_of(scene, assessment.reasons);
  const auto action = take_step(state, *next_step(std::nullopt, event, false), event, context, unit);
  unit.new_order = state.order;
  unit.assessment = state.assessment;
  auto answer = decision_answer(state, assessment.base, assessment.reasons, action);
  auto decided = scene.done(std::move(unit), key.conversation_id, 200, std::move(answer), "decided");
  decided.verdict = assessment.verdict;
  history_.add({.id = order->id,
                .merchant = order->merchant_id,
                .at = order->received_at,
                .status = state.order.status,
                .outcome = {},
                .outcome_at = {},
                .shared = scene.policy().network.contribute,
                .trace = std::move(trace)});
  decided.take_back = [this, id = order->id] { history_.remove(id); };
  return decided;
}

Stored<Decided> Decider::amend(const Scene& scene, const OrderAmended& amended_event) {
  const auto state = scene.order();
  if (state->order.status == OrderStatus::cancelled) {
    return refusal(ErrorKind::conflict, "This order is cancelled; it cannot be amended.", "conflict");
  }
  auto order = read_order(state->order.document);
  if (!order) return std::unexpected(storage::StorageFault{"a stored order cannot be read", false});
  const auto& ids = state->order;
  auto conversation = conversation_of(scene, {ids.hook_id, ids.merchant_id, ids.conversation_id});
  if (!conversation) return std::unexpected(conversation.error());
  order->conversation = *std::move(conversation);
  order->cart = amended_event.cart;
  order->version = state->order.version + 1;

  // Judged as of its own time, and not as its own predecessor.
  const auto trace = engine_.trace(*order, trace_keys(hasher_));
  const auto assessment =
      assess(*order, trace, keyed_identifiers(*order, hasher_), scene.compiled_policy(), look_up(*order));

  state->order.version = order->version;
  state->order.verdict = assessment.verdict;
  state->order.score = assessment.score;
  state->order.document = document_of(*order);
  state->order.trace = scoring::encode_trace(trace);
  state->assessment = to_record(assessment, order->version, scene.delivery.received_at);
  Unit unit;
  const auto event = amended(assessment.verdict);
  const auto step = next_step(state->order.status, event, state->order.was_approved);
  const auto action = take_step(*state, *step, event, context_of(scene, assessment.reasons), unit);
  unit.changed_order = state->order;
  unit.assessment = state->assessment;
  auto answer = decision_answer(*state, assessment.base, assessment.reasons, action);
  auto decided = scene.done(std::move(unit), ids.conversation_id, 200, std::move(answer), "decided");
  decided.verdict = assessment.verdict;
  return decided;
}

/// An event that comes too late or contradicts the state is answered with the state, and changes nothing.
Decided Decider::step_order(const Scene& scene, OrderState& state, OrderEvent event) {
  Unit unit;
  if (const auto step = next_step(state.order.status, event, state.order.was_approved)) {
    const auto reasons = reasons_of(state.assessment);
    take_step(state, *step, event, context_of(scene, reasons), unit);
    unit.changed_order = state.order;
  }
  return scene.done(std::move(unit), state.order.conversation_id, 200, order_answer(state.order), "accepted");
}

Decided Decider::cancel(const Scene& scene) {
  return step_order(scene, *scene.order(), OrderEvent::cancelled_by_buyer);
}

Decided Decider::report_confirmation(const Scene& scene, const ConfirmationReported& report) {
  const auto state = scene.order();
  // The one that is named, or the latest that had been asked for when the vendor says this happened, to the
  // second.
  const auto happened = std::chrono::floor<std::chrono::seconds>(scene.delivery.event.timestamp);
  storage::ConfirmationRecord* meant = nullptr;
  for (auto& confirmation : state->confirmations) {
    const auto requested = std::chrono::floor<std::chrono::seconds>(confirmation.requested_at);
    const bool matches =
        report.confirmation_id.empty() ? requested <= happened : confirmation.id == report.confirmation_id;
    if (matches && (meant == nullptr || meant->requested_at <= confirmation.requested_at))
      meant = &confirmation;
  }
  const bool awaited =
      meant != nullptr && meant->status == "pending" && state->order.version == meant->order_version;
  if (!awaited) {
    return scene.done({}, state->order.conversation_id, 200, order_answer(state->order), "accepted");
  }
  Unit ended;
  end_pending_confirmation(*state, report.succeeded ? "succeeded" : "failed", ended);
  const auto failed = scene.policy().confirmation.on_failure == Fallback::cancel
                          ? OrderEvent::confirmation_failed_cancel
                          : OrderEvent::confirmation_failed_review;
  auto decided = step_order(scene, *state, report.succeeded ? OrderEvent::confirmed : failed);
  decided.unit->confirmations.insert(decided.unit->confirmations.begin(), ended.confirmations.begin(),
                                     ended.confirmations.end());
  return decided;
}

/// The vendor checks its own codes and reports the result; what it submits here changes nothing.
Decided Decider::submit_code(const Scene& scene) {
  const auto state = scene.order();
  const auto& confirmations = state->confirmations;
  const auto tried = confirmations.empty() ? std::int64_t{0} : confirmations.back().attempts;
  const auto left = std::max<std::int64_t>(0, scene.policy().confirmation.max_attempts - tried);
  return scene.done({}, state->order.conversation_id, 200, order_answer(state->order, left), "accepted");
}

}  // namespace sekisho::gateway
