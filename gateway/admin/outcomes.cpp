#include <algorithm>

#include "admin/handlers.h"
#include "admin/json_body.h"
#include "admin/views.h"

namespace sekisho::gateway::admin {
namespace {

/// What a person says that an order turned out to be; nothing takes an earlier word back.
struct Label {
  OrderId order_id;
  std::optional<Outcome> outcome;
  std::string actor;
};

CommandOutcome apply(const Label& label, const DeskView& context) {
  auto found = context.store.find_orders(std::span{&label.order_id, 1});
  if (!found) return {storage_unavailable(), {}};
  if (!found->front()) return {no_such("order"), {}};
  auto& order = found->front()->order;
  CommandOutcome outcome{{}, {}};
  if (order.outcome != label.outcome) {
    order.outcome = label.outcome;
    order.outcome_at = label.outcome ? std::optional{context.now} : std::nullopt;
    const auto word = label.outcome ? to_string(*label.outcome) : std::string_view{"none"};
    outcome.unit.history.push_back({.order_id = order.id,
                                    .at = context.now,
                                    .actor = label.actor,
                                    .event = "outcome." + std::string{word},
                                    .from = order.status,
                                    .to = order.status});
    outcome.unit.changed_order = order;
  }
  outcome.response = json_response(200, object_view(order, write_order_row));
  return outcome;
}

}  // namespace

Answer set_outcome(AdminApi& api, const AdminCall& call) {
  BodyReader body(call.body);
  Label label{.order_id = OrderId{call.arguments[0]}, .outcome = {}, .actor = call.actor};
  const bool cleared =
      call.body.is_object() && call.body.contains("outcome") && call.body["outcome"].is_null();
  if (!cleared) {
    const auto word = body.text("outcome", 32);
    body.require(word.has_value(), "outcome");
    if (word) label.outcome = outcome_from(*word);
    if (word && !label.outcome) {
      body.fault("outcome",
                 "expected legitimate, fraud.affiliate, fraud.resale, fraud.stolen_card, fraud.nonpayment, "
                 "fraud.other, or null");
    }
  }
  body.only({"outcome"});
  if (const auto error = body.error()) co_return problem(*error);
  Command set = [label](const DeskView& context) { return apply(label, context); };
  co_return co_await api.change(call, std::move(set));
}

}  // namespace sekisho::gateway::admin
