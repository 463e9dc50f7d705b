#include "desk/batching.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sekisho::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// What one delivery is called, and what it is about.
struct Arrival {
  std::string event_id;
  EventPayload payload;
  std::string hook = "hook_1";
  std::string merchant = "acme";
};

ConversationUpdated update_of(const std::string& conversation) {
  return {ConversationId{conversation}, {}};
}

ConversationAbandoned abandonment_of(const std::string& conversation) {
  return {ConversationId{conversation}, {}};
}

ConversationCompleted completion_of(const std::string& conversation) {
  ConversationCompleted event;
  event.conversation_id = ConversationId{conversation};
  return event;
}

OrderCancelled cancellation_of(const std::string& conversation) {
  return {{OrderId{}, ConversationId{conversation}}};
}

OrderCancelled cancellation_of_order(const std::string& order) {
  return {{OrderId{order}, ConversationId{}}};
}

OrderAmended amendment_of_order(const std::string& order) {
  return {{OrderId{order}, ConversationId{}}, {}};
}

Job job_of(const Arrival& arrival) {
  auto hook = std::make_shared<Hook>();
  hook->record.id = HookId{arrival.hook};
  Delivery delivery;
  delivery.hook = std::move(hook);
  delivery.event_id = EventId{arrival.event_id};
  delivery.event.merchant_id = MerchantId{arrival.merchant};
  delivery.event.payload = arrival.payload;
  return {std::move(delivery), [](const Response&) {}};
}

std::vector<std::string> names_of(const std::vector<Job>& jobs) {
  std::vector<std::string> names;
  for (const auto& job : jobs) {
    const auto* delivery = std::get_if<Delivery>(&job.work);
    names.push_back(delivery == nullptr ? "write" : delivery->event_id.str());
  }
  return names;
}

struct Parted {
  std::vector<std::string> now;
  std::vector<std::string> later;
};

Parted parted(const std::vector<Arrival>& arrivals) {
  std::vector<Job> jobs;
  for (const auto& arrival : arrivals)
    jobs.push_back(job_of(arrival));
  const auto later = put_off_dependents(jobs);
  return {names_of(jobs), names_of(later)};
}

TEST(Batching, LetsStrangersGoTogether) {
  const auto result = parted({{"1", completion_of("a")},
                              {"2", completion_of("b")},
                              {"3", update_of("c")},
                              {"4", cancellation_of_order("ord_1")},
                              {"5", cancellation_of_order("ord_2")}});
  EXPECT_THAT(result.now, ElementsAre("1", "2", "3", "4", "5"));
  EXPECT_THAT(result.later, IsEmpty());
}

TEST(Batching, HasARepeatWaitForTheFirst) {
  const auto result = parted({{"1", completion_of("a")}, {"1", completion_of("a")}, {"2", update_of("b")}});
  EXPECT_THAT(result.now, ElementsAre("1", "2"));
  EXPECT_THAT(result.later, ElementsAre("1"));
}

TEST(Batching, HasARepeatWaitThoughItOnlyAddsOrSpeaksOfSomethingElse) {
  EXPECT_THAT(parted({{"1", update_of("a")}, {"1", update_of("a")}}).later, ElementsAre("1"));
  EXPECT_THAT(parted({{"1", completion_of("a")}, {"1", completion_of("b")}}).later, ElementsAre("1"));
}

TEST(Batching, TellsTheSameIdOfTwoHooksApart) {
  EXPECT_THAT(parted({{"1", update_of("a")}, {"1", update_of("a"), "hook_2"}}).later, IsEmpty());
}

TEST(Batching, HasACompletionWaitForWhatWasSaidBefore) {
  const auto result = parted({{"1", update_of("a")}, {"2", update_of("a")}, {"3", completion_of("a")}});
  EXPECT_THAT(result.now, ElementsAre("1", "2"));
  EXPECT_THAT(result.later, ElementsAre("3"));
}

TEST(Batching, LetsWhatOnlyAddsPass) {
  const auto result = parted({{"1", completion_of("a")}, {"2", update_of("a")}, {"3", abandonment_of("a")}});
  EXPECT_THAT(result.now, ElementsAre("1", "2", "3"));
}

TEST(Batching, HasChangesOfOneOrderWaitForEachOther) {
  EXPECT_THAT(parted({{"1", completion_of("a")}, {"2", cancellation_of("a")}}).later, ElementsAre("2"));
  EXPECT_THAT(parted({{"1", amendment_of_order("ord_1")}, {"2", cancellation_of_order("ord_1")}}).later,
              ElementsAre("2"));
}

TEST(Batching, TellsOneConversationIdOfTwoMerchantsApart) {
  EXPECT_THAT(parted({{"1", completion_of("a")}, {"2", completion_of("a"), "hook_1", "beta"}}).later,
              IsEmpty());
  EXPECT_THAT(parted({{"1", completion_of("a")}, {"2", completion_of("a"), "hook_2", "acme"}}).later,
              IsEmpty());
}

TEST(Batching, DoesNotTakeEventsWithoutAConversationForOneConversation) {
  EXPECT_THAT(parted({{"1", cancellation_of_order("ord_1")}, {"2", cancellation_of_order("ord_2")}}).later,
              IsEmpty());
}

TEST(Batching, KeepsTheOrderOfArrival) {
  const auto result = parted({{"1", completion_of("a")},
                              {"2", cancellation_of("a")},
                              {"3", completion_of("b")},
                              {"1", completion_of("a")},
                              {"4", cancellation_of("b")}});
  EXPECT_THAT(result.now, ElementsAre("1", "3"));
  EXPECT_THAT(result.later, ElementsAre("2", "1", "4"));
}

TEST(Batching, HasWritesWaitForNobody) {
  std::vector<Job> jobs;
  jobs.push_back(job_of({"1", completion_of("a")}));
  jobs.push_back({Write{}, [](const Response&) {}});
  jobs.push_back({Write{}, [](const Response&) {}});
  EXPECT_THAT(put_off_dependents(jobs), IsEmpty());
  EXPECT_THAT(names_of(jobs), ElementsAre("1", "write", "write"));
}

TEST(Batching, ComesToAnEnd) {
  std::vector<Job> jobs;
  for (int i = 0; i < 100; ++i)
    jobs.push_back(job_of({"1", completion_of("a")}));
  int rounds = 0;
  while (!jobs.empty()) {
    jobs = [&] {
      auto later = put_off_dependents(jobs);
      EXPECT_EQ(jobs.size(), 1U);
      return later;
    }();
    ++rounds;
  }
  EXPECT_EQ(rounds, 100);
}

}  // namespace
}  // namespace sekisho::gateway
