#include "desk/keyed_identifiers.h"

#include <string>

namespace sekisho::gateway {

storage::LookupKey identifier_key(const MerchantId& merchant, scoring::IdentifierKind kind,
                                  std::string_view canonical, storage::LookupHasher& hasher) {
  return hasher.key(merchant, scoring::to_string(kind), canonical);
}

scoring::KeyOf trace_keys(storage::LookupHasher& hasher) {
  return [&hasher](std::string_view kind, std::string_view canonical) {
    const auto key = storage::short_key(hasher.key({}, "trace." + std::string{kind}, canonical));
    return key == 0 ? scoring::TraceKey{1} : key;
  };
}

std::vector<KeyedIdentifier> keyed_identifiers(const Order& order, storage::LookupHasher& hasher) {
  std::vector<KeyedIdentifier> keyed;
  for (const auto& identifier : scoring::identifiers_of(order)) {
    keyed.push_back(
        {.kind = identifier.kind,
         .party = identifier.party,
         .key = identifier_key(order.merchant_id, identifier.kind, identifier.canonical, hasher)});
  }
  return keyed;
}

}  // namespace sekisho::gateway
