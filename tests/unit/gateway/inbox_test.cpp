#include "desk/inbox.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk/desk_thread.h"
#include "support/desk_room.h"
#include "support/run_on_loop.h"

namespace sekisho::gateway {
namespace {

using testing::completed;
using ::testing::Contains;
using testing::DeskRoom;
using ::testing::Pair;
using testing::run_on_loop;

namespace asio = boost::asio;
using Work = Work;

constexpr std::size_t roomy = 1000;

Command answering(int status) {
  return [status](const DeskView&) { return CommandOutcome{json_response(status, "{}"), {}}; };
}

asio::awaitable<Response> submit(Inbox& inbox, Work work) {
  co_return co_await inbox.submit(std::move(work));
}

/// For work that nobody answers in its test.
void unanswered(const std::exception_ptr&, const Response&) {}

/// Submits from a loop on a thread of its own.
std::future<Response> submit_elsewhere(Inbox& inbox, Work work) {
  return std::async(std::launch::async, [&inbox, work = std::move(work)]() mutable {
    return run_on_loop(submit(inbox, std::move(work)));
  });
}

TEST(Inbox, HandsOutWhatCameInOrder) {
  Inbox inbox(roomy);
  asio::io_context loop;
  for (int status = 201; status <= 205; ++status) {
    asio::co_spawn(loop, submit(inbox, answering(status)), unanswered);
  }
  loop.poll();
  EXPECT_EQ(inbox.take(2).size(), 2U);
  EXPECT_EQ(inbox.take(2).size(), 2U);
  EXPECT_FALSE(inbox.empty());
  EXPECT_EQ(inbox.take(2).size(), 1U);
  EXPECT_TRUE(inbox.empty());
}

TEST(Inbox, RefusesAtOnceWhenItIsFull) {
  Inbox inbox(2);
  asio::io_context loop;
  std::vector<Response> answers;
  for (int i = 0; i < 3; ++i) {
    asio::co_spawn(loop, submit(inbox, answering(200)), [&](const std::exception_ptr&, Response response) {
      answers.push_back(std::move(response));
    });
  }
  loop.poll();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].status, 503);
  EXPECT_THAT(answers[0].headers, Contains(Pair("Retry-After", "1")));
  EXPECT_EQ(inbox.take(10).size(), 2U);
}

TEST(Inbox, TakesNothingInOnceItIsClosedAndHandsOutTheRest) {
  Inbox inbox(roomy);
  asio::io_context loop;
  asio::co_spawn(loop, submit(inbox, answering(200)), unanswered);
  loop.poll();
  inbox.close();
  EXPECT_EQ(run_on_loop(submit(inbox, answering(200))).status, 503);
  EXPECT_EQ(inbox.take(10).size(), 1U);
  EXPECT_TRUE(inbox.take(10).empty());
}

TEST(Inbox, WakesWhoeverWaitsWhenItCloses) {
  Inbox inbox(roomy);
  auto taken = std::async(std::launch::async, [&] { return inbox.take(10).size(); });
  inbox.close();
  EXPECT_EQ(taken.get(), 0U);
}

TEST(Inbox, ResumesOnTheCallersOwnThread) {
  DeskRoom room;
  Inbox inbox(roomy);
  const DeskThread desk(room.desk(), inbox, 16, [] {});
  const auto where = [&]() -> asio::awaitable<std::thread::id> {
    Work work = answering(200);
    co_await inbox.submit(std::move(work));
    co_return std::this_thread::get_id();
  };
  EXPECT_EQ(run_on_loop(where()), std::this_thread::get_id());
}

TEST(DeskThread, FinishesWhatIsInTheInboxBeforeItEnds) {
  DeskRoom room;
  Inbox inbox(roomy);
  std::vector<std::future<Response>> answers;
  {
    const DeskThread desk(room.desk(), inbox, 4, [] {});
    for (int i = 0; i < 50; ++i)
      answers.push_back(submit_elsewhere(inbox, answering(200)));
  }
  // Whoever came too late was told so; nobody is left waiting.
  for (auto& answer : answers)
    EXPECT_THAT(answer.get().status, ::testing::AnyOf(200, 503));
}

TEST(DeskThread, SaysWhenItIsIdle) {
  DeskRoom room;
  Inbox inbox(roomy);
  std::promise<void> idle;
  std::once_flag once;
  const DeskThread desk(room.desk(), inbox, 4, [&] { std::call_once(once, [&] { idle.set_value(); }); });
  EXPECT_EQ(run_on_loop(submit(inbox, answering(200))).status, 200);
  idle.get_future().wait();
}

TEST(DeskThread, MakesOneOrderOfSixtyFourEqualDeliveriesAtOnce) {
  DeskRoom room;
  Inbox inbox(roomy);
  std::vector<std::future<Response>> answers;
  {
    std::vector<Delivery> deliveries;
    for (int i = 0; i < 64; ++i)
      deliveries.push_back(room.delivery("evt-1", completed()));
    const DeskThread desk(room.desk(), inbox, 16, [] {});
    for (auto& delivery : deliveries)
      answers.push_back(submit_elsewhere(inbox, std::move(delivery)));
    for (auto& answer : answers)
      answer.wait();
  }
  std::set<std::string> bodies;
  int replays = 0;
  for (auto& answer : answers) {
    const auto response = answer.get();
    EXPECT_EQ(response.status, 200);
    bodies.insert(response.body);
    replays +=
        std::ranges::count(response.headers, "webhook-replayed", &std::pair<std::string, std::string>::first);
  }
  EXPECT_EQ(bodies.size(), 1U);
  EXPECT_EQ(replays, 63);
  EXPECT_EQ(room.reader().orders({}, {.limit = 10, .cursor = {}})->rows.size(), 1U);
}

TEST(DeskThread, CountsExactlyWhatManyThreadsBring) {
  DeskRoom room;
  Inbox inbox(roomy);
  constexpr int orders = 60;
  {
    std::vector<Delivery> deliveries;
    for (int i = 0; i < orders; ++i) {
      const auto n = std::to_string(i);
      deliveries.push_back(room.delivery("evt-" + n, completed("c-" + n)));
    }
    const DeskThread desk(room.desk(), inbox, 8, [] {});
    std::vector<std::future<Response>> answers;
    for (auto& delivery : deliveries)
      answers.push_back(submit_elsewhere(inbox, std::move(delivery)));
    for (auto& answer : answers)
      EXPECT_EQ(answer.get().status, 200);
  }
  std::set<std::int64_t> counts;
  for (int i = 0; i < orders; ++i) {
    const auto assessment = room.assessment_of("c-" + std::to_string(i));
    counts.insert(assessment.at("signals").at("velocity.phone.orders_24h").get<std::int64_t>());
  }
  EXPECT_EQ(counts.size(), static_cast<std::size_t>(orders)) << "no two orders were the same one in the row";
  EXPECT_EQ(*counts.begin(), 1);
  EXPECT_EQ(*counts.rbegin(), orders);
}

}  // namespace
}  // namespace sekisho::gateway
