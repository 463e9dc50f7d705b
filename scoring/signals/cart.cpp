#include <algorithm>

#include "signals/families.h"

namespace sekisho::scoring::signals {

SignalValue cart_total(const Facts& facts) {
  const Money& total = facts.order.cart.total;
  // Amounts in other currencies do not compare with yen, and rates are not at hand.
  if (total.currency != "JPY") return Missing{};
  return total.amount;
}

SignalValue cart_largest_quantity(const Facts& facts) {
  const auto& items = facts.order.cart.items;
  if (items.empty()) return Missing{};
  return std::ranges::max(items, {}, &Item::quantity).quantity;
}

SignalValue cart_first_time_offer(const Facts& facts) {
  const auto& items = facts.order.cart.items;
  if (items.empty()) return Missing{};
  return std::ranges::any_of(items, &Item::first_time_offer);
}

}  // namespace sekisho::scoring::signals
