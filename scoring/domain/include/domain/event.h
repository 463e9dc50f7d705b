#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <domain/contact.h>
#include <domain/conversation.h>
#include <domain/ids.h>
#include <domain/order.h>
#include <domain/time.h>

namespace sekisho {

/// Which order an event is about: by its own id, or by the conversation that made it. At least one is set.
struct OrderRef {
  OrderId order_id;
  ConversationId conversation_id;
};

/// `conversation.updated`
struct ConversationUpdated {
  ConversationId conversation_id;
  ConversationPart part;
};

/// `conversation.completed`: makes the order.
struct ConversationCompleted {
  ConversationId conversation_id;
  ConversationPart part;
  Contact buyer;
  std::optional<Delivery> delivery;
  Cart cart;
  Payment payment;
};

/// `conversation.abandoned`
struct ConversationAbandoned {
  ConversationId conversation_id;
  ConversationPart part;
};

/// `order.amended`
struct OrderAmended {
  OrderRef order;
  Cart cart;
};

/// `order.cancelled`, by the buyer or the shop
struct OrderCancelled {
  OrderRef order;
};

/// `confirmation.succeeded` and `confirmation.failed`: the vendor ran the identity check.
struct ConfirmationReported {
  OrderRef order;
  ConfirmationId confirmation_id;  ///< empty: the latest one asked for by the event's time
  bool succeeded = false;
  std::string channel;
};

/// `confirmation.code_submitted`: the code as the visitor typed it.
struct CodeSubmitted {
  OrderRef order;
  ConfirmationId confirmation_id;
  std::string code;
};

using EventPayload = std::variant<ConversationUpdated, ConversationCompleted, ConversationAbandoned,
                                  OrderAmended, OrderCancelled, ConfirmationReported, CodeSubmitted>;

/// One verified webhook delivery in the gateway's own words.
struct Event {
  MerchantId merchant_id;
  Timestamp timestamp;
  EventPayload payload;
};

/// The contract's name of the event's type, `conversation.completed` and so on.
[[nodiscard]] std::string_view type_of(const Event& event);

}  // namespace sekisho
