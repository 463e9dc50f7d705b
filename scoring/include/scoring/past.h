#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <domain/ids.h>
#include <domain/outcome.h>
#include <domain/time.h>
#include <domain/verdict.h>
#include <scoring/identifiers.h>
#include <scoring/linkage.h>

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

/// What different things came with one thing, this order's own included: names with a device, rooms with a
/// family name in one building. Nothing where the order has not both.
enum class Relation {
  phone_names,
  email_names,
  device_names,
  card_names,
  ip_names,
  room_names,
  device_phones,
  device_cards,
  family_rooms,        ///< rooms of one building under one family name
  device_rooms,        ///< rooms of one building from one device
  phone_prefix_rooms,  ///< rooms of one building with phones of one block of numbers
};

inline constexpr std::size_t relation_count = 11;

struct DistinctCounts {
  std::int64_t h24 = 0;
  std::int64_t d30 = 0;
  bool operator==(const DistinctCounts&) const = default;
};

/// An earlier order of, as it seems, the same person.
struct LinkedOrder {
  OrderId id;
  MerchantId merchant;
  bool own = false;       ///< of the same merchant: others' orders are never named
  double similarity = 0;  ///< 0..1, from one half on
  std::vector<TouchPoint> touch_points;
  Timestamp at;
  OrderStatus status = OrderStatus::approved;
  std::optional<Outcome> outcome;
  bool first_offer_again = false;  ///< it took a first-time offer of a product family that this one takes
  bool altered = false;            ///< name, mailbox and phone are not all the same as this order's
  bool operator==(const LinkedOrder&) const = default;
};

/// What outcomes say of an identifier of this order.
struct Negative {
  IdentifierKind kind = IdentifierKind::phone;
  Outcome outcome = Outcome::fraud_other;
  std::int64_t age_days = 0;   ///< of the latest
  std::int64_t merchants = 0;  ///< that reported it
  bool operator==(const Negative&) const = default;
};

/// How the orders of a medium turned out, as far as it is known.
struct MediaRecord {
  std::int64_t known = 0;  ///< orders with an outcome
  std::int64_t fraud = 0;
  bool operator==(const MediaRecord&) const = default;
};

/// What the engine may know of the past when it judges one order: a value, so that a judgement can be
/// repeated.
struct Past {
  static constexpr std::size_t kinds = 8;

  /// Orders of this merchant that carried the buyer's identifier; nothing when the order has no such
  /// identifier.
  std::array<std::optional<OrderCounts>, kinds> orders;
  std::vector<ListHit> list_hits;

  std::array<std::optional<DistinctCounts>, relation_count> distinct;  ///< within this merchant
  std::optional<std::int64_t> network_merchants_7d;  ///< shops that one of the buyer's identifiers came to
  std::vector<LinkedOrder> links;                    ///< the most similar first
  std::int64_t linked_merchants_7d = 1;  ///< shops that the linked orders went to, this one among them
  std::optional<Negative> own_negative;
  std::optional<Negative> shared_negative;  ///< by other merchants
  std::optional<MediaRecord> media;
  std::optional<std::int64_t> same_rhythm_30d;  ///< earlier chats with the very same timing
  std::optional<double> faster_chats;           ///< share of the form's recent chats that were over sooner
  std::optional<double> faster_typing;          ///< share of them whose visitors typed faster

  [[nodiscard]] const std::optional<OrderCounts>& of(IdentifierKind kind) const {
    return orders[static_cast<std::size_t>(kind)];
  }

  [[nodiscard]] const std::optional<DistinctCounts>& of(Relation relation) const {
    return distinct[static_cast<std::size_t>(relation)];
  }
};

}  // namespace sekisho::scoring
