#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "signals/families.h"

namespace sekisho::scoring::signals {
namespace {

// The answers that say who somebody is: the ones that rings keep in a file and paste.
constexpr std::array<std::string_view, 9> identity_questions = {
    "name", "name_kana", "phone", "email", "postal_code", "prefecture", "address", "building", "birth_date"};

bool is_identity_answer(const Message& message) {
  return message.from == Speaker::visitor && !message.text.empty() &&
         std::ranges::find(identity_questions, message.question_id) != identity_questions.end();
}

}  // namespace

SignalValue chat_duration(const Facts& facts) {
  return optional_value(facts.rhythm.chat_ms);
}

SignalValue chat_typing_per_character(const Facts& facts) {
  const auto& pace = facts.rhythm.us_per_character;
  if (!pace) return Missing{};
  return static_cast<double>(*pace) / 1000;
}

SignalValue chat_pasted_share(const Facts& facts) {
  std::size_t known = 0;
  std::size_t pasted = 0;
  for (const Message& message : facts.order.conversation.messages) {
    if (!is_identity_answer(message) || !message.pasted) continue;
    ++known;
    pasted += *message.pasted ? 1 : 0;
  }
  if (known == 0) return Missing{};
  return static_cast<double>(pasted) / static_cast<double>(known);
}

SignalValue chat_identity_edits(const Facts& facts) {
  std::int64_t edits = 0;
  bool known = false;
  for (const Message& message : facts.order.conversation.messages) {
    if (!is_identity_answer(message) || !message.edits) continue;
    known = true;
    edits += *message.edits;
  }
  if (!known) return Missing{};
  return edits;
}

SignalValue chat_rhythm_repeats(const Facts& facts) {
  return optional_value(facts.past.same_rhythm_30d);
}

SignalValue chat_faster_chats(const Facts& facts) {
  return optional_value(facts.past.faster_chats);
}

SignalValue chat_faster_typing(const Facts& facts) {
  return optional_value(facts.past.faster_typing);
}

}  // namespace sekisho::scoring::signals
