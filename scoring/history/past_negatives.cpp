#include "history/past_negatives.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <set>

#include "history/relations.h"

namespace sekisho::scoring {
namespace {

constexpr std::size_t per_key = 64;
constexpr auto expire_after = std::chrono::days{365};

constexpr std::array personal_kinds{IdentifierKind::phone, IdentifierKind::email, IdentifierKind::card,
                                    IdentifierKind::device};

/// Gathers reports of one side.
struct Reports {
  std::optional<Negative> latest;
  std::set<MerchantId> merchants;

  void add(IdentifierKind kind, const PastOrder& order, Timestamp at) {
    merchants.insert(order.merchant);
    const auto age = std::chrono::floor<std::chrono::days>(at - *order.outcome_at).count();
    if (latest && latest->age_days <= age) return;
    latest = Negative{.kind = kind, .outcome = *order.outcome, .age_days = age, .merchants = 0};
  }

  [[nodiscard]] std::optional<Negative> result() const {
    auto negative = latest;
    if (negative) negative->merchants = static_cast<std::int64_t>(merchants.size());
    return negative;
  }
};

bool was_reported(const PastOrder& order, const PastQuery& query) {
  return order.id != query.id && order.outcome && is_fraud(*order.outcome) && order.outcome_at &&
         *order.outcome_at <= query.at && query.at - *order.outcome_at <= expire_after;
}

}  // namespace

Negatives negatives_of(const OrderShelf& shelf, const PastQuery& query) {
  Reports own;
  Reports shared;
  const auto look = [&](IdentifierKind kind, TraceKey key) {
    if (key == 0) return;
    for (const auto number : shelf.latest(key, per_key)) {
      const PastOrder& order = shelf.at(number);
      if (!was_reported(order, query)) continue;
      if (order.merchant == query.merchant) {
        own.add(kind, order, query.at);
      } else if (query.consult && order.shared) {
        shared.add(kind, order, query.at);
      }
    }
  };
  for (const auto kind : personal_kinds)
    look(kind, buyer_key(query.trace, kind));
  look(IdentifierKind::address, query.trace.room);
  return {.own = own.result(), .shared = shared.result()};
}

}  // namespace sekisho::scoring
