#include "identity/phone.h"

#include "identity/text.h"
#include "signals/families.h"

namespace sekisho::scoring::signals {

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

}  // namespace sekisho::scoring::signals
