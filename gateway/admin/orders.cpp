#include <algorithm>

#include <domain/order_json.h>

#include "admin/handlers.h"
#include "admin/json_body.h"
#include "admin/views.h"
#include "desk/keyed_identifiers.h"
#include "desk/workspace.h"
#include "orders/order_changes.h"

namespace sekisho::gateway::admin {
namespace {

using scoring::IdentifierKind;

constexpr std::size_t longest_note = 1000;

/// What `q` means: an order's id, a phone or an e-mail address of a merchant's buyers, or else a
/// conversation.
Result<void> read_query(AdminApi& api, const std::string& q, storage::OrderFilter& filter) {
  if (q.starts_with("ord_")) {
    filter.id = OrderId{q};
    return {};
  }
  const auto kind = q.contains('@') ? IdentifierKind::email : IdentifierKind::phone;
  const auto canonical = scoring::canonical_value(kind, q);
  if (!canonical) {
    filter.conversation_id = ConversationId{q};
    return {};
  }
  if (!filter.merchant_id) {
    return fail(ErrorKind::invalid,
                "A search by phone or e-mail needs merchant_id: buyers are keyed per merchant.");
  }
  filter.lookup_key = {static_cast<std::uint8_t>(kind),
                       identifier_key(*filter.merchant_id, kind, *canonical, api.hasher())};
  return {};
}

Result<storage::OrderFilter> filter_of(AdminApi& api, const Request& request) {
  storage::OrderFilter filter;
  if (const auto merchant = request.parameter("merchant_id")) filter.merchant_id = MerchantId{*merchant};
  if (const auto status = request.parameter("status")) {
    filter.status = order_status_from(*status);
    if (!filter.status)
      return fail(ErrorKind::invalid, "status is approved, awaiting_confirmation, in_review or cancelled.");
  }
  if (const auto verdict = request.parameter("verdict")) {
    filter.verdict = verdict_from(*verdict);
    if (!filter.verdict) return fail(ErrorKind::invalid, "verdict is approve, challenge, review or reject.");
  }
  if (const auto q = request.parameter("q"); q && !q->empty()) {
    if (auto read = read_query(api, *q, filter); !read) return std::unexpected(read.error());
  }
  return filter;
}

/// The conversation as its events tell it.
std::string conversation_json(adapters::Adapter* adapter, const std::vector<std::string>& bodies) {
  std::vector<ConversationPart> parts;
  for (const auto& body : bodies) {
    const auto event = adapter == nullptr ? Result<Event>{std::unexpected(Error{})} : adapter->read(body);
    const auto* part = event ? part_of(*event) : nullptr;
    if (part != nullptr) parts.push_back(*part);
  }
  std::string json;
  JsonWriter out(json);
  write_json(out, fold(parts));
  return json;
}

/// All that the store has of one order; nothing when there is no such order.
Result<std::optional<OrderView>> read_order_view(storage::Reader& reader, const OrderId& id,
                                                 std::vector<std::string>& bodies) {
  auto state = reader.order(id);
  if (!state) return std::unexpected(state.error());
  if (!*state) return std::nullopt;
  OrderView view{.state = **state, .assessments = {}, .callbacks = {}, .history = {}, .conversation = {}};
  const auto& order = view.state.order;
  auto assessments = reader.assessments(id);
  auto history = reader.history(id);
  auto callbacks = reader.callbacks({.status = {}, .merchant_id = {}, .hook_id = {}, .order_id = id},
                                    {.limit = 500, .cursor = {}});
  auto told = reader.conversation_bodies({order.hook_id, order.merchant_id, order.conversation_id});
  if (!assessments) return std::unexpected(assessments.error());
  if (!history) return std::unexpected(history.error());
  if (!callbacks) return std::unexpected(callbacks.error());
  if (!told) return std::unexpected(told.error());
  view.assessments = *std::move(assessments);
  view.history = *std::move(history);
  view.callbacks = std::move(callbacks->rows);
  std::ranges::reverse(view.callbacks);  // lists are newest first; an order's callbacks read in sequence
  bodies = *std::move(told);
  return view;
}

struct PersonsDecision {
  OrderId order_id;
  OrderEvent event;
  std::string note;
  std::optional<std::int64_t> version;
  std::string actor;
  std::chrono::milliseconds first_attempt_after;  ///< of the callback that it causes
};

/// What a person's decision does to an order: at most one step, and nothing when it stands already.
CommandOutcome decide(const PersonsDecision& decision, const DeskView& context, Random& random) {
  auto found = context.store.find_orders(std::span{&decision.order_id, 1});
  if (!found) return {storage_unavailable(), {}};
  if (!found->front()) return {no_such("order"), {}};
  auto& state = *found->front();
  if (decision.version && *decision.version != state.order.version) {
    return {problem(409, "The order is at another version than the one you decided on: read it again."), {}};
  }
  const auto* merchant = context.settings.merchant(state.order.merchant_id);
  auto hook = context.settings.hook(state.order.hook_id);
  if (hook == nullptr) hook = std::make_shared<const Hook>();  // removed since: nobody to call back
  CommandOutcome outcome{{}, {}};
  if (const auto step = next_step(state.order.status, decision.event, state.order.was_approved)) {
    const auto reasons = reasons_of(state.assessment);
    const ChangeContext change{.hook = hook,
                               .policy = *merchant->policy,
                               .random = random,
                               .now = context.now,
                               .wall_now = context.wall_now,
                               .first_attempt_after = decision.first_attempt_after,
                               .lease = {},
                               .actor = decision.actor,
                               .reasons = reasons};
    take_step(state, *step, decision.event, change, outcome.unit);
    outcome.unit.history.back().note = decision.note;
    outcome.unit.changed_order = state.order;
  }
  outcome.response = json_response(200, object_view(state.order, write_order_row));
  return outcome;
}

}  // namespace

Answer list_orders(AdminApi& api, const AdminCall& call) {
  const auto filter = filter_of(api, call.request);
  if (!filter) co_return problem(filter.error());
  const auto wanted = page_of(call.request);
  if (!wanted) co_return problem(wanted.error());
  const auto read = [filter = *filter, wanted = *wanted](storage::Reader& r) {
    return r.orders(filter, wanted);
  };
  const auto page = co_await api.readers().run(read);
  if (!page) co_return problem(page.error());
  const auto write = [](JsonWriter& out, const storage::OrderState& state) {
    write_order_row(out, state.order);
  };
  co_return json_response(200, list_view(page->rows, page->next_cursor, write));
}

Answer get_order(AdminApi& api, const AdminCall& call) {
  std::vector<std::string> bodies;
  const auto read = [id = OrderId{call.arguments[0]}, &bodies](storage::Reader& r) {
    return read_order_view(r, id, bodies);
  };
  auto view = co_await api.readers().run(read);
  if (!view) co_return problem(view.error());
  if (!*view) co_return no_such("order");
  const auto hook = api.settings()->hook((*view)->state.order.hook_id);
  const auto adapter_name = hook == nullptr ? std::string{"qualva"} : hook->record.adapter;
  (*view)->conversation = conversation_json(api.adapter(adapter_name), bodies);
  co_return json_response(200, order_view(**view));
}

Answer decide_order(AdminApi& api, const AdminCall& call) {
  BodyReader body(call.body);
  const auto word = body.text("decision", 16);
  const auto note = body.text("note", longest_note);
  const auto version = body.integer("version");
  body.require(word.has_value(), "decision");
  if (word && *word != "approve" && *word != "cancel") body.fault("decision", "expected approve or cancel");
  body.only({"decision", "note", "version"});
  if (const auto error = body.error()) co_return problem(*error);

  const PersonsDecision decision{
      .order_id = OrderId{call.arguments[0]},
      .event = *word == "approve" ? OrderEvent::decided_approve : OrderEvent::decided_cancel,
      .note = note.value_or(""),
      .version = version,
      .actor = call.actor,
      .first_attempt_after = api.first_attempt_after()};
  Command command = [decision, &random = api.random()](const DeskView& context) {
    return decide(decision, context, random);
  };
  co_return co_await api.change(call, std::move(command));
}

}  // namespace sekisho::gateway::admin
