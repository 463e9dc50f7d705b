#include "desk/desk.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/desk_room.h"

namespace sekisho::gateway {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using storage::CallbackStatus;
using testing::about;
using testing::amended;
using testing::completed;
using testing::DeskRoom;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::noon;
using testing::updated;

bool is_replay(const Response& response) {
  return std::ranges::find(response.headers, std::pair<std::string, std::string>{
                                                 "webhook-replayed", "true"}) != response.headers.end();
}

/// Completions of so many conversations, as one batch.
std::vector<Delivery> completions(DeskRoom& room, int count) {
  std::vector<Delivery> batch;
  for (int i = 0; i < count; ++i) {
    const auto n = std::to_string(i);
    batch.push_back(room.delivery("evt-" + n, completed("c-" + n)));
  }
  return batch;
}

std::int64_t phone_orders(DeskRoom& room, const std::string& conversation) {
  return room.assessment_of(conversation).at("signals").at("velocity.phone.orders_24h").get<std::int64_t>();
}

TEST(Desk, TurnsACompletedConversationIntoADecidedOrder) {
  DeskRoom room;
  const auto response = room.deliver("evt-1", completed());
  ASSERT_EQ(response.status, 200);
  const auto answer = json::parse(response.body);
  const auto state = room.order_of("c-1").value();
  EXPECT_EQ(answer.at("status"), "decided");
  EXPECT_EQ(answer.at("order").at("id"), state.order.id.str());
  EXPECT_EQ(answer.at("order").at("status"), to_string(state.order.status));
  EXPECT_EQ(answer.at("assessment").at("policy_version"), 1);
  EXPECT_EQ(answer.at("action").at("type"), "order.approved");
  EXPECT_THAT(room.history_of("c-1"), ElementsAre("order.placed: nothing -> approved"));
}

TEST(Desk, WritesScoresThatAddUpToTheTenth) {
  DeskRoom room;
  const auto assessment = json::parse(room.deliver("evt-1", completed()).body).at("assessment");
  const auto tenths = [](const json& number) { return std::llround(number.get<double>() * 10); };
  auto sum = tenths(assessment.at("base"));
  for (const auto& reason : assessment.at("reasons"))
    sum += tenths(reason.at("contribution"));
  EXPECT_EQ(sum, tenths(assessment.at("score")));
}

TEST(Desk, AcceptsWhatCompletesNothing) {
  DeskRoom room;
  for (const auto* type : {"conversation.updated", "conversation.abandoned"}) {
    const auto response = room.deliver(type, about(type, "c-1"));
    EXPECT_EQ(response.status, 202);
    EXPECT_EQ(response.body, R"({"status":"accepted","conversation_id":"c-1"})");
  }
  EXPECT_FALSE(room.order_of("c-1"));
  EXPECT_THAT(room.handed_over, IsEmpty());
}

TEST(Desk, GivesARepeatTheFirstAnswersBytes) {
  DeskRoom room;
  const auto first = room.deliver("evt-1", completed());
  room.clock.advance(1h);
  room.judge_all(Verdict::reject);
  const auto second = room.deliver("evt-1", completed());
  EXPECT_EQ(second.status, first.status);
  EXPECT_EQ(second.body, first.body);
  EXPECT_FALSE(is_replay(first));
  EXPECT_TRUE(is_replay(second));
  EXPECT_THAT(room.metrics.render(), HasSubstr(R"(sekisho_events_total{hook="hook_1",result="replayed"} 1)"));
}

TEST(Desk, RefusesAnotherBodyUnderTheSameId) {
  DeskRoom room;
  room.deliver("evt-1", completed());
  const auto response = room.deliver("evt-1", completed("c-2"));
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_FALSE(room.order_of("c-2"));
  EXPECT_THAT(room.metrics.render(), HasSubstr(R"(sekisho_events_total{hook="hook_1",result="conflict"} 1)"));
}

TEST(Desk, MakesOneOrderOfSixtyFourEqualDeliveriesInOneBatch) {
  DeskRoom room;
  std::vector<Delivery> batch;
  for (int i = 0; i < 64; ++i)
    batch.push_back(room.delivery("evt-1", completed()));
  const auto responses = room.deliver(std::move(batch));
  EXPECT_EQ(std::ranges::count_if(responses, is_replay), 63);
  for (const auto& response : responses) {
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, responses[0].body);
  }
  EXPECT_EQ(room.reader().orders({}, {.limit = 10, .cursor = {}})->rows.size(), 1U);
  EXPECT_EQ(room.handed_over.size(), 1U);
}

