#include "event_body.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <domain/json_writer.h>
#include <domain/order_json.h>

#include "calendar.h"
#include "dice.h"

namespace sekisho::simulation {
namespace {

void open(JsonWriter& json, std::string_view type, const Told& told, Timestamp at) {
  json.begin_object().member("type", type).member("timestamp", format_jst(at));
  json.member("merchant_id", told.merchant.str());
  json.key("data").begin_object().member("conversation_id", told.conversation.str());
}

void close(JsonWriter& json) {
  json.end_object().end_object();
}

void write_scenario(JsonWriter& json, const Scenario& scenario) {
  json.key("scenario").begin_object().member("id", scenario.id);
  json.member("kind", to_string(*scenario.kind)).member("name", scenario.name).end_object();
}

void write_visitor(JsonWriter& json, const Told& told, Timestamp chat_began) {
  const Visitor& visitor = told.visit.visitor;
  json.key("visitor").begin_object();
  json.member("ip", visitor.ip).member("user_agent", visitor.user_agent);
  if (!visitor.device_id.empty()) json.member("device_id", visitor.device_id);
  json.member("language", visitor.language).member("referrer", visitor.referrer);
  json.member("landing_url", visitor.landing_url);
  if (visitor.affiliate) {
    json.key("affiliate").begin_object().member("network", visitor.affiliate->network);
    json.member("media_id", visitor.affiliate->media_id).member("click_id", "k-" + told.conversation.str());
    json.member("clicked_at", format_jst(chat_began - told.visit.since_click)).end_object();
  }
  json.end_object();
}

void write_messages(JsonWriter& json, std::span<const Message> messages) {
  json.key("messages").begin_array();
  for (const Message& message : messages) {
    json.begin_object().member("at", format_jst(message.at));
    json.member("from", message.from == Speaker::bot ? "bot" : "visitor");
    json.member("question_id", message.question_id).member("text", message.text);
    if (message.typing_ms) json.member("typing_ms", *message.typing_ms);
    if (message.pasted) json.member("pasted", *message.pasted);
    if (message.edits) json.member("edits", *message.edits);
    json.end_object();
  }
  json.end_array();
}

void write_party(JsonWriter& json, const Contact& contact) {
  json.member("name", contact.name).member("name_kana", contact.name_kana).member("phone", contact.phone);
  json.member("postal_code", contact.postal_code).member("prefecture", contact.prefecture);
  json.member("address", contact.address).member("building", contact.building);
}

/// A reservation asks for nothing that a parcel needs.
void write_answers(JsonWriter& json, const Visit& visit) {
  Contact buyer = visit.buyer;
  if (visit.scenario.kind == ScenarioKind::reservation) {
    buyer.postal_code.clear();
    buyer.prefecture.clear();
    buyer.address.clear();
    buyer.building.clear();
  }
  json.key("answers").begin_object();
  write_party(json, buyer);
  json.member("email", buyer.email).member("birth_date", buyer.birth_date).member("gender", buyer.gender);
  json.end_object();
}

/// What had been answered when the chat stood where these messages end.
void write_answers_so_far(JsonWriter& json, std::span<const Message> messages) {
  json.key("answers").begin_object();
  constexpr std::array<std::string_view, 7> identity{"name",        "name_kana", "phone",   "email",
                                                     "postal_code", "address",   "building"};
  for (const std::string_view id : identity) {
    // The last word of several.
    for (std::size_t i = messages.size(); i-- > 0;) {
      if (messages[i].from != Speaker::visitor || messages[i].question_id != id) continue;
      json.member(id, messages[i].text);
      break;
    }
  }
  json.end_object();
}

void write_cart(JsonWriter& json, const Cart& cart) {
  json.key("cart").begin_object().member("currency", "JPY").member("total", cart.total.amount);
  json.key("items").begin_array();
  for (const Item& item : cart.items) {
    json.begin_object().member("sku", item.sku).member("name", item.name).member("quantity", item.quantity);
    json.member("unit_price", item.unit_price->amount).member("first_time_offer", item.first_time_offer);
    json.member("recurring", item.recurring).end_object();
  }
  json.end_array().end_object();
}

void write_payment(JsonWriter& json, const Payment& payment) {
  json.key("payment").begin_object().member("method", to_string(payment.method));
  if (payment.card) {
    const Card& card = *payment.card;
    json.key("card").begin_object().member("bin", card.bin).member("last4", card.last4);
    json.member("holder", card.holder)
        .member("token", card.token)
        .member("three_ds", to_string(*card.three_ds));
    json.member("failed_attempts", *card.failed_attempts).end_object();
  }
  json.end_object();
}

void write_chat_so_far(JsonWriter& json, const Told& told, std::span<const Message> messages) {
  write_scenario(json, told.visit.scenario);
  write_visitor(json, told, messages.front().at);
  write_messages(json, messages);
}

}  // namespace

std::string completed_body(const Told& told, std::span<const Message> messages) {
  std::string body;
  JsonWriter json{body};
  open(json, "conversation.completed", told, told.visit.at);
  write_chat_so_far(json, told, messages);
  write_answers(json, told.visit);
  if (const auto& delivery = told.visit.delivery) {
    json.key("delivery").begin_object();
    write_party(json, delivery->recipient);
    if (!delivery->desired_at.empty()) json.member("desired_at", delivery->desired_at);
    json.end_object();
  }
  write_cart(json, told.visit.cart);
  write_payment(json, told.visit.payment);
  close(json);
  return body;
}

std::string updated_body(const Told& told, std::span<const Message> messages) {
  std::string body;
  JsonWriter json{body};
  open(json, "conversation.updated", told, messages.back().at);
  write_chat_so_far(json, told, messages);
  write_answers_so_far(json, messages);
  close(json);
  return body;
}

std::string abandoned_body(const Told& told, std::span<const Message> messages) {
  std::string body;
  JsonWriter json{body};
  open(json, "conversation.abandoned", told, told.visit.at);
  write_chat_so_far(json, told, messages);
  write_answers_so_far(json, messages);
  json.member("last_question_id", messages.back().question_id);
  close(json);
  return body;
}

std::string amended_body(const Told& told, Timestamp at) {
  std::string body;
  JsonWriter json{body};
  open(json, "order.amended", told, at);
  json.member("reason", "upsell");
  write_cart(json, *told.visit.upsold);
  close(json);
  return body;
}

std::string cancelled_body(const Told& told, Timestamp at) {
  std::string body;
  JsonWriter json{body};
  open(json, "order.cancelled", told, at);
  json.member("reason", "buyer_request");
  close(json);
  return body;
}

}  // namespace sekisho::simulation
