#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <domain/conversation.h>
#include <domain/order_json.h>
#include <gtest/gtest.h>

#include "support/random_orders.h"
#include "support/seeded_random.h"

namespace sekisho {
namespace {

using namespace std::chrono_literals;
using testing::pick;

constexpr Timestamp noon{std::chrono::sys_days{std::chrono::November / 23 / 2026} + 12h};

Message said(Timestamp at, std::string text) {
  Message message;
  message.at = at;
  message.question_id = "phone";
  message.text = std::move(text);
  return message;
}

ConversationPart part_at(Timestamp at) {
  ConversationPart part;
  part.at = at;
  return part;
}

Visitor visitor_from(std::string ip) {
  Visitor visitor;
  visitor.ip = std::move(ip);
  return visitor;
}

std::string shown(const Conversation& conversation) {
  std::string text;
  JsonWriter out(text);
  write_json(out, conversation);
  return text;
}

std::vector<std::string> texts(const Conversation& conversation) {
  std::vector<std::string> lines;
  for (const auto& message : conversation.messages)
    lines.push_back(message.text);
  return lines;
}

TEST(Fold, OfNothingIsAnEmptyConversation) {
  EXPECT_EQ(shown(fold({})), R"({"messages":[],"answers":{}})");
}

TEST(Fold, PutsMessagesInOrderOfTime) {
  std::vector parts{part_at(noon), part_at(noon + 1s)};
  parts[0].messages = {said(noon + 3s, "three"), said(noon + 1s, "one")};
  parts[1].messages = {said(noon + 2s, "two")};
  EXPECT_EQ(texts(fold(parts)), (std::vector<std::string>{"one", "two", "three"}));
}

TEST(Fold, CountsARepeatedMessageOnce) {
  std::vector parts{part_at(noon), part_at(noon + 1s)};
  parts[0].messages = {said(noon, "090")};
  parts[1].messages = {said(noon, "090"), said(noon + 1s, "090")};
  EXPECT_EQ(texts(fold(parts)), (std::vector<std::string>{"090", "090"}));
}

TEST(Fold, TellsMessagesApartByTimeSpeakerQuestionAndText) {
  const auto first = said(noon, "090");
  auto other_time = first;
  other_time.at += 1ms;
  auto other_speaker = first;
  other_speaker.from = Speaker::bot;
  auto other_question = first;
  other_question.question_id = "name";
  auto other_text = first;
  other_text.text = "080";
  auto other_telling = first;
  other_telling.typing_ms = 5;
  std::vector parts{part_at(noon)};
  parts[0].messages = {first, other_time, other_speaker, other_question, other_text, other_telling};
  EXPECT_EQ(fold(parts).messages.size(), 5U);
}

TEST(Fold, KeepsTheTellingThatSaysMore) {
  auto full = said(noon, "090");
  full.typing_ms = 4210;
  full.pasted = true;
  std::vector parts{part_at(noon), part_at(noon + 1s)};
  parts[0].messages = {said(noon, "090")};
  parts[1].messages = {full};
  ASSERT_EQ(fold(parts).messages.size(), 1U);
  EXPECT_EQ(fold(parts).messages[0], full);
}

TEST(Fold, BelievesTheLatestPartForEachAnswer) {
  std::vector parts{part_at(noon + 2s), part_at(noon), part_at(noon + 1s)};
  parts[0].answers = {{"phone", "080"}};
  parts[1].answers = {{"phone", "090"}, {"name", "山田"}};
  parts[2].answers = {{"phone", "070"}, {"email", "a@example.jp"}};
  EXPECT_EQ(fold(parts).answers, (std::map<std::string, std::string>{
                                     {"email", "a@example.jp"}, {"name", "山田"}, {"phone", "080"}}));
}

TEST(Fold, BelievesAClosingPartAboveAll) {
  std::vector parts{part_at(noon), part_at(noon + 1h)};
  parts[0].closing = true;
  parts[0].answers = {{"phone", "090"}};
  parts[0].visitor = visitor_from("203.0.113.7");
  parts[1].answers = {{"phone", "080"}};
  parts[1].visitor = visitor_from("198.51.100.1");
  parts[1].scenario = Scenario{.id = "lp-42", .kind = {}, .name = {}};
  const auto whole = fold(parts);
  EXPECT_EQ(whole.answers.at("phone"), "090");
  EXPECT_EQ(whole.visitor->ip, "203.0.113.7");
  EXPECT_EQ(whole.scenario->id, "lp-42");
}

TEST(Fold, KeepsWhatALaterPartDoesNotMention) {
  std::vector parts{part_at(noon), part_at(noon + 1s)};
  parts[0].visitor = visitor_from("203.0.113.7");
  EXPECT_EQ(fold(parts).visitor->ip, "203.0.113.7");
}

TEST(Fold, DoesNotDependOnOrderOrRepeats) {
  testing::SeededRandom random;
  for (int round = 0; round < 500; ++round) {
    std::vector<ConversationPart> parts;
    for (std::size_t i = pick(random, 6); i > 0; --i)
      parts.push_back(testing::random_part(random));
    const auto expected = shown(fold(parts));
    for (int shuffle = 0; shuffle < 10; ++shuffle) {
      auto told = parts;
      for (std::size_t i = pick(random, 3); i > 0 && !parts.empty(); --i)
        told.push_back(parts[pick(random, parts.size())]);
      for (std::size_t i = told.size(); i > 1; --i)
        std::swap(told[i - 1], told[pick(random, i)]);
      ASSERT_EQ(shown(fold(told)), expected);
    }
  }
}

TEST(Fold, DoesNotDependOnHowAConversationWasCut) {
  testing::SeededRandom random;
  for (int round = 0; round < 500; ++round) {
    auto whole = testing::random_part(random);
    for (int i = 0; i < 6; ++i)
      whole.messages.push_back(testing::random_message(random));
    const auto expected = shown(fold({&whole, 1}));

    // The same talk in pieces: messages anywhere, in one piece or in several, and the rest with the last.
    std::vector<ConversationPart> pieces(1 + pick(random, 4), part_at(noon - 48h));
    for (const auto& message : whole.messages) {
      pieces[pick(random, pieces.size())].messages.push_back(message);
      if (pick(random, 3) == 0) pieces[pick(random, pieces.size())].messages.push_back(message);
    }
    auto rest = whole;
    rest.messages.clear();
    pieces.push_back(rest);
    for (std::size_t i = pieces.size(); i > 1; --i)
      std::swap(pieces[i - 1], pieces[pick(random, i)]);
    ASSERT_EQ(shown(fold(pieces)), expected);
  }
}

TEST(Fold, TellsAnEmptyAffiliateFromNoneWhateverTheOrder) {
  std::vector parts{part_at(noon), part_at(noon)};
  parts[0].visitor = Visitor{};
  parts[0].visitor->affiliate = Affiliate{};
  parts[1].visitor = Visitor{};
  const auto expected = shown(fold(parts));
  std::swap(parts[0], parts[1]);
  EXPECT_EQ(shown(fold(parts)), expected);
}

}  // namespace
}  // namespace sekisho
