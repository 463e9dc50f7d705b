#include <algorithm>
#include <cstdint>

#include "signals/families.h"

namespace sekisho::scoring::signals {
namespace {

// The past counts earlier orders; the signals count this one too, as a merchant would: a device's second
// order is 2.
SignalValue orders(const Facts& facts, IdentifierKind kind, std::int64_t OrderCounts::* window) {
  const auto& counts = facts.past.of(kind);
  if (!counts) return Missing{};
  return *counts.*window + 1;
}

}  // namespace

SignalValue velocity_phone_24h(const Facts& facts) {
  return orders(facts, IdentifierKind::phone, &OrderCounts::h24);
}

SignalValue velocity_email_24h(const Facts& facts) {
  return orders(facts, IdentifierKind::email, &OrderCounts::h24);
}

SignalValue velocity_address_24h(const Facts& facts) {
  return orders(facts, IdentifierKind::address, &OrderCounts::h24);
}

SignalValue velocity_device_10m(const Facts& facts) {
  return orders(facts, IdentifierKind::device, &OrderCounts::m10);
}

SignalValue velocity_device_24h(const Facts& facts) {
  return orders(facts, IdentifierKind::device, &OrderCounts::h24);
}

SignalValue velocity_ip_1h(const Facts& facts) {
  return orders(facts, IdentifierKind::ip, &OrderCounts::h1);
}

SignalValue velocity_ip_24h(const Facts& facts) {
  return orders(facts, IdentifierKind::ip, &OrderCounts::h24);
}

SignalValue velocity_card_24h(const Facts& facts) {
  return orders(facts, IdentifierKind::card, &OrderCounts::h24);
}

SignalValue velocity_media_1h(const Facts& facts) {
  return orders(facts, IdentifierKind::media, &OrderCounts::h1);
}

SignalValue velocity_media_burst(const Facts& facts) {
  constexpr std::int64_t fewest = 20;     // fewer orders make no baseline
  constexpr double baseline_hours = 144;  // the six days before the last one
  const auto& counts = facts.past.of(IdentifierKind::media);
  if (!counts || counts->d7 - counts->h24 < fewest) return Missing{};
  const double hourly = static_cast<double>(counts->d7 - counts->h24) / baseline_hours;
  // A quiet medium's third order in an hour is no burst: below one an hour, one counts.
  return static_cast<double>(counts->h1 + 1) / std::max(hourly, 1.0);
}

}  // namespace sekisho::scoring::signals