TEST(Desk, AnswersASecondCompletionWithTheOrderThatExists) {
  DeskRoom room;
  const auto first = json::parse(room.deliver("evt-1", completed()).body);
  auto changed = completed();
  changed["data"]["cart"]["total"] = 99'800;
  const auto second = room.deliver("evt-2", changed);
  EXPECT_EQ(second.status, 200);
  EXPECT_FALSE(is_replay(second));
  EXPECT_EQ(json::parse(second.body).at("order"), first.at("order"));
  EXPECT_EQ(json::parse(second.body).at("assessment"), first.at("assessment"));
  EXPECT_EQ(room.callbacks_of("c-1").size(), 1U);
  EXPECT_TRUE(is_replay(room.deliver("evt-2", changed)));
}

TEST(Desk, MakesOneOrderOfTwoCompletionsInOneBatch) {
  DeskRoom room;
  std::vector<Delivery> batch;
  batch.push_back(room.delivery("evt-1", completed()));
  batch.push_back(room.delivery("evt-2", completed()));
  const auto responses = room.deliver(std::move(batch));
  EXPECT_EQ(json::parse(responses[0].body).at("order"), json::parse(responses[1].body).at("order"));
  EXPECT_EQ(phone_orders(room, "c-1"), 1);
}

TEST(Desk, JudgesTheSameHoweverTheChatArrived) {
  const std::vector parts{updated("c-1", {"山", "山田"}, noon - 3s), updated("c-1", {"山田 花"}, noon - 2s),
                          updated("c-1", {"山", "山田", "山田 花"}, noon - 1s)};
  std::vector<int> order{0, 1, 2};
  std::set<std::string> signals;
  do {
    DeskRoom room;
    for (const int i : order)
      room.deliver("part-" + std::to_string(i), parts[static_cast<std::size_t>(i)]);
    room.deliver("evt-1", completed());
    signals.insert(room.assessment_of("c-1").at("signals").dump());
  } while (std::ranges::next_permutation(order).found);
  EXPECT_EQ(signals.size(), 1U);
  EXPECT_THAT(*signals.begin(), HasSubstr(R"("chat.typing_ms_per_character":)"));
}

TEST(Desk, KnowsTheVisitorFromAnEarlierPart) {
  DeskRoom room;
  auto part = updated("c-1", {"山田"}, noon - 1s);
  part["data"]["visitor"] = {{"ip", "203.0.113.7"}, {"device_id", "d-1"}};
  auto completion = completed();
  completion["data"].erase("visitor");
  room.deliver("evt-0", completed("c-0"));
  room.deliver("part-1", part);
  room.deliver("evt-1", completion);
  EXPECT_EQ(room.assessment_of("c-1").at("signals").at("velocity.device.orders_24h"), 2);
}

TEST(Desk, ShowsALateUpdateAndJudgesNothingAnew) {
  DeskRoom room;
  room.deliver("evt-1", completed());
  const auto before = room.order_of("c-1").value();
  EXPECT_EQ(room.deliver("part-1", updated("c-1", {"late"})).status, 202);
  EXPECT_EQ(room.order_of("c-1")->order.revision, before.order.revision);
  const auto bodies =
      room.reader().conversation_bodies({DeskRoom::hook_id, DeskRoom::merchant_id, ConversationId{"c-1"}});
  EXPECT_EQ(bodies->size(), 2U);
}

TEST(Desk, RefusesAMerchantThatItDoesNotKnow) {
  DeskRoom room;
  auto body = completed();
  body["merchant_id"] = "stranger";
  EXPECT_EQ(room.deliver("evt-1", body).status, 403);
  EXPECT_EQ(room.deliver("evt-1", completed()).status, 200) << "a refused delivery is not remembered";
}

TEST(Desk, CountsEveryOrderOfABatchExactlyOnce) {
  DeskRoom room;
  for (const auto& response : room.deliver(completions(room, 100)))
    ASSERT_EQ(response.status, 200);
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(phone_orders(room, "c-" + std::to_string(i)), i + 1);
  EXPECT_EQ(room.store().last_batch(), 100U);
}

