#include "history/chat_rhythm.h"

#include <gtest/gtest.h>

#include "history/chat_paces.h"

namespace sekisho::scoring {
namespace {

Message answer(std::int64_t at_ms, const std::string& question, std::int64_t typing_ms) {
  return {.at = Timestamp{Milliseconds{1'000'000 + at_ms}},
          .from = Speaker::visitor,
          .question_id = question,
          .text = "十文字の回答",
          .typing_ms = typing_ms,
          .pasted = {},
          .edits = {}};
}

/// Seven answers; `stretch` makes all times longer.
Conversation chat(std::int64_t stretch_ms = 0, std::int64_t start_ms = 0) {
  Conversation conversation;
  std::int64_t at = start_ms;
  for (const auto* question : {"name", "name_kana", "phone", "email", "postal_code", "address", "payment"}) {
    at += 2000 + stretch_ms;
    conversation.messages.push_back(answer(at, question, 1200 + stretch_ms));
  }
  return conversation;
}

TEST(ChatRhythm, IsTheSameWhenAScriptPlaysItAgain) {
  EXPECT_NE(rhythm_of(chat()).fingerprint, "");
  EXPECT_EQ(rhythm_of(chat()).fingerprint, rhythm_of(chat(0, 86'400'000)).fingerprint)
      << "another day, the same pauses";
}

TEST(ChatRhythm, IsAnotherForAnotherHand) {
  EXPECT_NE(rhythm_of(chat()).fingerprint, rhythm_of(chat(170)).fingerprint);
  auto swapped = chat();
  std::swap(swapped.messages[2].question_id, swapped.messages[3].question_id);
  EXPECT_NE(rhythm_of(chat()).fingerprint, rhythm_of(swapped).fingerprint)
      << "the order of answers tells, too";
}

TEST(ChatRhythm, OfAShortOrUntimedChatTellsNothing) {
  auto brief = chat();
  brief.messages.resize(5);
  EXPECT_EQ(rhythm_of(brief).fingerprint, "");
  auto untimed = chat();
  for (auto& message : untimed.messages)
    message.typing_ms.reset();
  EXPECT_EQ(rhythm_of(untimed).fingerprint, "");
  EXPECT_EQ(rhythm_of({}).fingerprint, "");
}

TEST(ChatPaces, RankAChatAmongThoseOfItsForm) {
  ChatPaces paces;
  for (int i = 0; i < 50; ++i)
    paces.add(1, i);
  EXPECT_EQ(paces.share_below(1, 0), 0.0);
  EXPECT_EQ(paces.share_below(1, 25), 0.5);
  EXPECT_EQ(paces.share_below(2, 25), std::nullopt) << "another form";
  paces.remove(1, 49);
  EXPECT_EQ(paces.share_below(1, 25), std::nullopt) << "too few to compare with";
}

TEST(ChatPaces, FollowTheirForm) {
  ChatPaces paces;
  for (int i = 0; i < 2000; ++i)
    paces.add(1, 10);
  for (int i = 0; i < 512; ++i)
    paces.add(1, 20);
  EXPECT_EQ(paces.share_below(1, 15), 0.0);
}

}  // namespace
}  // namespace sekisho::scoring
