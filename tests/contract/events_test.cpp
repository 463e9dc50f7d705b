#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/store_under_test.h"
#include "support/stored_records.h"

namespace sekisho::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Events : public StoreContract {
 protected:
  Unit event_of(const std::string& event_id, const std::string& conversation_id) {
    Unit unit;
    unit.event = an_event(event_id, conversation_id);
    unit.conversation = conversation(conversation_id);
    return unit;
  }

  std::vector<std::optional<StoredAnswer>> answers(const std::vector<EventKey>& keys) {
    return store().find_answers(keys).value();
  }
};

INSTANTIATE_TEST_SUITE_P(Stores, Events, ::testing::ValuesIn(store_kinds()), kind_name);

TEST_P(Events, AnEventThatNeverCameHasNoAnswer) {
  const auto found = answers({{HookId{"hook_1"}, EventId{"evt-1"}}});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_FALSE(found[0]);
}

TEST_P(Events, TheLatestIsKnownWhateverTheOrderOfArrival) {
  EXPECT_FALSE(store().latest_event_at().value());
  auto early = event_of("evt-1", "c-1");
  auto late = event_of("evt-2", "c-2");
  late.event->received_at = noon + std::chrono::hours{1};
  commit(late, early);
  EXPECT_EQ(store().latest_event_at().value(), noon + std::chrono::hours{1});
}

TEST_P(Events, ARepeatedEventFindsTheFirstAnswerByteForByte) {
  auto unit = event_of("evt-1", "c-1");
  unit.event->answer = std::string{"{\"ok\":1}\0\xff tail", 15};
  commit(unit);
  const auto found = answers({{HookId{"hook_1"}, EventId{"evt-1"}}});
  ASSERT_TRUE(found.at(0));
  EXPECT_EQ(found[0]->status, 202);
  EXPECT_EQ(found[0]->body, unit.event->answer);
  EXPECT_EQ(found[0]->body_hash, unit.event->body_hash);
}

TEST_P(Events, AnswersComeInTheOrderOfTheirQuestions) {
  commit(event_of("evt-1", "c-1"), event_of("evt-2", "c-1"));
  const HookId hook{"hook_1"};
  const auto found = answers({{hook, EventId{"evt-2"}}, {hook, EventId{"nobody"}}, {hook, EventId{"evt-1"}}});
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0]->body, "answer to evt-2");
  EXPECT_FALSE(found[1]);
  EXPECT_EQ(found[2]->body, "answer to evt-1");
}

TEST_P(Events, OneEventIdAtTwoHooksIsTwoEvents) {
  auto other = event_of("evt-1", "c-1");
  other.event->key.hook_id = HookId{"hook_2"};
  other.event->answer = "the other hook's";
  commit(event_of("evt-1", "c-1"), other);
  const auto found = answers({{HookId{"hook_1"}, EventId{"evt-1"}}, {HookId{"hook_2"}, EventId{"evt-1"}}});
  EXPECT_EQ(found.at(0)->body, "answer to evt-1");
  EXPECT_EQ(found.at(1)->body, "the other hook's");
}

TEST_P(Events, AnEventThatAnotherNodeStoredFirstIsRefused) {
  commit(event_of("evt-1", "c-1"));
  auto late = event_of("evt-1", "c-1");
  late.event->answer = "late";
  EXPECT_THAT(refused_of(late), ElementsAre(0));
  EXPECT_EQ(answers({late.event->key}).at(0)->body, "answer to evt-1");
}

TEST_P(Events, OneEventTwiceInABatchIsTakenOnce) {
  EXPECT_THAT(refused_of(event_of("evt-1", "c-1"), event_of("evt-1", "c-1")), ElementsAre(1));
}

TEST_P(Events, SurviveTheEndOfTheProcess) {
  commit(event_of("evt-1", "c-1"));
  reopen();
  EXPECT_TRUE(answers({{HookId{"hook_1"}, EventId{"evt-1"}}}).at(0));
}

TEST_P(Events, BodiesOfAConversationComeInOrderOfArrival) {
  commit(event_of("evt-2", "c-1"), event_of("evt-1", "c-1"), event_of("evt-3", "c-2"));
  commit(event_of("evt-0", "c-1"));
  const auto bodies = store().conversation_bodies(conversation("c-1")).value();
  EXPECT_THAT(bodies, ElementsAre("body of evt-2", "body of evt-1", "body of evt-0"));
  EXPECT_THAT(reader().conversation_bodies(conversation("c-1")).value(), ::testing::ContainerEq(bodies));
}

TEST_P(Events, OnlyConversationEventsTellAConversation) {
  auto amendment = event_of("evt-2", "c-1");
  amendment.event->type = "order.amended";
  commit(event_of("evt-1", "c-1"), amendment);
  EXPECT_THAT(store().conversation_bodies(conversation("c-1")).value(), ElementsAre("body of evt-1"));
}

TEST_P(Events, AConversationBelongsToItsHookAndMerchant) {
  auto other_merchant = event_of("evt-2", "c-1");
  other_merchant.event->merchant_id = MerchantId{"beta"};
  other_merchant.conversation = conversation("c-1", "beta");
  auto other_hook = event_of("evt-3", "c-1");
  other_hook.event->key.hook_id = HookId{"hook_2"};
  other_hook.conversation = conversation("c-1", "acme", "hook_2");
  commit(event_of("evt-1", "c-1"), other_merchant, other_hook);
  EXPECT_THAT(store().conversation_bodies(conversation("c-1")).value(), ElementsAre("body of evt-1"));
  EXPECT_THAT(store().conversation_bodies(conversation("c-1", "beta")).value(), ElementsAre("body of evt-2"));
  EXPECT_THAT(store().conversation_bodies(conversation("c-1", "acme", "hook_2")).value(),
              ElementsAre("body of evt-3"));
}

TEST_P(Events, AnEventWithoutAConversationIsStoredToo) {
  Unit unit;
  unit.event = an_event("evt-1", "");
  unit.event->type = "order.cancelled";
  commit(unit);
  EXPECT_TRUE(answers({unit.event->key}).at(0));
  EXPECT_THAT(store().conversation_bodies(conversation("")).value(), IsEmpty());
}

TEST_P(Events, AnEmptyAnswerIsAnAnswer) {
  auto unit = event_of("evt-1", "c-1");
  unit.event->answer.clear();
  unit.event->body.clear();
  commit(unit);
  ASSERT_TRUE(answers({unit.event->key}).at(0));
  EXPECT_EQ(answers({unit.event->key}).at(0)->body, "");
}

TEST_P(Events, AnIdThatLooksLikeSqlIsJustAnId) {
  const std::string hostile = "'; DROP TABLE events; --\"\\\xe3\x81\x82";
  commit(event_of(hostile, hostile));
  EXPECT_TRUE(answers({{HookId{"hook_1"}, EventId{hostile}}}).at(0));
  EXPECT_EQ(store().conversation_bodies(conversation(hostile)).value().size(), 1U);
}

TEST_P(Events, NoQuestionsHaveNoAnswers) {
  EXPECT_THAT(answers({}), IsEmpty());
}

}  // namespace
}  // namespace sekisho::storage
