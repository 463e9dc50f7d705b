#include "ingress/ingress.h"

#include <optional>
#include <span>
#include <utility>

#include <adapters/standard_webhooks.h>

#include "desk/keyed_identifiers.h"
#include "desk/workspace.h"

namespace sekisho::gateway {
namespace {

namespace asio = boost::asio;

constexpr std::string_view hooks_path = "/v1/hooks/";

/// One answer for every hook id that takes nothing: unknown, disabled or malformed.
Response no_such_hook() {
  return problem(404, "No such hook.");
}

Response limited(std::chrono::seconds wait) {
  auto response = problem(429, "Too many requests; wait and send it again.");
  response.headers = {{"Retry-After", std::to_string(wait.count())}};
  return response;
}

std::string_view result_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::unauthorized:
      return "unauthorized";
    case ErrorKind::forbidden:
      return "forbidden";
    default:
      return "invalid";
  }
}

/// The order that a completing event is about to make, as far as look-ups go.
Order preview_of(const Delivery& delivery, const ConversationCompleted& completed) {
  Order order;
  order.merchant_id = delivery.event.merchant_id;
  order.placed_at = delivery.event.timestamp;
  order.received_at = delivery.received_at;
  order.buyer = completed.buyer;
  order.delivery = completed.delivery;
  order.cart = completed.cart;
  order.payment = completed.payment;
  order.conversation.visitor = completed.part.visitor;
  return order;
}

}  // namespace

Ingress::Ingress(const IngressServices& services)
    : services_(services), settings_(services.board), hasher_(services.master) {
  if (services_.reference != nullptr) reference_.emplace(*services_.reference);
  nobody_.emplace_back(Secret{random_bytes(services.random, 32)});
}

asio::awaitable<Response> Ingress::handle(const Request& request) {
  if (!request.path.starts_with(hooks_path)) co_return problem(404, "Webhooks go to /v1/hooks/{hook_id}.");
  if (request.method != Method::post) {
    auto response = problem(405, "A webhook is a POST.");
    response.headers.emplace_back("Allow", "POST");
    co_return response;
  }
  auto delivery = prepare(request);
  if (!delivery) {
    const HookId id{request.path.substr(hooks_path.size())};
    const bool known = settings_.refresh().hook(id) != nullptr;
    co_return refuse(request, known ? std::string_view{id.str()} : "unknown", std::move(delivery.error()));
  }
  const std::string hook = delivery->hook->record.id.str();
  Work work = *std::move(delivery);
  auto response = co_await services_.inbox.submit(std::move(work));
  if (response.status == 503) services_.metrics.event(hook, "unavailable");
  if (response.status >= 400) {
    services_.log.info(
        "delivery refused",
        {{"request_id", request.request_id}, {"hook", hook}, {"status", std::int64_t{response.status}}});
  }
  co_return response;
}

Response Ingress::refuse(const Request& request, std::string_view hook, Refusal refusal) {
  services_.metrics.event(hook, refusal.result);
  services_.log.info("delivery refused", {{"request_id", request.request_id},
                                          {"hook", hook},
                                          {"status", std::int64_t{refusal.response.status}},
                                          {"result", refusal.result}});
  return std::move(refusal.response);
}

Ingress::Checked<std::shared_ptr<const Hook>> Ingress::find_hook(const Request& request) {
  const auto steady = services_.clock.steady();
  if (const auto wait = services_.per_address.try_acquire(request.peer, steady)) {
    return std::unexpected(Refusal{limited(*wait), "limited"});
  }
  const HookId id{request.path.substr(hooks_path.size())};
  auto hook = settings_.refresh().hook(id);
  if (hook == nullptr || !hook->record.enabled) {
    keys_.erase(id);
    (void)check_signature(request, nobody_);
    return std::unexpected(Refusal{no_such_hook(), "not_found"});
  }
  if (const auto wait = services_.per_hook.try_acquire(id.str(), steady)) {
    return std::unexpected(Refusal{limited(*wait), "limited"});
  }
  return hook;
}

Ingress::Checked<EventId> Ingress::check_signature(const Request& request, std::span<Hmac> keys) {
  const adapters::SignatureHeaders headers{.id = request.all("webhook-id"),
                                           .timestamp = request.all("webhook-timestamp"),
                                           .signature = request.all("webhook-signature")};
  const auto now = services_.event_clock ? std::nullopt : std::optional{services_.clock.now()};
  const auto message = adapters::verify(headers, request.body, keys, now);
  if (!message) return std::unexpected(Refusal{problem(message.error()), "unauthorized"});
  return EventId{message->id};
}

std::span<Hmac> Ingress::keys_of(const std::shared_ptr<const Hook>& hook) {
  auto& entry = keys_[hook->record.id];
  // A changed hook is a new object: its contexts are made anew, once.
  if (entry.hook != hook) {
    entry.keys.clear();
    for (const auto& secret : hook->signing)
      entry.keys.emplace_back(secret.key);
    entry.hook = hook;
  }
  return entry.keys;
}

Ingress::Checked<Delivery> Ingress::prepare(const Request& request) {
  auto hook = find_hook(request);
  if (!hook) return std::unexpected(std::move(hook.error()));
  auto event_id = check_signature(request, keys_of(*hook));
  if (!event_id) return std::unexpected(std::move(event_id.error()));

  const auto& name = (*hook)->record.adapter;
  auto& adapter = adapters_[name];
  if (adapter == nullptr) adapter = adapters::make_adapter(name);
  auto event = adapter->read(request.body);
  if (!event) return std::unexpected(Refusal{problem(event.error()), result_of(event.error().kind)});
  if (!(*hook)->serves(event->merchant_id)) {
    return std::unexpected(Refusal{problem(403, "This hook does not serve that merchant."), "forbidden"});
  }
  Delivery delivery{.hook = *std::move(hook),
                    .event_id = *std::move(event_id),
                    .body_hash = hasher_.key({}, "body", request.body),
                    .body = std::string{request.body},
                    .received_at = services_.event_clock ? event->timestamp : services_.clock.now(),
                    .arrived = services_.clock.steady(),
                    .event = *std::move(event),
                    .identifiers = {},
                    .trace = {}};
  prepare_order(delivery);
  return delivery;
}

void Ingress::prepare_order(Delivery& delivery) {
  const auto* completed = std::get_if<ConversationCompleted>(&delivery.event.payload);
  if (completed == nullptr) return;
  const Order order = preview_of(delivery, *completed);
  delivery.identifiers = keyed_identifiers(order, hasher_);
  delivery.trace = services_.engine.trace(order, trace_keys(hasher_));
  if (reference_) delivery.reference = reference_->facts_of(order);
}

}  // namespace sekisho::gateway
