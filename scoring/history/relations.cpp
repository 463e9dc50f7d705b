#include "history/relations.h"

#include <algorithm>

#include "history/scoped_key.h"

namespace sekisho::scoring {

TraceKey buyer_key(const Trace& trace, IdentifierKind kind) {
  const auto found = std::ranges::find_if(trace.identifiers, [kind](const TracedIdentifier& identifier) {
    return identifier.kind == kind && identifier.party == Party::buyer;
  });
  return found == trace.identifiers.end() ? 0 : found->key;
}

std::vector<Relate> relations_of(const Trace& trace) {
  std::vector<Relate> relations;
  const auto relate = [&](Relation relation, TraceKey key, TraceKey value) {
    if (key != 0 && value != 0) relations.push_back({.relation = relation, .key = key, .value = value});
  };
  const TraceKey phone = buyer_key(trace, IdentifierKind::phone);
  const TraceKey device = buyer_key(trace, IdentifierKind::device);
  relate(Relation::phone_names, phone, trace.person);
  relate(Relation::email_names, buyer_key(trace, IdentifierKind::email), trace.person);
  relate(Relation::device_names, device, trace.person);
  relate(Relation::card_names, buyer_key(trace, IdentifierKind::card), trace.person);
  relate(Relation::ip_names, buyer_key(trace, IdentifierKind::ip), trace.person);
  relate(Relation::device_phones, device, phone);
  relate(Relation::device_cards, device, buyer_key(trace, IdentifierKind::card));
  const bool has_room = trace.room != trace.lot;
  relate(Relation::room_names, has_room ? trace.room : 0, trace.person);
  const auto in_building = [&](TraceKey with) { return has_room && with != 0 ? joined(trace.lot, with) : 0; };
  relate(Relation::family_rooms, in_building(trace.family), trace.room);
  relate(Relation::device_rooms, in_building(device), trace.room);
  relate(Relation::phone_prefix_rooms, in_building(trace.phone_prefix), trace.room);
  return relations;
}

}  // namespace sekisho::scoring