TEST(Desk, CountsExactlyThoughLoopsReadTheClockInAnotherOrder) {
  DeskRoom room;
  auto batch = completions(room, 20);
  for (std::size_t i = 0; i < batch.size(); ++i)
    batch[i].received_at -= Milliseconds{static_cast<int>(i)};
  room.deliver(std::move(batch));
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(phone_orders(room, "c-" + std::to_string(i)), i + 1);
}

TEST(Desk, FollowsAClockThatWasSetBack) {
  DeskRoom room;
  room.deliver("evt-1", completed("c-1"));
  room.clock.advance(-24h);
  room.deliver("evt-2", completed("c-2"));
  EXPECT_EQ(room.order_of("c-2")->order.created_at, noon - 24h);
}

TEST(EventClock, EndsAnEventsWindowsAtItsOwnTime) {
  DeskRoom room({.event_clock = true});
  const auto at = [&](const std::string& n, Timestamp when) {
    room.deliver("evt-" + n, completed("c-" + n, when));
    return phone_orders(room, "c-" + n);
  };
  EXPECT_EQ(at("1", noon), 1);
  EXPECT_EQ(at("2", noon - 1s), 1);
  EXPECT_EQ(at("3", noon + 1s), 3);
}

TEST(EventClock, KeepsTheWindowsOfASimulationInThePastAcrossRestarts) {
  DeskRoom room({.event_clock = true});
  const auto long_ago = noon - 24h * 365;
  for (int i = 0; i < 3; ++i) {
    const auto n = std::to_string(i);
    room.deliver("evt-" + n, completed("c-" + n, long_ago));
    room.clock.advance(1h);
    EXPECT_EQ(phone_orders(room, "c-" + n), i + 1);
    room.restart();
  }
}

TEST(EventClock, MakesTheLatestEventThePresent) {
  DeskRoom room({.event_clock = true});
  const auto present = [&] {
    Timestamp seen;
    room.command([&](const DeskView& context) {
      seen = context.now;
      return CommandOutcome{json_response(200, "{}"), {}};
    });
    return seen;
  };
  EXPECT_EQ(present(), noon) << "nothing was seen: the machine's time";
  room.deliver("evt-1", completed("c-1", noon - 24h));
  room.deliver("evt-2", completed("c-2", noon - 48h));
  EXPECT_EQ(present(), noon - 24h) << "it never goes back";
  room.restart();
  EXPECT_EQ(present(), noon - 24h);
}

TEST(Desk, CountsNothingTwiceAfterARestart) {
  DeskRoom room;
  room.deliver(completions(room, 5));
  room.restart();
  room.deliver("evt-6", completed("c-6"));
  EXPECT_EQ(phone_orders(room, "c-6"), 6);
}

TEST(Desk, StillKnowsWhoIsWhoAfterARestart) {
  DeskRoom room;
  room.deliver("evt-1", completed("c-1"));
  storage::Unit unit;
  unit.changed_order = room.order_of("c-1")->order;
  unit.changed_order->outcome = Outcome::fraud_resale;
  unit.changed_order->outcome_at = noon;
  room.change(std::move(unit));
  room.restart();
  room.deliver("evt-2", completed("c-2"));
  const auto assessment = room.assessment_of("c-2");
  EXPECT_EQ(assessment.at("similar_orders").at(0).at("id"), room.order_of("c-1")->order.id.str());
  EXPECT_EQ(assessment.at("signals").at("negative.own"), "fraud.resale");
}

TEST(Desk, StillKnowsItsAnswersAfterARestart) {
  DeskRoom room;
  const auto first = room.deliver("evt-1", completed());
  room.restart();
  const auto again = room.deliver("evt-1", completed());
  EXPECT_TRUE(is_replay(again));
  EXPECT_EQ(again.body, first.body);
}

TEST(Desk, FindsAnEntryOfAListUntilItExpires) {
  DeskRoom room;
  storage::LookupHasher hasher{room.master};
  storage::Unit unit;
  unit.list_entries.push_back({.id = "ent_1",
                               .merchant_id = DeskRoom::merchant_id,
                               .list = "deny",
                               .kind = "phone",
                               .key = room.delivery("evt-0", completed()).identifiers.at(0).key,
                               .value = "090-1234-5678",
                               .reason = "unpaid",
                               .expires_at = noon + 1h,
                               .created_at = noon});
  room.change(unit);
  const auto denied = [&](const std::string& n) {
    room.deliver("evt-" + n, completed("c-" + n));
    return room.assessment_of("c-" + n).at("signals").at("list.deny").get<std::string>();
  };
  EXPECT_EQ(denied("1"), "phone");
  EXPECT_EQ(room.order_of("c-1")->order.verdict, Verdict::reject);
  room.restart();
  EXPECT_EQ(denied("2"), "phone") << "after a restart";
  room.clock.advance(2h);
  EXPECT_EQ(denied("3"), "none") << "after its expiry";
}

