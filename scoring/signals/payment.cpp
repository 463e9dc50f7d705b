#include <algorithm>
#include <cstdint>

#include <domain/order_json.h>

#include "identity/romaji.h"
#include "signals/families.h"

namespace sekisho::scoring::signals {

SignalValue payment_method(const Facts& facts) {
  return text_value(to_string(facts.order.payment.method));
}

SignalValue payment_unsecured_first_offer(const Facts& facts) {
  const PaymentMethod method = facts.order.payment.method;
  if (method != PaymentMethod::deferred && method != PaymentMethod::cod) return false;
  return cart_first_time_offer(facts);
}

SignalValue payment_three_ds(const Facts& facts) {
  const auto& card = facts.order.payment.card;
  if (!card || !card->three_ds) return Missing{};
  return text_value(to_string(*card->three_ds));
}

SignalValue payment_failed_attempts(const Facts& facts) {
  const auto& card = facts.order.payment.card;
  if (!card || !card->failed_attempts) return Missing{};
  return *card->failed_attempts;
}

SignalValue payment_holder(const Facts& facts) {
  const auto& card = facts.order.payment.card;
  if (!card) return Missing{};
  const auto match = compare_holder(facts.order.buyer.name, facts.order.buyer.name_kana, card->holder);
  if (!match) return Missing{};
  return text_value(to_string(*match));
}

}  // namespace sekisho::scoring::signals
