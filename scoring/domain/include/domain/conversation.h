#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <domain/ids.h>
#include <domain/time.h>

namespace sekisho {

enum class Speaker { bot, visitor };

/// One line of the chat. Its identity is (at, from, question_id, text): a repeat of it counts once.
struct Message {
  Timestamp at;  ///< the epoch when the vendor gave no time
  Speaker from = Speaker::visitor;
  std::string question_id;
  std::string text;
  std::optional<std::int64_t> typing_ms;
  std::optional<bool> pasted;
  std::optional<std::int64_t> edits;
  bool operator==(const Message&) const = default;
};

enum class ScenarioKind { purchase, subscription, sample_request, reservation };

struct Scenario {
  std::string id;
  std::optional<ScenarioKind> kind;
  std::string name;
  auto operator<=>(const Scenario&) const = default;
};

/// The advertising medium that sent the visitor, and is paid for the order.
struct Affiliate {
  std::string network;
  std::string media_id;
  std::string click_id;
  std::optional<Timestamp> clicked_at;
  auto operator<=>(const Affiliate&) const = default;
};

struct Visitor {
  std::string ip;
  std::string user_agent;
  std::string device_id;
  std::string language;
  std::string referrer;
  std::string landing_url;
  std::optional<Affiliate> affiliate;
  auto operator<=>(const Visitor&) const = default;
};

/// What one event tells of a conversation: some or all of its messages, who is there, what was answered so
/// far.
struct ConversationPart {
  Timestamp at;  ///< the event's own time
  std::optional<Scenario> scenario;
  std::optional<Visitor> visitor;
  std::vector<Message> messages;
  std::map<std::string, std::string> answers;  ///< every answer as a string, known questions or not
  bool closing = false;                        ///< conversation.completed: its word is final
};

/// What one visitor said to one bot.
struct Conversation {
  std::optional<Scenario> scenario;
  std::optional<Visitor> visitor;
  std::vector<Message> messages;  ///< each once, in order of time
  std::map<std::string, std::string> answers;
};

/// Folds the parts of one conversation. The result does not depend on their order, nor on repeats: messages
/// are a set sorted by identity; of scenario, visitor and each answer the latest part's word stands, a
/// closing part's above all.
[[nodiscard]] Conversation fold(std::span<const ConversationPart> parts);

}  // namespace sekisho
