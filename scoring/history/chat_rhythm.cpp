#include "history/chat_rhythm.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "identity/text.h"

namespace sekisho::scoring {
namespace {

constexpr std::size_t fewest_typed = 3;  // fewer answers say nothing of a person's typing
constexpr std::size_t fewest_beats = 6;  // fewer may agree by chance
constexpr std::int64_t step_ms = 50;

std::vector<const Message*> answers_of(const Conversation& conversation) {
  std::vector<const Message*> answers;
  for (const Message& message : conversation.messages) {
    if (message.from == Speaker::visitor && message.at != Timestamp{}) answers.push_back(&message);
  }
  return answers;
}

std::optional<std::int64_t> typing_pace(const Conversation& conversation) {
  std::vector<std::int64_t> paces;
  for (const Message& message : conversation.messages) {
    // A paste is fast by nature, and has a signal of its own.
    if (message.from != Speaker::visitor || message.pasted.value_or(false) || !message.typing_ms) continue;
    const auto characters = static_cast<std::int64_t>(count_code_points(message.text));
    if (characters > 0) paces.push_back(*message.typing_ms * 1000 / characters);
  }
  if (paces.size() < fewest_typed) return std::nullopt;
  const auto middle = paces.begin() + static_cast<std::ptrdiff_t>(paces.size() / 2);
  std::ranges::nth_element(paces, middle);
  if (paces.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(paces.begin(), middle)) / 2;
}

std::string fingerprint_of(const std::vector<const Message*>& answers) {
  std::string text;
  std::size_t beats = 0;
  Timestamp before = answers.front()->at;
  for (const Message* answer : answers) {
    if (answer->typing_ms && *answer->typing_ms > 0) ++beats;
    text += answer->question_id;
    text += ',' + std::to_string(answer->typing_ms.value_or(0) / step_ms);
    text += ',' + std::to_string((answer->at - before).count() / step_ms) + ';';
    before = answer->at;
  }
  return beats < fewest_beats ? std::string{} : text;
}

}  // namespace

ChatRhythm rhythm_of(const Conversation& conversation) {
  ChatRhythm rhythm;
  rhythm.us_per_character = typing_pace(conversation);
  const auto answers = answers_of(conversation);
  if (answers.size() < 2) return rhythm;
  const auto [first, last] = std::ranges::minmax(answers, {}, &Message::at);
  rhythm.chat_ms = (last->at - first->at).count();
  rhythm.fingerprint = fingerprint_of(answers);
  return rhythm;
}

}  // namespace sekisho::scoring
