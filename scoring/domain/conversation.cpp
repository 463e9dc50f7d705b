#include <algorithm>
#include <tuple>

#include <domain/conversation.h>

namespace sekisho {
namespace {

auto identity(const Message& message) {
  return std::tie(message.at, message.from, message.question_id, message.text);
}

/// Beyond identity: so that of two tellings of one message the same one is kept, whatever came first.
auto telling(const Message& message) {
  return std::tie(message.typing_ms, message.pasted, message.edits);
}

bool message_order(const Message& a, const Message& b) {
  if (identity(a) != identity(b)) return identity(a) < identity(b);
  return telling(a) > telling(b);
}

/// A total order over the words of parts, so that even two parts of the same millisecond fold one way.
auto words(const ConversationPart& part) {
  return std::tie(part.closing, part.at, part.answers, part.visitor, part.scenario);
}

}  // namespace

Conversation fold(std::span<const ConversationPart> parts) {
  std::vector<const ConversationPart*> ordered;
  for (const auto& part : parts)
    ordered.push_back(&part);
  std::ranges::sort(ordered, [](const auto* a, const auto* b) { return words(*a) < words(*b); });

  Conversation whole;
  for (const auto* part : ordered) {
    if (part->scenario) whole.scenario = part->scenario;
    if (part->visitor) whole.visitor = part->visitor;
    for (const auto& [question, answer] : part->answers)
      whole.answers.insert_or_assign(question, answer);
    whole.messages.insert(whole.messages.end(), part->messages.begin(), part->messages.end());
  }
  std::ranges::sort(whole.messages, message_order);
  const auto repeats = std::ranges::unique(
      whole.messages, [](const Message& a, const Message& b) { return identity(a) == identity(b); });
  whole.messages.erase(repeats.begin(), repeats.end());
  return whole;
}

}  // namespace sekisho
