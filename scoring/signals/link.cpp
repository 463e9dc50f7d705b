#include <algorithm>
#include <chrono>

#include "signals/families.h"

namespace sekisho::scoring::signals {
namespace {

/// Linked orders, of all merchants that share, that the condition holds for.
template <class Condition>
SignalValue links(const Facts& facts, const Condition& holds) {
  return static_cast<std::int64_t>(std::ranges::count_if(facts.past.links, holds));
}

auto within(const Facts& facts, Milliseconds window) {
  return [since = facts.order.received_at - window](const LinkedOrder& link) { return link.at >= since; };
}

}  // namespace

SignalValue link_orders_24h(const Facts& facts) {
  return links(facts, within(facts, std::chrono::hours{24}));
}

SignalValue link_orders_30d(const Facts& facts) {
  return links(facts, within(facts, std::chrono::days{30}));
}

SignalValue link_altered_30d(const Facts& facts) {
  const auto recent = within(facts, std::chrono::days{30});
  return links(facts, [&](const LinkedOrder& link) { return link.altered && recent(link); });
}

SignalValue link_first_offer_again(const Facts& facts) {
  // What was cancelled took no offer.
  return links(facts, [](const LinkedOrder& link) {
    return link.own && link.first_offer_again && link.status != OrderStatus::cancelled;
  });
}

SignalValue link_merchants_7d(const Facts& facts) {
  return facts.past.linked_merchants_7d;
}

SignalValue link_fraud_outcomes(const Facts& facts) {
  return links(facts, [](const LinkedOrder& link) { return link.outcome && is_fraud(*link.outcome); });
}

SignalValue link_paid_orders(const Facts& facts) {
  return links(facts, [](const LinkedOrder& link) { return link.outcome == Outcome::legitimate; });
}

SignalValue network_merchants_7d(const Facts& facts) {
  return optional_value(facts.past.network_merchants_7d);
}

}  // namespace sekisho::scoring::signals
