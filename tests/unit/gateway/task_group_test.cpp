#include "http/task_group.h"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sekisho::gateway {
namespace {

namespace asio = boost::asio;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

class TaskGroups : public ::testing::Test {
 protected:
  asio::awaitable<void> never() {
    asio::steady_timer timer(loop, asio::steady_timer::time_point::max());
    co_await timer.async_wait(asio::use_awaitable);
  }

  asio::awaitable<void> next_turn() { co_await asio::post(loop, asio::use_awaitable); }

  asio::awaitable<void> count() {
    co_await next_turn();
    ++counted;
  }

  asio::awaitable<void> have_a_child() {
    co_await next_turn();
    tasks.spawn("child", count());
  }

  asio::awaitable<void> fail() {
    co_await next_turn();
    throw std::runtime_error("out of ink");
  }

  asio::awaitable<void> fail_at_once() {
    throw std::runtime_error("no ink");
    co_return;
  }

  /// Runs the loop until there is nothing left to do; the group must be empty then.
  void run() {
    waited = false;
    asio::co_spawn(
        loop,
        [this]() -> asio::awaitable<void> {
          co_await tasks.wait();
          waited = true;
        },
        [](const std::exception_ptr& failure) { ASSERT_FALSE(failure); });
    loop.restart();
    loop.run();
    EXPECT_TRUE(waited);
    EXPECT_EQ(tasks.size(), 0U);
  }

  asio::io_context loop{1};
  std::vector<std::pair<std::string, std::string>> failures;
  TaskGroup tasks{loop.get_executor(), [this](std::string_view task, std::string_view what) {
                    failures.emplace_back(task, what);
                  }};
  int counted = 0;
  bool waited = false;
};

TEST_F(TaskGroups, RunTheirTasksToTheEnd) {
  tasks.spawn("one", count());
  tasks.spawn("two", count());
  EXPECT_EQ(tasks.size(), 2U);
  run();
  EXPECT_EQ(counted, 2);
  EXPECT_THAT(failures, IsEmpty());
}

TEST_F(TaskGroups, ReportWhoFailedAndWhy) {
  tasks.spawn("printer", fail());
  tasks.spawn("plotter", fail_at_once());
  tasks.spawn("counter", count());
  run();
  EXPECT_THAT(failures,
              ::testing::UnorderedElementsAre(Pair("printer", "out of ink"), Pair("plotter", "no ink")));
  EXPECT_EQ(counted, 1);
}

TEST_F(TaskGroups, CancelEveryTaskWithoutCallingThatAFailure) {
  for (int i = 0; i < 10; ++i)
    tasks.spawn("sleeper", never());
  asio::post(loop, [this] { tasks.cancel(); });
  run();
  EXPECT_THAT(failures, IsEmpty());
}

TEST_F(TaskGroups, ReturnFromWaitAtOnceWhenEmpty) {
  run();
}

TEST_F(TaskGroups, WakeEveryoneWhoWaits) {
  int woken = 0;
  for (int i = 0; i < 3; ++i) {
    asio::co_spawn(
        loop,
        [this, &woken]() -> asio::awaitable<void> {
          co_await tasks.wait();
          ++woken;
        },
        [](const std::exception_ptr& failure) { ASSERT_FALSE(failure); });
  }
  tasks.spawn("one", count());
  run();
  EXPECT_EQ(woken, 3);
}

TEST_F(TaskGroups, WaitForTasksThatTasksStart) {
  tasks.spawn("parent", have_a_child());
  run();
  EXPECT_EQ(counted, 1);
}

TEST_F(TaskGroups, CanBeUsedAgainAfterBeingEmpty) {
  tasks.spawn("one", count());
  run();
  tasks.spawn("two", count());
  run();
  EXPECT_EQ(counted, 2);
}

}  // namespace
}  // namespace sekisho::gateway
