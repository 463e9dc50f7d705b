#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <scoring/identifiers.h>

namespace sekisho::scoring {

/// How many orders carried an identifier before this one, by window. The windows include their far edge.
struct OrderCounts {
  std::int64_t m10 = 0;  ///< ten minutes
  std::int64_t h1 = 0;
  std::int64_t h24 = 0;
  std::int64_t d7 = 0;
  std::int64_t d30 = 0;
  bool operator==(const OrderCounts&) const = default;
};

enum class ListName { allow, deny };

/// A list entry that one of the order's identifiers matched and that had not expired.
struct ListHit {
  ListName list = ListName::deny;
  IdentifierKind kind = IdentifierKind::phone;
  std::string reason;
  bool operator==(const ListHit&) const = default;
};

/// What the engine may know of the past when it judges one order: a value, so that a judgement can be
/// repeated.
struct Past {
  static constexpr std::size_t kinds = 8;

  /// Orders of this merchant that carried the buyer's identifier; nothing when the order has no such
  /// identifier.
  std::array<std::optional<OrderCounts>, kinds> orders;
  std::vector<ListHit> list_hits;

  [[nodiscard]] const std::optional<OrderCounts>& of(IdentifierKind kind) const {
    return orders[static_cast<std::size_t>(kind)];
  }
};

}  // namespace sekisho::scoring
