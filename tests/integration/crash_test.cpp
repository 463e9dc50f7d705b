#include <chrono>
#include <csignal>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shop.h"

// `kill -9` between a decision's commit and its callback: the callback comes after the restart.

namespace sekisho::integration {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

const Variables quick_retries{{"SEKISHO_CALLBACKS_RETRY_SCHEDULE",
                               R"(["0s", "100ms", "100ms", "100ms", "100ms", "100ms", "100ms", "100ms"])"}};

json only_callback(Shop& shop) {
  const auto callbacks = shop.admin().all("/v1/callbacks");
  EXPECT_THAT(callbacks, SizeIs(1));
  return callbacks.empty() ? json::object() : callbacks.front();
}

bool is_delivered(Shop& shop) {
  return eventually([&] { return only_callback(shop).value("status", "") == "delivered"; });
}

TEST(KilledBeforeTheCallback, DeliversItAfterTheRestartUnderTheSameId) {
  Shop shop(quick_retries);
  shop.receiver.behave([](const ReceivedCallback&) { return Reply{.kind = Reply::Kind::hang}; });
  const auto answer = shop.vendor().post("evt-1", honest_order("c-1"));
  ASSERT_EQ(answer.status, 200);
  const auto attempts = shop.receiver.wait_for(1);
  ASSERT_THAT(attempts, SizeIs(1)) << "the receiver holds the first attempt in its hands";
  shop.gateway->kill();

  shop.receiver.behave({});
  shop.start();
  const auto callbacks = shop.receiver.wait_for(2);
  ASSERT_THAT(callbacks, SizeIs(2));
  EXPECT_EQ(callbacks[1].id, callbacks[0].id);
  EXPECT_EQ(callbacks[1].body, callbacks[0].body);
  EXPECT_TRUE(callbacks[1].signature_valid);
  EXPECT_EQ(callbacks[1].data().at("order_id"), answer.json()["order"]["id"]);
  EXPECT_TRUE(is_delivered(shop));
  EXPECT_THAT(shop.receiver.received(), SizeIs(2));
}

TEST(KilledBeforeTheCallback, DeliversItWhenNobodyHadListened) {
  Shop shop(quick_retries);
  shop.receiver.go_down();
  ASSERT_EQ(shop.vendor().post("evt-1", honest_order("c-1")).status, 200);
  shop.gateway->kill();
  shop.receiver.come_up();
  shop.start();
  ASSERT_THAT(shop.receiver.wait_for(1), SizeIs(1));
  EXPECT_TRUE(is_delivered(shop));
}

TEST(KilledBeforeTheCallback, GoesOnCountingAttemptsAfterTheRestart) {
  Shop shop(quick_retries);
  shop.receiver.behave([](const ReceivedCallback&) { return Reply{.status = 500}; });
  ASSERT_EQ(shop.vendor().post("evt-1", honest_order("c-1")).status, 200);
  ASSERT_TRUE(eventually([&] { return only_callback(shop).at("attempts").size() >= 2; }));
  shop.gateway->kill();
  shop.receiver.behave({});
  shop.start();
  ASSERT_TRUE(is_delivered(shop));
  const auto attempts = only_callback(shop).at("attempts");
  EXPECT_GE(attempts.size(), 3U);
  EXPECT_EQ(attempts.front().at("status"), 500);
  EXPECT_EQ(attempts.back().at("status"), 200);
}

TEST(KilledAfterTheCallback, DoesNotSendItAgain) {
  Shop shop(quick_retries);
  ASSERT_EQ(shop.vendor().post("evt-1", honest_order("c-1")).status, 200);
  ASSERT_TRUE(is_delivered(shop));
  shop.gateway->kill();
  shop.start();
  // A later callback has been delivered: an earlier one that was due would have been before it.
  ASSERT_EQ(shop.vendor().post("evt-2", honest_order("c-2", 2)).status, 200);
  const auto callbacks = shop.receiver.wait_for(2);
  ASSERT_THAT(callbacks, SizeIs(2));
  EXPECT_NE(callbacks[0].id, callbacks[1].id);
}

TEST(KilledGateway, StillRefusesASecondOneAfterwards) {
  Shop shop;
  shop.gateway->kill();
  shop.start();
  const auto second =
      testing::run_sekisho({"serve", "--config", shop.installation.config()}, testing::test_variables());
  EXPECT_EQ(second.code, 1);
  EXPECT_EQ(shop.gateway->stop(), 0);
}

TEST(KilledGateway, RemembersItsWindows) {
  // Velocity is counted in memory: after a crash it is counted from what is stored.
  Shop shop;
  const auto score_of = [&](const std::string& name) {
    return shop.vendor()
        .post("evt-" + name, honest_order("c-" + name))
        .json()["assessment"]["score"]
        .get<double>();
  };
  const double first = score_of("1");
  for (const std::string name : {"2", "3", "4"})
    score_of(name);
  const double fifth = score_of("5");
  EXPECT_GT(fifth, first) << "five orders of one buyer";
  shop.gateway->kill();
  shop.start();
  EXPECT_GE(score_of("6"), fifth);
}

}  // namespace
}  // namespace sekisho::integration
