#include "qualva.h"

#include <algorithm>
#include <array>
#include <utility>

#include <domain/order_json.h>

#include "json/fields.h"

namespace sekisho::adapters {
namespace {

using json::Fields;
using json::Need;

constexpr std::size_t max_id_bytes = 128;

/// Identifiers and times, which may have the form of a card number. The card's token is not among them: a
/// careless sender puts the number there.
constexpr std::array<std::string_view, 18> card_free = {
    "/type",
    "/timestamp",
    "/merchant_id",
    "/data/conversation_id",
    "/data/order_id",
    "/data/confirmation_id",
    "/data/scenario/id",
    "/data/scenario/reserved_at",
    "/data/visitor/device_id",
    "/data/visitor/affiliate/network",
    "/data/visitor/affiliate/media_id",
    "/data/visitor/affiliate/click_id",
    "/data/visitor/affiliate/clicked_at",
    "/data/messages/*/at",
    "/data/messages/*/question_id",
    "/data/cart/items/*/sku",
    "/data/answers/birth_date",
    "/data/delivery/desired_at",
};

// --- what a conversation holds ---------------------------------------------

Scenario read_scenario(const Fields& fields) {
  return {.id = fields.text("id"),
          .kind = fields.choice("kind", scenario_kind_from,
                                "purchase, subscription, sample_request, reservation"),
          .name = fields.text("name")};
}

Affiliate read_affiliate(const Fields& fields) {
  return {.network = fields.text("network"),
          .media_id = fields.text("media_id"),
          .click_id = fields.text("click_id"),
          .clicked_at = fields.time("clicked_at")};
}

Visitor read_visitor(const Fields& fields) {
  Visitor visitor{.ip = fields.text("ip"),
                  .user_agent = fields.text("user_agent"),
                  .device_id = fields.text("device_id"),
                  .language = fields.text("language"),
                  .referrer = fields.text("referrer"),
                  .landing_url = fields.text("landing_url"),
                  .affiliate = std::nullopt};
  if (const auto affiliate = fields.object("affiliate")) visitor.affiliate = read_affiliate(*affiliate);
  return visitor;
}

/// Time and speaker may be absent like all else; a line that nobody is named for counts as the visitor's.
Message read_message(const Fields& fields) {
  return {.at = fields.time("at").value_or(Timestamp{}),
          .from = fields.choice("from", speaker_from, "bot, visitor").value_or(Speaker::visitor),
          .question_id = fields.text("question_id"),
          .text = fields.text("text"),
          .typing_ms = fields.whole("typing_ms", 0),
          .pasted = fields.flag("pasted"),
          .edits = fields.whole("edits", 0)};
}

Contact read_buyer(const Fields& answers) {
  return {.name = answers.text("name"),
          .name_kana = answers.text("name_kana"),
          .phone = answers.text("phone"),
          .email = answers.text("email"),
          .postal_code = answers.text("postal_code"),
          .prefecture = answers.text("prefecture"),
          .address = answers.text("address"),
          .building = answers.text("building"),
          .birth_date = answers.text("birth_date"),
          .gender = answers.text("gender")};
}

Delivery read_delivery(const Fields& fields) {
  Delivery delivery;
  delivery.recipient.name = fields.text("name");
  delivery.recipient.name_kana = fields.text("name_kana");
  delivery.recipient.phone = fields.text("phone");
  delivery.recipient.postal_code = fields.text("postal_code");
  delivery.recipient.prefecture = fields.text("prefecture");
  delivery.recipient.address = fields.text("address");
  delivery.recipient.building = fields.text("building");
  delivery.desired_at = fields.text("desired_at");
  return delivery;
}

// --- what is bought, and how it is paid ------------------------------------

std::string read_currency(const Fields& cart) {
  std::string currency = cart.text("currency");
  if (currency.empty()) return Money{}.currency;
  const bool capitals = std::ranges::all_of(currency, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (currency.size() != 3 || !capitals)
    cart.refuse("currency", "must be an ISO 4217 code of three capitals");
  return currency;
}

Item read_item(const Fields& fields, const std::string& currency) {
  Item item{.sku = fields.text("sku"),
            .name = fields.text("name"),
            .quantity = fields.whole("quantity", 1).value_or(1),
            .unit_price = std::nullopt,
            .first_time_offer = fields.flag("first_time_offer").value_or(false),
            .recurring = fields.flag("recurring").value_or(false)};
  if (const auto price = fields.whole("unit_price", 0)) item.unit_price = Money{*price, currency};
  return item;
}

Cart read_cart(const Fields& fields, Need total) {
  const std::string currency = read_currency(fields);
  return {.total = {fields.whole("total", 0, total).value_or(0), currency},
          .items = fields.list("items", [&](const Fields& item) { return read_item(item, currency); })};
}

Card read_card(const Fields& fields) {
  return {
      .bin = fields.text("bin"),
      .last4 = fields.text("last4"),
      .holder = fields.text("holder"),
      .token = fields.text("token"),
      .three_ds = fields.choice("three_ds", three_ds_from, "authenticated, attempted, not_attempted, failed"),
      .failed_attempts = fields.whole("failed_attempts", 0)};
}

Payment read_payment(const Fields& fields, Need method) {
  Payment payment;
  payment.method = fields
                       .choice("method", payment_method_from,
                               "card, deferred, cod, konbini, bank_transfer, carrier, wallet", method)
                       .value_or(PaymentMethod::card);
  if (const auto card = fields.object("card")) payment.card = read_card(*card);
  return payment;
}

// --- the events ------------------------------------------------------------

ConversationPart read_part(const Fields& data, Timestamp at) {
  ConversationPart part;
  part.at = at;
  if (const auto scenario = data.object("scenario")) part.scenario = read_scenario(*scenario);
  if (const auto visitor = data.object("visitor")) part.visitor = read_visitor(*visitor);
  part.messages = data.list("messages", read_message);
  return part;
}

/// Every conversation event has this form. One that makes no order need not have all that an order needs, but
/// what it has is checked just the same.
ConversationCompleted read_conversation(const Fields& data, Timestamp at, Need of_an_order) {
  ConversationCompleted event;
  event.conversation_id = ConversationId{data.text("conversation_id", Need::required, max_id_bytes)};
  event.part = read_part(data, at);
  event.part.closing = of_an_order == Need::required;
  if (const auto answers = data.object("answers", of_an_order)) {
    event.part.answers = answers->texts();
    event.buyer = read_buyer(*answers);
  }
  if (const auto delivery = data.object("delivery")) event.delivery = read_delivery(*delivery);
  if (const auto cart = data.object("cart", of_an_order)) event.cart = read_cart(*cart, of_an_order);
  if (const auto payment = data.object("payment", of_an_order)) {
    event.payment = read_payment(*payment, of_an_order);
  }
  return event;
}

EventPayload read_updated(const Fields& data, Timestamp at) {
  auto event = read_conversation(data, at, Need::optional);
  return ConversationUpdated{std::move(event.conversation_id), std::move(event.part)};
}

EventPayload read_completed(const Fields& data, Timestamp at) {
  return read_conversation(data, at, Need::required);
}

EventPayload read_abandoned(const Fields& data, Timestamp at) {
  auto event = read_conversation(data, at, Need::optional);
  return ConversationAbandoned{std::move(event.conversation_id), std::move(event.part)};
}

OrderRef read_order_ref(const Fields& data) {
  OrderRef order{OrderId{data.text("order_id")},
                 ConversationId{data.text("conversation_id", Need::optional, max_id_bytes)}};
  if (order.order_id.empty() && order.conversation_id.empty()) {
    data.refuse("conversation_id", "is required, or order_id");
  }
  return order;
}

EventPayload read_amended(const Fields& data, Timestamp /*at*/) {
  OrderAmended event{read_order_ref(data), {}};
  if (const auto cart = data.object("cart", Need::required)) event.cart = read_cart(*cart, Need::required);
  return event;
}

EventPayload read_cancelled(const Fields& data, Timestamp /*at*/) {
  return OrderCancelled{read_order_ref(data)};
}

std::optional<std::string> channel_from(std::string_view text) {
  if (text == "sms" || text == "voice") return std::string{text};
  return std::nullopt;
}

ConfirmationReported read_report(const Fields& data, bool succeeded) {
  static_cast<void>(data.text("reason"));  // known, so its type is checked; nothing is decided by it
  return {.order = read_order_ref(data),
          .confirmation_id = ConfirmationId{data.text("confirmation_id")},
          .succeeded = succeeded,
          .channel = data.choice("channel", channel_from, "sms, voice").value_or("")};
}

EventPayload read_succeeded(const Fields& data, Timestamp /*at*/) {
  return read_report(data, true);
}

EventPayload read_failed(const Fields& data, Timestamp /*at*/) {
  return read_report(data, false);
}

EventPayload read_code(const Fields& data, Timestamp /*at*/) {
  return CodeSubmitted{.order = read_order_ref(data),
                       .confirmation_id = ConfirmationId{data.text("confirmation_id")},
                       .code = data.text("code", Need::required)};
}

using ReadPayload = EventPayload (*)(const Fields& data, Timestamp at);

constexpr std::array event_types{
    std::pair{std::string_view{"conversation.updated"}, ReadPayload{read_updated}},
    std::pair{std::string_view{"conversation.completed"}, ReadPayload{read_completed}},
    std::pair{std::string_view{"conversation.abandoned"}, ReadPayload{read_abandoned}},
    std::pair{std::string_view{"order.amended"}, ReadPayload{read_amended}},
    std::pair{std::string_view{"order.cancelled"}, ReadPayload{read_cancelled}},
    std::pair{std::string_view{"confirmation.succeeded"}, ReadPayload{read_succeeded}},
    std::pair{std::string_view{"confirmation.failed"}, ReadPayload{read_failed}},
    std::pair{std::string_view{"confirmation.code_submitted"}, ReadPayload{read_code}},
};

std::optional<ReadPayload> reader_of(std::string_view type) {
  const auto* const found = std::ranges::find(event_types, type, [](const auto& row) { return row.first; });
  if (found == event_types.end()) return std::nullopt;
  return found->second;
}

Event read_event(const Fields& envelope) {
  Event event;
  event.merchant_id = MerchantId{envelope.text("merchant_id", Need::required, max_id_bytes)};
  event.timestamp = envelope.time("timestamp", Need::required).value_or(Timestamp{});
  const auto read_payload =
      envelope.choice("type", reader_of, "the event types that the format knows", Need::required);
  const auto data = envelope.object("data", Need::required);
  if (read_payload && data) event.payload = (*read_payload)(*data, event.timestamp);
  return event;
}

}  // namespace

Qualva::Qualva() : reader_(card_free) {}

Result<Event> Qualva::read(std::string_view body) {
  auto document = reader_.read(body);
  if (!document) return std::unexpected(std::move(document.error()));
  json::Faults& faults = document->faults;
  const bool holds_card = !faults.empty();

  Event event;
  simdjson::dom::object root;
  if (document->root.get(root) == simdjson::SUCCESS) {
    event = read_event(Fields{root, json::Path{}, faults});
  } else {
    faults.add(json::Path{}, "must be an object");
  }
  if (faults.empty()) return event;
  return fail(ErrorKind::invalid,
              holds_card ? "the payload holds a full card number" : "the payload is not a qualva event",
              faults.take());
}

}  // namespace sekisho::adapters
