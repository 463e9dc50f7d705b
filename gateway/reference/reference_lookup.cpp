#include "reference/reference_lookup.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "reference/imported_negatives.h"
#include "reference/reference_records.h"

namespace sekisho::gateway {
namespace {

using scoring::IdentifierKind;
using scoring::PlaceKey;
using scoring::ReferenceFacts;

/// Whom the parcel goes to. A recipient without an address gets it at the buyer's.
const Contact& destination_of(const Order& order) {
  const bool elsewhere = order.delivery && !order.delivery->recipient.address.empty();
  return elsewhere ? order.delivery->recipient : order.buyer;
}

std::chrono::sys_days day_in_japan(Timestamp at) {
  return std::chrono::floor<std::chrono::days>(at + std::chrono::hours{9});  // no summer time since 1951
}

/// A dropped building name with the same room is the same place. Without a room, or without a lot, only the
/// building's name tells the place from its neighbours.
bool same_building(const PlaceKey& place, BuildingTag typed, BuildingTag listed) {
  if (typed == listed) return true;
  return place.has_lot && !place.room.empty() && (typed == 0 || listed == 0);
}

}  // namespace

ReferenceFacts ReferenceLookup::facts_of(const Order& order) {
  const auto sets = board_.current();
  ReferenceFacts facts;
  for (const auto& set : sets->by_kind) {
    if (set != nullptr)
      facts.versions.push_back({std::string{to_string(set->manifest.kind)}, set->manifest.version});
  }
  if (facts.versions.empty()) return facts;
  look_up_phones(*sets, order, facts);
  look_up_place(*sets, order, facts);
  if (const auto* negatives = sets->of(ReferenceKind::negatives))
    facts.negatives = negatives_of(*negatives->records, order);
  const auto* networks = sets->of(ReferenceKind::ip_asn);
  if (networks != nullptr && order.conversation.visitor) {
    const auto ip = scoring::canonical_value(IdentifierKind::ip, order.conversation.visitor->ip);
    if (ip) facts.network = networks->networks->find(*ip);
  }
  return facts;
}

void ReferenceLookup::look_up_phones(const ReferenceSets& sets, const Order& order, ReferenceFacts& facts) {
  const auto* phones = sets.of(ReferenceKind::phone_reachability);
  if (phones == nullptr) return;
  facts.buyer_phone = check_of(*phones->records, order.buyer.phone);
  if (order.delivery) facts.recipient_phone = check_of(*phones->records, order.delivery->recipient.phone);
}

std::optional<scoring::PhoneCheck> ReferenceLookup::check_of(const storage::KeyedFile& phones,
                                                             const std::string& typed) {
  const auto canonical = scoring::canonical_value(IdentifierKind::phone, typed);
  if (!canonical) return std::nullopt;
  const auto found = phones.find(phone_key(*canonical, hasher_));
  if (found.empty()) return std::nullopt;
  const auto latest = read_phone(found.back().payload);
  return scoring::PhoneCheck{latest.status, latest.checked_on};
}

void ReferenceLookup::look_up_place(const ReferenceSets& sets, const Order& order, ReferenceFacts& facts) {
  const auto* vacancies = sets.of(ReferenceKind::vacancies);
  const auto* forwarders = sets.of(ReferenceKind::forwarders);
  if (vacancies == nullptr && forwarders == nullptr) return;
  const auto place = scoring::place_key(board_.data(), destination_of(order));
  if (place.lot.empty()) return;
  if (vacancies != nullptr) facts.vacant_room = is_vacant(*vacancies->records, place, order.placed_at);
  if (forwarders != nullptr) facts.forwarder = forwarder_at(*forwarders->records, place);
}

bool ReferenceLookup::is_vacant(const storage::KeyedFile& vacancies, const PlaceKey& place, Timestamp at) {
  const auto found = vacancies.find(room_key(place, hasher_));
  if (found.empty()) return false;
  const auto building = building_tag(place, hasher_);
  const auto day = day_in_japan(at);
  return std::ranges::any_of(found, [&](const storage::KeyedRecord& record) {
    const auto vacancy = read_vacancy(record.payload);
    return same_building(place, building, vacancy.building) && vacancy.from <= day &&
           (!vacancy.until || day <= *vacancy.until);
  });
}

/// A row without a building is about the whole lot.
std::string ReferenceLookup::forwarder_at(const storage::KeyedFile& forwarders, const PlaceKey& place) {
  const auto found = forwarders.find(lot_key(place, hasher_));
  if (found.empty()) return {};
  const auto building = building_tag(place, hasher_);
  for (const auto& record : found) {
    const auto forwarder = read_forwarder(record.payload);
    if (forwarder.building == building || (forwarder.building == 0 && place.has_lot))
      return forwarders.text(forwarder.kind);
  }
  return {};
}

std::vector<scoring::NegativeHit> ReferenceLookup::negatives_of(const storage::KeyedFile& negatives,
                                                                const Order& order) {
  const ImportedNegatives imported{negatives};
  std::vector<scoring::NegativeHit> hits;
  for (const auto& identifier : scoring::identifiers_of(order)) {
    const auto key = negative_key(identifier.kind, identifier.canonical, hasher_);
    if (auto found = imported.find(key, order.received_at))
      hits.push_back({identifier.kind, std::move(found->reason), found->expires_at});
  }
  return hits;
}

}  // namespace sekisho::gateway
