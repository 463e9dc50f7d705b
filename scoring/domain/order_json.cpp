#include <array>

#include <domain/enum_names.h>
#include <domain/order_json.h>
#include <nlohmann/json.hpp>

namespace sekisho {
namespace {

using nlohmann::json;

constexpr std::array scenario_kinds{
    std::pair{ScenarioKind::purchase, std::string_view{"purchase"}},
    std::pair{ScenarioKind::subscription, std::string_view{"subscription"}},
    std::pair{ScenarioKind::sample_request, std::string_view{"sample_request"}},
    std::pair{ScenarioKind::reservation, std::string_view{"reservation"}},
};
constexpr std::array payment_methods{
    std::pair{PaymentMethod::card, std::string_view{"card"}},
    std::pair{PaymentMethod::deferred, std::string_view{"deferred"}},
    std::pair{PaymentMethod::cod, std::string_view{"cod"}},
    std::pair{PaymentMethod::konbini, std::string_view{"konbini"}},
    std::pair{PaymentMethod::bank_transfer, std::string_view{"bank_transfer"}},
    std::pair{PaymentMethod::carrier, std::string_view{"carrier"}},
    std::pair{PaymentMethod::wallet, std::string_view{"wallet"}},
};
constexpr std::array three_ds_states{
    std::pair{ThreeDs::authenticated, std::string_view{"authenticated"}},
    std::pair{ThreeDs::attempted, std::string_view{"attempted"}},
    std::pair{ThreeDs::not_attempted, std::string_view{"not_attempted"}},
    std::pair{ThreeDs::failed, std::string_view{"failed"}},
};
constexpr std::array speakers{
    std::pair{Speaker::bot, std::string_view{"bot"}},
    std::pair{Speaker::visitor, std::string_view{"visitor"}},
};

// --- writing: an absent member is left out
// -----------------------------------------------------------------------

void write_text(JsonWriter& out, std::string_view name, std::string_view text) {
  if (!text.empty()) out.member(name, text);
}

template <class T>
void write_optional(JsonWriter& out, std::string_view name, const std::optional<T>& item) {
  if (item) out.member(name, *item);
}

void write_time(JsonWriter& out, std::string_view name, const std::optional<Timestamp>& at) {
  if (at) out.member(name, std::string_view{format_rfc3339(*at)});
}

void write_contact_members(JsonWriter& out, const Contact& contact) {
  write_text(out, "name", contact.name);
  write_text(out, "name_kana", contact.name_kana);
  write_text(out, "phone", contact.phone);
  write_text(out, "email", contact.email);
  write_text(out, "postal_code", contact.postal_code);
  write_text(out, "prefecture", contact.prefecture);
  write_text(out, "address", contact.address);
  write_text(out, "building", contact.building);
  write_text(out, "birth_date", contact.birth_date);
  write_text(out, "gender", contact.gender);
}

void write_scenario(JsonWriter& out, const Scenario& scenario) {
  out.begin_object();
  write_text(out, "id", scenario.id);
  if (scenario.kind) out.member("kind", to_string(*scenario.kind));
  write_text(out, "name", scenario.name);
  out.end_object();
}

void write_visitor(JsonWriter& out, const Visitor& visitor) {
  out.begin_object();
  write_text(out, "ip", visitor.ip);
  write_text(out, "user_agent", visitor.user_agent);
  write_text(out, "device_id", visitor.device_id);
  write_text(out, "language", visitor.language);
  write_text(out, "referrer", visitor.referrer);
  write_text(out, "landing_url", visitor.landing_url);
  if (visitor.affiliate) {
    out.key("affiliate").begin_object();
    write_text(out, "network", visitor.affiliate->network);
    write_text(out, "media_id", visitor.affiliate->media_id);
    write_text(out, "click_id", visitor.affiliate->click_id);
    write_time(out, "clicked_at", visitor.affiliate->clicked_at);
    out.end_object();
  }
  out.end_object();
}

void write_cart(JsonWriter& out, const Cart& cart) {
  out.begin_object();
  out.member("currency", std::string_view{cart.total.currency}).member("total", cart.total.amount);
  out.key("items").begin_array();
  for (const auto& item : cart.items) {
    out.begin_object();
    write_text(out, "sku", item.sku);
    write_text(out, "name", item.name);
    out.member("quantity", item.quantity);
    if (item.unit_price) out.member("unit_price", item.unit_price->amount);
    out.member("first_time_offer", item.first_time_offer).member("recurring", item.recurring);
    out.end_object();
  }
  out.end_array().end_object();
}

void write_payment(JsonWriter& out, const Payment& payment) {
  out.begin_object().member("method", to_string(payment.method));
  if (payment.card) {
    out.key("card").begin_object();
    write_text(out, "bin", payment.card->bin);
    write_text(out, "last4", payment.card->last4);
    write_text(out, "holder", payment.card->holder);
    write_text(out, "token", payment.card->token);
    if (payment.card->three_ds) out.member("three_ds", to_string(*payment.card->three_ds));
    write_optional(out, "failed_attempts", payment.card->failed_attempts);
    out.end_object();
  }
  out.end_object();
}

// --- reading back: only what was written above, so that a wrong shape is a broken row and throws
// -----------------

template <class T>
std::optional<T> optional_at(const json& object, const char* name) {
  if (!object.is_object()) throw json::type_error::create(302, "not an object", nullptr);
  const auto member = object.find(name);
  return member == object.end() ? std::nullopt : std::optional<T>{member->get<T>()};
}

std::string text_at(const json& object, const char* name) {
  return optional_at<std::string>(object, name).value_or("");
}

Timestamp time_of(const std::string& text) {
  const auto at = parse_rfc3339(text);
  if (!at) throw json::type_error::create(302, "not a time", nullptr);
  return *at;
}

std::optional<Timestamp> time_at(const json& object, const char* name) {
  const auto text = optional_at<std::string>(object, name);
  return text ? std::optional{time_of(*text)} : std::nullopt;
}

Contact contact_of(const json& object) {
  return {.name = text_at(object, "name"),
          .name_kana = text_at(object, "name_kana"),
          .phone = text_at(object, "phone"),
          .email = text_at(object, "email"),
          .postal_code = text_at(object, "postal_code"),
          .prefecture = text_at(object, "prefecture"),
          .address = text_at(object, "address"),
          .building = text_at(object, "building"),
          .birth_date = text_at(object, "birth_date"),
          .gender = text_at(object, "gender")};
}

Visitor visitor_of(const json& object) {
  Visitor visitor{.ip = text_at(object, "ip"),
                  .user_agent = text_at(object, "user_agent"),
                  .device_id = text_at(object, "device_id"),
                  .language = text_at(object, "language"),
                  .referrer = text_at(object, "referrer"),
                  .landing_url = text_at(object, "landing_url"),
                  .affiliate = {}};
  if (const auto affiliate = object.find("affiliate"); affiliate != object.end()) {
    visitor.affiliate = Affiliate{.network = text_at(*affiliate, "network"),
                                  .media_id = text_at(*affiliate, "media_id"),
                                  .click_id = text_at(*affiliate, "click_id"),
                                  .clicked_at = time_at(*affiliate, "clicked_at")};
  }
  return visitor;
}

Cart cart_of(const json& object) {
  const auto currency = object.at("currency").get<std::string>();
  Cart cart{.total = {object.at("total").get<std::int64_t>(), currency}, .items = {}};
  for (const auto& row : object.at("items")) {
    Item item{.sku = text_at(row, "sku"),
              .name = text_at(row, "name"),
              .quantity = row.at("quantity").get<std::int64_t>(),
              .unit_price = {},
              .first_time_offer = row.at("first_time_offer").get<bool>(),
              .recurring = row.at("recurring").get<bool>()};
    if (const auto price = optional_at<std::int64_t>(row, "unit_price"))
      item.unit_price = Money{*price, currency};
    cart.items.push_back(std::move(item));
  }
  return cart;
}

Payment payment_of(const json& object) {
  Payment payment{.method = payment_method_from(object.at("method").get<std::string>()).value(), .card = {}};
  if (const auto card = object.find("card"); card != object.end()) {
    payment.card = Card{.bin = text_at(*card, "bin"),
                        .last4 = text_at(*card, "last4"),
                        .holder = text_at(*card, "holder"),
                        .token = text_at(*card, "token"),
                        .three_ds = three_ds_from(text_at(*card, "three_ds")),
                        .failed_attempts = optional_at<std::int64_t>(*card, "failed_attempts")};
  }
  return payment;
}

Order order_of(const json& object) {
  Order order;
  order.id = OrderId{object.at("id").get<std::string>()};
  order.merchant_id = MerchantId{object.at("merchant_id").get<std::string>()};
  order.hook_id = HookId{object.at("hook_id").get<std::string>()};
  order.conversation_id = ConversationId{object.at("conversation_id").get<std::string>()};
  order.placed_at = time_of(object.at("placed_at").get<std::string>());
  order.received_at = time_of(object.at("received_at").get<std::string>());
  order.version = object.at("version").get<std::int64_t>();
  order.buyer = contact_of(object.at("buyer"));
  if (const auto delivery = object.find("delivery"); delivery != object.end()) {
    order.delivery = Delivery{contact_of(*delivery), text_at(*delivery, "desired_at")};
  }
  order.cart = cart_of(object.at("cart"));
  order.payment = payment_of(object.at("payment"));
  if (const auto scenario = object.find("scenario"); scenario != object.end()) {
    order.conversation.scenario = Scenario{
        text_at(*scenario, "id"), scenario_kind_from(text_at(*scenario, "kind")), text_at(*scenario, "name")};
  }
  if (const auto visitor = object.find("visitor"); visitor != object.end()) {
    order.conversation.visitor = visitor_of(*visitor);
  }
  return order;
}

}  // namespace

void write_json(JsonWriter& out, const Order& order) {
  out.begin_object();
  out.member("id", order.id.str()).member("merchant_id", order.merchant_id.str());
  out.member("hook_id", order.hook_id.str()).member("conversation_id", order.conversation_id.str());
  out.member("placed_at", format_rfc3339(order.placed_at));
  out.member("received_at", format_rfc3339(order.received_at));
  out.member("version", order.version);
  out.key("buyer").begin_object();
  write_contact_members(out, order.buyer);
  out.end_object();
  if (order.delivery) {
    out.key("delivery").begin_object();
    write_contact_members(out, order.delivery->recipient);
    write_text(out, "desired_at", order.delivery->desired_at);
    out.end_object();
  }
  out.key("cart");
  write_cart(out, order.cart);
  out.key("payment");
  write_payment(out, order.payment);
  if (order.conversation.scenario) {
    out.key("scenario");
    write_scenario(out, *order.conversation.scenario);
  }
  if (order.conversation.visitor) {
    out.key("visitor");
    write_visitor(out, *order.conversation.visitor);
  }
  out.end_object();
}

void write_json(JsonWriter& out, const Conversation& conversation) {
  out.begin_object();
  if (conversation.scenario) {
    out.key("scenario");
    write_scenario(out, *conversation.scenario);
  }
  if (conversation.visitor) {
    out.key("visitor");
    write_visitor(out, *conversation.visitor);
  }
  out.key("messages").begin_array();
  for (const auto& message : conversation.messages) {
    out.begin_object();
    out.member("at", format_rfc3339(message.at)).member("from", to_string(message.from));
    write_text(out, "question_id", message.question_id);
    out.member("text", message.text);
    write_optional(out, "typing_ms", message.typing_ms);
    write_optional(out, "pasted", message.pasted);
    write_optional(out, "edits", message.edits);
    out.end_object();
  }
  out.end_array();
  out.key("answers").begin_object();
  for (const auto& [question, answer] : conversation.answers)
    out.member(question, answer);
  out.end_object().end_object();
}

Result<Order> read_order(std::string_view text) {
  try {
    return order_of(json::parse(text));
  } catch (const json::exception&) {
    return fail(ErrorKind::malformed, "not an order document");
  } catch (const std::bad_optional_access&) {
    return fail(ErrorKind::malformed, "not an order document");
  }
}

std::string_view to_string(ScenarioKind kind) {
  return name_of(scenario_kinds, kind);
}

std::string_view to_string(PaymentMethod method) {
  return name_of(payment_methods, method);
}

std::string_view to_string(ThreeDs state) {
  return name_of(three_ds_states, state);
}

std::string_view to_string(Speaker speaker) {
  return name_of(speakers, speaker);
}

std::optional<ScenarioKind> scenario_kind_from(std::string_view text) {
  return named(scenario_kinds, text);
}

std::optional<PaymentMethod> payment_method_from(std::string_view text) {
  return named(payment_methods, text);
}

std::optional<ThreeDs> three_ds_from(std::string_view text) {
  return named(three_ds_states, text);
}

std::optional<Speaker> speaker_from(std::string_view text) {
  return named(speakers, text);
}

}  // namespace sekisho