TEST(Desk, ForgetsAnEntryThatWasRemoved) {
  DeskRoom room;
  storage::Unit unit;
  unit.list_entries.push_back({.id = "ent_1",
                               .merchant_id = DeskRoom::merchant_id,
                               .list = "deny",
                               .kind = "phone",
                               .key = room.delivery("evt-0", completed()).identifiers.at(0).key,
                               .value = "090-1234-5678",
                               .reason = "",
                               .expires_at = {},
                               .created_at = noon});
  room.change(unit);
  storage::Unit removal;
  removal.removed_list_entries = {"ent_1"};
  room.change(removal);
  room.deliver("evt-1", completed());
  EXPECT_EQ(room.assessment_of("c-1").at("signals").at("list.deny"), "none");
}

TEST(Desk, HandsOverTheFirstCallbackLeasedAndLaterOnesNot) {
  DeskRoom room;
  room.judge_all(Verdict::challenge);
  room.deliver("evt-1", completed());
  room.deliver("evt-2", about("order.cancelled", "c-1"));
  ASSERT_EQ(room.handed_over.size(), 2U);
  EXPECT_EQ(room.handed_over[0].lease->owner, "node_test");
  EXPECT_FALSE(room.handed_over[1].lease);
  EXPECT_EQ(room.handed_over[1].sequence, 2);
}

TEST(Desk, LeasesNothingWhoseFirstAttemptIsNotDueYet) {
  DeskRoom room{{.callback_url = "https://vendor.example/callbacks", .first_attempt_after = 5s}};
  room.deliver("evt-1", completed());
  ASSERT_EQ(room.handed_over.size(), 1U);
  EXPECT_FALSE(room.handed_over[0].lease);
  EXPECT_EQ(room.handed_over[0].next_attempt_at, noon + 5s);
}

TEST(Desk, ShowsACallbackThatADisabledHookDoesNotGet) {
  DeskRoom room;
  room.change_hook([](storage::HookRecord& hook) { hook.callbacks_enabled = false; });
  EXPECT_EQ(room.deliver("evt-1", completed()).status, 200) << "events are still decided";
  const auto callbacks = room.callbacks_of("c-1");
  ASSERT_EQ(callbacks.size(), 1U);
  EXPECT_EQ(callbacks[0].callback.status, CallbackStatus::failed);
  EXPECT_EQ(callbacks[0].callback.sequence, 1);
  EXPECT_EQ(callbacks[0].failure, "gone");
}

TEST(Desk, TakesTheHookAsItIsWhenItDecides) {
  DeskRoom room;
  auto early = room.delivery("evt-1", completed());
  room.change_hook([](storage::HookRecord& hook) { hook.callback_url.clear(); });
  std::vector<Delivery> batch;
  batch.push_back(std::move(early));
  room.deliver(std::move(batch));
  EXPECT_THAT(room.callbacks_of("c-1"), IsEmpty());
}

TEST(Desk, PutsAPolicyInForceAtOnce) {
  DeskRoom room;
  room.judge_all(Verdict::review);
  const auto answer = json::parse(room.deliver("evt-1", completed()).body);
  EXPECT_EQ(answer.at("order").at("status"), "in_review");
  EXPECT_EQ(answer.at("assessment").at("policy_version"), 2);
}

TEST(Desk, RunsACommandAfterTheEventsOfItsBatch) {
  DeskRoom room;
  std::vector<std::string> order;
  std::vector<Job> jobs;
  jobs.push_back({Command{[](const DeskView&) { return CommandOutcome{json_response(200, "{}"), {}}; }},
                  [&](const Response&) { order.emplace_back("command"); }});
  jobs.push_back(
      {room.delivery("evt-1", completed()), [&](const Response&) { order.emplace_back("event"); }});
  room.desk().process(std::move(jobs));
  EXPECT_THAT(order, ElementsAre("event", "command"));
}

}  // namespace
}  // namespace sekisho::gateway
