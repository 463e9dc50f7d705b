#include "support/random_orders.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace sekisho::testing {
namespace {

constexpr std::array<std::string_view, 8> words{"",     "山田 花子", "a\"b\\c",      "line\nbreak\ttab",
                                                "髙﨑", "𠮷野家😊",  "\x01\x1f end", "090-1234-5678"};

std::string text(Random& random) {
  return std::string{words[pick(random, words.size())]};
}

bool flip(Random& random) {
  return pick(random, 2) == 0;
}

Timestamp time(Random& random) {
  constexpr Timestamp start{std::chrono::sys_days{std::chrono::November / 23 / 2026}};
  return start + Milliseconds{500 * static_cast<Milliseconds::rep>(pick(random, 6))};
}

template <class Make>
auto maybe(Random& random, const Make& make) {
  using Made = std::optional<decltype(make(random))>;
  return flip(random) ? Made{make(random)} : Made{};
}

std::int64_t amount(Random& random) {
  return static_cast<std::int64_t>(pick(random, 100'000));
}

Contact contact(Random& random) {
  return {.name = text(random),
          .name_kana = text(random),
          .phone = text(random),
          .email = text(random),
          .postal_code = text(random),
          .prefecture = text(random),
          .address = text(random),
          .building = text(random),
          .birth_date = text(random),
          .gender = text(random)};
}

Scenario scenario(Random& random) {
  const auto kind = [](Random& r) { return static_cast<ScenarioKind>(pick(r, 4)); };
  return {.id = text(random), .kind = maybe(random, kind), .name = text(random)};
}

Affiliate affiliate(Random& random) {
  return {.network = text(random),
          .media_id = text(random),
          .click_id = text(random),
          .clicked_at = maybe(random, time)};
}

Visitor visitor(Random& random) {
  return {.ip = text(random),
          .user_agent = text(random),
          .device_id = text(random),
          .language = text(random),
          .referrer = text(random),
          .landing_url = text(random),
          .affiliate = maybe(random, affiliate)};
}

Cart cart(Random& random) {
  Cart made{.total = {.amount = amount(random), .currency = flip(random) ? "JPY" : "USD"}, .items = {}};
  for (std::size_t i = pick(random, 4); i > 0; --i) {
    const auto price = [&](Random& r) { return Money{amount(r), made.total.currency}; };
    made.items.push_back({.sku = text(random),
                          .name = text(random),
                          .quantity = amount(random) + 1,
                          .unit_price = maybe(random, price),
                          .first_time_offer = flip(random),
                          .recurring = flip(random)});
  }
  return made;
}

Card card(Random& random) {
  const auto state = [](Random& r) { return static_cast<ThreeDs>(pick(r, 4)); };
  return {.bin = text(random),
          .last4 = text(random),
          .holder = text(random),
          .token = text(random),
          .three_ds = maybe(random, state),
          .failed_attempts = maybe(random, amount)};
}

}  // namespace

std::size_t pick(Random& random, std::size_t below) {
  return static_cast<std::size_t>(random.unit() * static_cast<double>(below));
}

Order random_order(Random& random) {
  const auto delivery = [](Random& r) { return Delivery{contact(r), text(r)}; };
  Order order{.id = OrderId{make_id("ord_", time(random), random)},
              .merchant_id = MerchantId{text(random)},
              .hook_id = HookId{text(random)},
              .conversation_id = ConversationId{text(random)},
              .placed_at = time(random),
              .received_at = time(random),
              .version = amount(random),
              .buyer = contact(random),
              .delivery = maybe(random, delivery),
              .cart = cart(random),
              .payment = {.method = static_cast<PaymentMethod>(pick(random, 7)), .card = maybe(random, card)},
              .conversation = {}};
  order.conversation.scenario = maybe(random, scenario);
  order.conversation.visitor = maybe(random, visitor);
  return order;
}

Message random_message(Random& random) {
  return {.at = time(random),
          .from = flip(random) ? Speaker::bot : Speaker::visitor,
          .question_id = flip(random) ? "phone" : "name",
          .text = text(random),
          .typing_ms = maybe(random, amount),
          .pasted = maybe(random, flip),
          .edits = maybe(random, amount)};
}

ConversationPart random_part(Random& random) {
  ConversationPart part{.at = time(random),
                        .scenario = maybe(random, scenario),
                        .visitor = maybe(random, visitor),
                        .messages = {},
                        .answers = {},
                        .closing = pick(random, 5) == 0};
  for (std::size_t i = pick(random, 5); i > 0; --i)
    part.messages.push_back(random_message(random));
  for (std::size_t i = pick(random, 3); i > 0; --i)
    part.answers[flip(random) ? "name" : "phone"] = text(random);
  return part;
}

}  // namespace sekisho::testing
