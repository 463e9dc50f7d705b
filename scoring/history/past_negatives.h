#pragma once

#include <optional>

#include <scoring/past.h>

#include "history/order_shelf.h"

namespace sekisho::scoring {

/// Fraud that was reported of an identifier of this order.
struct Negatives {
  std::optional<Negative> own;     ///< by this merchant
  std::optional<Negative> shared;  ///< by others
};

/// Looks among the latest orders under each identifier that is a person's own: phone, e-mail, card, device,
/// and the room or house. Reports expire after a year.
[[nodiscard]] Negatives negatives_of(const OrderShelf& shelf, const PastQuery& query);

}  // namespace sekisho::scoring
