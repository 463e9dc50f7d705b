#include <cstdint>

#include "signals/families.h"

namespace sekisho::scoring::signals {
namespace {

SignalValue distinct(const Facts& facts, Relation relation, std::int64_t DistinctCounts::* window) {
  const auto& counts = facts.past.of(relation);
  if (!counts) return Missing{};
  return *counts.*window;
}

}  // namespace

SignalValue distinct_phone_names_30d(const Facts& facts) {
  return distinct(facts, Relation::phone_names, &DistinctCounts::d30);
}

SignalValue distinct_email_names_30d(const Facts& facts) {
  return distinct(facts, Relation::email_names, &DistinctCounts::d30);
}

SignalValue distinct_device_names_24h(const Facts& facts) {
  return distinct(facts, Relation::device_names, &DistinctCounts::h24);
}

SignalValue distinct_device_names_30d(const Facts& facts) {
  return distinct(facts, Relation::device_names, &DistinctCounts::d30);
}

SignalValue distinct_card_names_30d(const Facts& facts) {
  return distinct(facts, Relation::card_names, &DistinctCounts::d30);
}

SignalValue distinct_ip_names_24h(const Facts& facts) {
  return distinct(facts, Relation::ip_names, &DistinctCounts::h24);
}

SignalValue distinct_room_names_30d(const Facts& facts) {
  return distinct(facts, Relation::room_names, &DistinctCounts::d30);
}

SignalValue distinct_device_phones_30d(const Facts& facts) {
  return distinct(facts, Relation::device_phones, &DistinctCounts::d30);
}

SignalValue distinct_device_cards_24h(const Facts& facts) {
  return distinct(facts, Relation::device_cards, &DistinctCounts::h24);
}

SignalValue distinct_device_cards_30d(const Facts& facts) {
  return distinct(facts, Relation::device_cards, &DistinctCounts::d30);
}

SignalValue distinct_family_rooms_30d(const Facts& facts) {
  return distinct(facts, Relation::family_rooms, &DistinctCounts::d30);
}

SignalValue distinct_device_rooms_30d(const Facts& facts) {
  return distinct(facts, Relation::device_rooms, &DistinctCounts::d30);
}

SignalValue distinct_phone_prefix_rooms_30d(const Facts& facts) {
  return distinct(facts, Relation::phone_prefix_rooms, &DistinctCounts::d30);
}

}  // namespace sekisho::scoring::signals
