#pragma once

#include <vector>

#include <domain/order.h>
#include <scoring/trace.h>
#include <storage/vault.h>

#include "desk/job.h"

namespace sekisho::gateway {

/// Every identifier of an order as a keyed hash within its merchant.
[[nodiscard]] std::vector<KeyedIdentifier> keyed_identifiers(const Order& order,
                                                             storage::LookupHasher& hasher);

/// The keys of traces: the same for all merchants, and never 0.
[[nodiscard]] scoring::KeyOf trace_keys(storage::LookupHasher& hasher);

/// The keyed hash of one canonical value, as list entries and searches use it.
[[nodiscard]] storage::LookupKey identifier_key(const MerchantId& merchant, scoring::IdentifierKind kind,
                                                std::string_view canonical, storage::LookupHasher& hasher);

}  // namespace sekisho::gateway
