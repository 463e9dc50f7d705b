#pragma once

#include <vector>

#include <scoring/past.h>

#include "history/order_shelf.h"

namespace sekisho::scoring {

/// The earlier orders that are, as it seems, of the same person, the most similar first; each is compared
/// with the order itself, not with what it is linked to, so that a chain of neighbours makes no person.
[[nodiscard]] std::vector<LinkedOrder> links_of(const OrderShelf& shelf, const PastQuery& query);

}  // namespace sekisho::scoring
