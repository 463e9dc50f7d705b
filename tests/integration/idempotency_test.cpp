#include <algorithm>
#include <latch>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "problem.h"
#include "shop.h"

// A delivery counts once, however often and by however many roads it comes.

namespace sekisho::integration {
namespace {

using ::testing::Each;
using ::testing::SizeIs;

constexpr int at_once = 64;

/// What `post` answers to each of 64 callers that all begin at the same moment, each over a connection of its
/// own.
std::vector<HttpAnswer> all_at_once(const Shop& shop, const std::function<HttpAnswer(Vendor&, int)>& post) {
  std::vector<HttpAnswer> answers(at_once);
  std::latch ready{at_once};
  {
    std::vector<std::jthread> callers;
    for (int i = 0; i < at_once; ++i) {
      callers.emplace_back([&, i] {
        auto vendor = shop.vendor();
        ready.arrive_and_wait();
        answers[static_cast<std::size_t>(i)] = post(vendor, i);
      });
    }
  }
  return answers;
}

std::set<std::string> bodies_of(const std::vector<HttpAnswer>& answers) {
  std::set<std::string> bodies;
  for (const auto& answer : answers)
    bodies.insert(answer.body);
  return bodies;
}

TEST(Repeat, GetsTheFirstAnswerByteForByte) {
  Shop shop;
  auto vendor = shop.vendor();
  const std::vector<std::string> samples{
      sample("07-conversation-updated.json"), sample("01-honest-subscription.json"),
      sample("09-order-amended-upsell.json"), sample("13-order-cancelled-by-buyer.json")};
  std::vector<HttpAnswer> first;
  for (std::size_t i = 0; i < samples.size(); ++i)
    first.push_back(vendor.post(std::to_string(i), samples[i]));
  // The order has moved on since: the answers have not.
  for (std::size_t i = 0; i < samples.size(); ++i) {
    ASSERT_EQ(first[i].status / 100, 2) << first[i].body;
    EXPECT_EQ(first[i].header("webhook-replayed"), std::nullopt);
    const auto again = vendor.post(std::to_string(i), samples[i]);
    EXPECT_EQ(again.status, first[i].status);
    EXPECT_EQ(again.body, first[i].body);
    EXPECT_EQ(again.header("content-type"), first[i].header("content-type"));
    EXPECT_EQ(again.header("webhook-replayed"), "true");
  }
}

TEST(Repeat, GetsTheFirstAnswerAfterARestartToo) {
  Shop shop;
  const auto first = shop.vendor().post("evt-1", honest_order("c-1"));
  EXPECT_EQ(shop.gateway->stop(), 0);
  shop.start();
  const auto again = shop.vendor().post("evt-1", honest_order("c-1"));
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.header("webhook-replayed"), "true");
}

TEST(Repeat, WithAnotherBodyIs409) {
  Shop shop;
  auto vendor = shop.vendor();
  const auto body = honest_order("c-1");
  const auto first = vendor.post("evt-1", body);
  EXPECT_THAT(vendor.post("evt-1", honest_order("c-2")), IsProblem(409));
  EXPECT_THAT(vendor.post("evt-1", json::parse(body).dump(2)), IsProblem(409)) << "equal JSON in other bytes";
  EXPECT_EQ(vendor.post("evt-1", body).body, first.body);
  EXPECT_THAT(shop.admin().all("/v1/orders"), SizeIs(1));
}

TEST(Repeat, OnAnotherHookIsAnotherEvent) {
  Shop shop;
  const auto second = shop.admin().create_hook(merchant, shop.receiver.url());
  const auto here = shop.vendor().post("evt-1", honest_order("c-1"));
  const auto there = Vendor{shop.gateway->ingress(), second}.post("evt-1", honest_order("c-1"));
  EXPECT_EQ(there.status, 200);
  EXPECT_EQ(there.header("webhook-replayed"), std::nullopt);
  EXPECT_NE(there.json()["order"]["id"], here.json()["order"]["id"]);
}

TEST(SixtyFourIdenticalDeliveries, MakeOneOrderAndGetEqualAnswers) {
  Shop shop;
  const auto body = honest_order("c-1");
  const auto answers = all_at_once(shop, [&](Vendor& vendor, int) { return vendor.post("evt-1", body); });

  EXPECT_THAT(answers, Each(::testing::Field(&HttpAnswer::status, 200)));
  EXPECT_THAT(bodies_of(answers), SizeIs(1));
  const auto replayed = [](const HttpAnswer& answer) { return answer.header("webhook-replayed") == "true"; };
  EXPECT_EQ(std::ranges::count_if(answers, replayed), at_once - 1);
  EXPECT_THAT(shop.admin().all("/v1/orders"), SizeIs(1));
  EXPECT_THAT(shop.admin().all("/v1/callbacks"), SizeIs(1));
  EXPECT_THAT(shop.receiver.wait_for(1), SizeIs(1));
}

TEST(SixtyFourIdenticalDeliveries, OfWhichHalfDifferAreAnsweredByTheFirst) {
  Shop shop;
  const auto body = [](int i) { return honest_order(i % 2 == 0 ? "c-1" : "c-2"); };
  const auto answers =
      all_at_once(shop, [&](Vendor& vendor, int i) { return vendor.post("evt-1", body(i)); });
  const auto with = [&](int status) {
    return std::ranges::count_if(answers,
                                 [status](const HttpAnswer& answer) { return answer.status == status; });
  };
  EXPECT_EQ(with(200), at_once / 2);
  EXPECT_EQ(with(409), at_once / 2);
  EXPECT_THAT(shop.admin().all("/v1/orders"), SizeIs(1));
}

TEST(SecondCompletion, OfAConversationAnswersWithTheOrderThatExists) {
  Shop shop;
  auto vendor = shop.vendor();
  const auto first = vendor.post("evt-1", honest_order("c-1")).json();
  const auto second = vendor.post("evt-2", honest_order("c-1", 7));
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(second.header("webhook-replayed"), std::nullopt);
  EXPECT_EQ(second.json()["order"], first["order"]);
  EXPECT_EQ(second.json()["assessment"]["score"], first["assessment"]["score"]);
  EXPECT_THAT(shop.admin().all("/v1/callbacks"), SizeIs(1));
}

TEST(SecondCompletion, SixtyFourTimesAtOnceMakesOneOrder) {
  Shop shop;
  const auto answers = all_at_once(shop, [&](Vendor& vendor, int i) {
    return vendor.post("evt-" + std::to_string(i), honest_order("c-1"));
  });
  std::set<std::string> orders;
  for (const auto& answer : answers) {
    ASSERT_EQ(answer.status, 200) << answer.body;
    orders.insert(answer.json()["order"]["id"].get<std::string>());
  }
  EXPECT_THAT(orders, SizeIs(1));
  EXPECT_THAT(shop.admin().all("/v1/callbacks"), SizeIs(1));
}

TEST(SixtyFourDifferentOrders, AtOnceAreAllDecided) {
  Shop shop;
  const auto answers = all_at_once(shop, [&](Vendor& vendor, int i) {
    const auto name = std::to_string(i);
    return vendor.post("evt-" + name, honest_order("c-" + name, i + 1));
  });
  EXPECT_THAT(answers, Each(::testing::Field(&HttpAnswer::status, 200)));
  EXPECT_THAT(shop.admin().all("/v1/orders"), SizeIs(at_once));
  EXPECT_THAT(shop.receiver.wait_for(at_once), SizeIs(at_once));
}

}  // namespace
}  // namespace sekisho::integration
