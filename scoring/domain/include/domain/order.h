#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <domain/contact.h>
#include <domain/conversation.h>
#include <domain/ids.h>
#include <domain/money.h>
#include <domain/time.h>

namespace sekisho {

struct Item {
  std::string sku;
  std::string name;
  std::int64_t quantity = 1;
  std::optional<Money> unit_price;
  bool first_time_offer = false;
  bool recurring = false;
  bool operator==(const Item&) const = default;
};

/// `total` need not be the sum of the items: shipping, discounts and points are the cart's business.
struct Cart {
  Money total;
  std::vector<Item> items;
  bool operator==(const Cart&) const = default;
};

enum class PaymentMethod { card, deferred, cod, konbini, bank_transfer, carrier, wallet };
enum class ThreeDs { authenticated, attempted, not_attempted, failed };

/// What may be known of a card. Never its number.
struct Card {
  std::string bin;
  std::string last4;
  std::string holder;
  std::string token;
  std::optional<ThreeDs> three_ds;
  std::optional<std::int64_t> failed_attempts;
  bool operator==(const Card&) const = default;
};

struct Payment {
  PaymentMethod method = PaymentMethod::card;
  std::optional<Card> card;
  bool operator==(const Payment&) const = default;
};

/// The canonical order that a conversation produced, whatever the vendor's format was. It is what is scored,
/// stored (sealed) and shown; changes come as `order.amended` and make a new version of it.
struct Order {
  OrderId id;
  MerchantId merchant_id;
  HookId hook_id;
  ConversationId conversation_id;
  Timestamp placed_at;    ///< the completing event's own time
  Timestamp received_at;  ///< when the gateway took it: what windows are counted by
  std::int64_t version = 1;
  Contact buyer;
  std::optional<Delivery> delivery;
  Cart cart;
  Payment payment;
  Conversation conversation;
};

}  // namespace sekisho
