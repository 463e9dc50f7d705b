#pragma once

#include <domain/conversation.h>
#include <domain/order.h>
#include <domain/random.h>

namespace sekisho::testing {

/// Orders and conversations that no test author would think of: each member is there or not by the dice, and
/// its text is full of what JSON escapes and Unicode has to offer. Few distinct values, so that they often
/// meet.
[[nodiscard]] Order random_order(Random& random);
[[nodiscard]] Message random_message(Random& random);
[[nodiscard]] ConversationPart random_part(Random& random);

/// 0 … `below` − 1.
[[nodiscard]] std::size_t pick(Random& random, std::size_t below);

}  // namespace sekisho::testing
