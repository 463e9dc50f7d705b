#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <domain/conversation.h>

namespace sekisho::scoring {

/// How a visitor answered: what is compared with other chats.
struct ChatRhythm {
  std::optional<std::int64_t> chat_ms;           ///< from the first answer to the last; needs two
  std::optional<std::int64_t> us_per_character;  ///< median of what was typed and not pasted; needs three
  /// Order, typing times and pauses of the answers, in steps of a twentieth of a second: what a script plays
  /// again, and no hand repeats. Empty below six timed answers.
  std::string fingerprint;
};

[[nodiscard]] ChatRhythm rhythm_of(const Conversation& conversation);

}  // namespace sekisho::scoring
