#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <domain/contact.h>
#include <domain/conversation.h>
#include <domain/order.h>
#include <domain/time.h>

#include "person.h"

namespace sekisho::simulation {

/// What is really behind a visit: what no shop knows when the order comes in.
struct Truth {
  std::string_view outcome = "legitimate";  ///< the contract's word
  std::string_view pattern = "honest";
  std::vector<std::string_view> look_alikes;  ///< why a naive rule might punish this honest order
  std::string person;                         ///< who really sat there
  std::optional<Timestamp> known_after;       ///< when the shop learns the outcome; nothing: never
};

/// One visitor's visit to one shop, as a plan: chat and events are written from it when they are asked for.
struct Visit {
  std::size_t shop = 0;
  Timestamp at;  ///< of the last event of the conversation itself
  Contact buyer;
  std::optional<Delivery> delivery;
  Visitor visitor;
  std::chrono::milliseconds since_click{0};  ///< from the advertisement's click to the chat's first line
  Scenario scenario;
  Cart cart;
  Payment payment;
  Hand hand;
  Truth truth;
  bool abandoned = false;
  bool sends_parts = false;                       ///< conversation.updated comes before the end
  std::optional<std::string> miswritten_address;  ///< what was answered first, before going back
  std::optional<Cart> upsold;                     ///< order.amended follows
  std::optional<Timestamp> cancelled_at;          ///< order.cancelled follows
};

}  // namespace sekisho::simulation
