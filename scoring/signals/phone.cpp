#include "identity/phone.h"

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "identity/text.h"
#include "signals/families.h"

namespace sekisho::scoring::signals {
namespace {

SignalValue status_of(const std::optional<PhoneCheck>& check) {
  return check ? text_value(to_string(check->status)) : Missing{};
}

}  // namespace

SignalValue phone_kind(const Facts& facts) {
  if (trimmed(facts.order.buyer.phone).empty()) return Missing{};
  if (!facts.phone) return text_value("invalid");
  const auto national = japanese_national(*facts.phone);
  return text_value(national ? facts.tables.phones.kind_of(*national) : "other");
}

SignalValue phone_valid(const Facts& facts) {
  if (trimmed(facts.order.buyer.phone).empty()) return Missing{};
  if (!facts.phone) return false;
  const auto national = japanese_national(*facts.phone);
  // Only Japan's numbering plan is at hand: of a foreign number we know nothing.
  if (!national) return Missing{};
  return facts.tables.phones.kind_of(*national) != "invalid";
}

SignalValue phone_reachability(const Facts& facts) {
  return status_of(facts.reference.buyer_phone);
}

SignalValue phone_recipient_reachability(const Facts& facts) {
  return status_of(facts.reference.recipient_phone);
}

SignalValue phone_reachability_age(const Facts& facts) {
  const auto& check = facts.reference.buyer_phone;
  if (!check || !check->checked_on) return Missing{};
  const auto days = japanese_day(facts.order.placed_at) - *check->checked_on;
  return std::max<std::int64_t>(0, days.count());
}

}  // namespace sekisho::scoring::signals
