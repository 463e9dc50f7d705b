#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "identity/text.h"
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
  std::optional<Timestamp> first;
  std::optional<Timestamp> last;
  std::size_t answers = 0;
  for (const Message& message : facts.order.conversation.messages) {
    if (message.from != Speaker::visitor || message.at == Timestamp{}) continue;
    first = std::min(first.value_or(message.at), message.at);
    last = std::max(last.value_or(message.at), message.at);
    ++answers;
  }
  if (answers < 2) return Missing{};
  return static_cast<std::int64_t>((*last - *first).count());
}

SignalValue chat_typing_per_character(const Facts& facts) {
  constexpr std::size_t fewest = 3;  // fewer answers say nothing of a person's typing
  std::vector<double> speeds;
  for (const Message& message : facts.order.conversation.messages) {
    // A paste is fast by nature, and has a signal of its own.
    if (message.from != Speaker::visitor || message.pasted.value_or(false) || !message.typing_ms) continue;
    const std::size_t characters = count_code_points(message.text);
    if (characters > 0)
      speeds.push_back(static_cast<double>(*message.typing_ms) / static_cast<double>(characters));
  }
  if (speeds.size() < fewest) return Missing{};
  const auto middle = speeds.begin() + static_cast<std::ptrdiff_t>(speeds.size() / 2);
  std::ranges::nth_element(speeds, middle);
  if (speeds.size() % 2 == 1) return *middle;
  return (*middle + *std::ranges::max_element(speeds.begin(), middle)) / 2;
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

}  // namespace sekisho::scoring::signals
