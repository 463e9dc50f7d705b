#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <domain/conversation.h>
#include <domain/ids.h>

#include "visit.h"

namespace sekisho::simulation {

/// What the events of one visit have in common.
struct Told {
  const MerchantId& merchant;
  const ConversationId& conversation;
  const Visit& visit;
};

/// Bodies in the format of the adapter `qualva`, as they are posted.
[[nodiscard]] std::string completed_body(const Told& told, std::span<const Message> messages);
[[nodiscard]] std::string updated_body(const Told& told, std::span<const Message> messages);
[[nodiscard]] std::string abandoned_body(const Told& told, std::span<const Message> messages);
[[nodiscard]] std::string amended_body(const Told& told, Timestamp at);
[[nodiscard]] std::string cancelled_body(const Told& told, Timestamp at);

}  // namespace sekisho::simulation
