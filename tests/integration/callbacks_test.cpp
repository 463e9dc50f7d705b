#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "problem.h"
#include "shop.h"

// The life of a callback, with receivers of every temper (contract §4).

namespace sekisho::integration {
namespace {

using ::testing::Each;
using ::testing::Field;
using ::testing::SizeIs;

Variables attempts(const std::string& schedule) {
  return {{"SEKISHO_CALLBACKS_RETRY_SCHEDULE", schedule}};
}

const std::string five_quick = R"(["0s", "10ms", "10ms", "10ms", "10ms"])";

Reply with_status(int status, Headers headers = {}) {
  return {.status = status, .headers = std::move(headers)};
}

/// Answers so the first time and 200 from then on.
CallbackReceiver::Behaviour first(Reply reply) {
  return [reply](const ReceivedCallback& callback) { return callback.attempt == 1 ? reply : Reply{}; };
}

struct CallbackShop : Shop {
  using Shop::Shop;

  void place(const std::string& name) {
    EXPECT_EQ(vendor().post("evt-" + name, honest_order("c-" + name)).status, 200);
  }

  /// The latest callback of all, once its status is this.
  json latest(const std::string& status) {
    json callback;
    EXPECT_TRUE(eventually([&] {
      callback = admin().get("/v1/callbacks?limit=1").at("data").at(0);
      return callback.at("status") == status;
    })) << callback;
    return callback;
  }
};

TEST(Callback, ThatFailsComesAgainTheSameAndSignedAnew) {
  CallbackShop shop(attempts(five_quick));
  shop.receiver.behave(
      [](const ReceivedCallback& callback) { return with_status(callback.attempt < 4 ? 500 : 204); });
  shop.place("1");
  const auto callback = shop.latest("delivered");
  const auto received = shop.receiver.received();
  ASSERT_THAT(received, SizeIs(4));
  EXPECT_THAT(received, Each(Field(&ReceivedCallback::id, callback.at("id"))));
  EXPECT_THAT(received, Each(Field(&ReceivedCallback::body, received[0].body)));
  EXPECT_THAT(received, Each(Field(&ReceivedCallback::signature_valid, true)));
  std::vector<int> statuses;
  for (const auto& attempt : callback.at("attempts"))
    statuses.push_back(attempt.at("status"));
  EXPECT_THAT(statuses, ::testing::ElementsAre(500, 500, 500, 204));
  EXPECT_EQ(callback.at("next_attempt_at"), nullptr);
}

TEST(Callback, FollowsNoRedirect) {
  CallbackShop shop(attempts(five_quick));
  shop.receiver.behave(first(with_status(302, {{"Location", shop.receiver.url() + "/elsewhere"}})));
  shop.place("1");
  shop.latest("delivered");
  EXPECT_THAT(shop.receiver.received(), SizeIs(2));
  EXPECT_THAT(shop.receiver.received(), Each(Field(&ReceivedCallback::target, "/callbacks")));
}

TEST(Callback, WaitsAsLongAsRetryAfterSays) {
  CallbackShop shop(attempts(five_quick));
  shop.receiver.behave(first(with_status(503, {{"Retry-After", "1"}})));
  shop.place("1");
  const auto received = shop.receiver.wait_for(2);
  ASSERT_THAT(received, SizeIs(2));
  EXPECT_GE(received[1].at - received[0].at, std::chrono::milliseconds{990});
}

TEST(Callback, KeepsToTheSchedule) {
  CallbackShop shop(attempts(R"(["0s", "400ms", "400ms"])"));
  shop.receiver.behave(
      [](const ReceivedCallback& callback) { return with_status(callback.attempt < 3 ? 500 : 200); });
  shop.place("1");
  const auto received = shop.receiver.wait_for(3);
  ASSERT_THAT(received, SizeIs(3));
  for (const std::size_t i : {1U, 2U}) {
    const auto waited = received[i].at - received[i - 1].at;
    EXPECT_GE(waited, std::chrono::milliseconds{395}) << "nothing shortens a wait";
    // Jitter lengthens it by at most 20 %; the rest is for a busy machine.
    EXPECT_LT(waited, std::chrono::milliseconds{900}) << "after attempt " << i;
  }
}

TEST(Callback, ToAReceiverThatHangsIsCutAndTriedAgain) {
  auto variables = attempts(five_quick);
  variables["SEKISHO_CALLBACKS_TIMEOUT"] = "200ms";
  CallbackShop shop(variables);
  shop.receiver.behave(first({.kind = Reply::Kind::hang}));
  shop.place("1");
  const auto attempts_made = shop.latest("delivered").at("attempts");
  ASSERT_THAT(attempts_made, SizeIs(2));
  EXPECT_EQ(attempts_made[0].at("status"), nullptr);
  EXPECT_EQ(attempts_made[0].at("error"), "timeout");
  EXPECT_GE(attempts_made[0].at("duration_ms"), 200);
}

TEST(Callback, ToAReceiverThatClosesOrIsDownIsTriedAgain) {
  CallbackShop shop(attempts(five_quick));
  shop.receiver.behave(first({.kind = Reply::Kind::close}));
  shop.place("1");
  EXPECT_EQ(shop.latest("delivered").at("attempts").at(0).at("error"), "protocol");

  shop.receiver.go_down();
  shop.place("2");
  EXPECT_TRUE(eventually(
      [&] { return !shop.admin().get("/v1/callbacks?limit=1").at("data")[0].at("attempts").empty(); }));
  shop.receiver.come_up();
  EXPECT_EQ(shop.latest("delivered").at("attempts").at(0).at("error"), "connect");
}

TEST(Callback, ThatIsExhaustedStandsAmongTheFailuresUntilAPersonRetriesIt) {
  CallbackShop shop(attempts(R"(["0s", "10ms", "10ms"])"));
  shop.receiver.behave([](const ReceivedCallback&) { return with_status(500); });
  shop.place("1");
  const auto failed = shop.latest("failed");
  EXPECT_THAT(failed.at("attempts"), SizeIs(3)) << "as many attempts as entries";
  EXPECT_THAT(shop.admin().all("/v1/callbacks?status=failed"), SizeIs(1));
  EXPECT_TRUE(shop.gateway->logged("callback failed for good"));

  shop.receiver.behave({});
  const std::string id = failed.at("id");
  EXPECT_EQ(shop.admin().call("POST", "/v1/callbacks/" + id + "/retry").status, 202);
  EXPECT_THAT(shop.latest("delivered").at("attempts"), SizeIs(4));
  EXPECT_EQ(shop.receiver.received().back().id, id);
  EXPECT_THAT(shop.admin().call("POST", "/v1/callbacks/" + id + "/retry"), IsProblem(409));
}

TEST(Callback, RetriesInBulkOnlyWhenItIsMeant) {
  CallbackShop shop(attempts(R"(["0s"])"));
  shop.receiver.behave([](const ReceivedCallback&) { return with_status(500); });
  for (const std::string name : {"1", "2", "3"})
    shop.place(name);
  EXPECT_TRUE(eventually([&] { return shop.admin().all("/v1/callbacks?status=failed").size() == 3; }));
  const auto retry = [&](const json& filter, bool dry_run) {
    return shop.admin().send("POST", "/v1/callbacks/retry", {{"filter", filter}, {"dry_run", dry_run}});
  };
  shop.receiver.behave({});
  EXPECT_EQ(retry({{"status", "failed"}, {"hook_id", shop.hook.id}}, true),
            (json{{"matched", 3}, {"retried", 0}}));
  EXPECT_EQ(retry({{"status", "failed"}, {"hook_id", "hook_other"}}, false),
            (json{{"matched", 0}, {"retried", 0}}));
  EXPECT_THAT(shop.receiver.received(), SizeIs(3)) << "a dry run sends nothing";
  EXPECT_EQ(retry({{"status", "failed"}}, false), (json{{"matched", 3}, {"retried", 3}}));
  EXPECT_TRUE(eventually([&] { return shop.admin().all("/v1/callbacks?status=delivered").size() == 3; }));
}

TEST(Callback, To410EndsTheHooksCallbacksUntilAPersonSetsThemAgain) {
  CallbackShop shop(attempts(five_quick));
  shop.receiver.behave([](const ReceivedCallback&) { return with_status(410); });
  shop.place("1");
  EXPECT_EQ(shop.latest("failed").at("error"), "gone");
  const auto hook = "/v1/hooks/" + shop.hook.id;
  EXPECT_TRUE(eventually([&] { return shop.admin().get(hook).at("callbacks_enabled") == false; }));
  EXPECT_EQ(shop.admin().get(hook).at("enabled"), true);

  shop.receiver.behave({});
  shop.place("2");
  EXPECT_EQ(shop.latest("failed").at("error"), "gone");
  shop.admin().send("PATCH", hook, {{"callbacks_enabled", true}});
  shop.place("3");
  shop.latest("delivered");
  const auto received = shop.receiver.received();
  ASSERT_THAT(received, SizeIs(2)) << "nothing for the order between";
  EXPECT_EQ(received[1].data().at("conversation_id"), "c-3");
}

TEST(Callback, OfAnOrderNeverOvertakesAnEarlierOne) {
  CallbackShop shop(attempts(five_quick));
  shop.admin().set_thresholds(merchant, 0, 0, 101);
  shop.receiver.behave([](const ReceivedCallback& callback) {
    return with_status(callback.data().at("sequence") == 1 && callback.attempt < 3 ? 500 : 200);
  });
  const auto order =
      shop.vendor().post("evt-1", honest_order("c-1")).json()["order"]["id"].get<std::string>();
  for (const std::string word : {"approve", "cancel", "approve"}) {
    shop.admin().send("POST", "/v1/orders/" + order + "/decision", {{"decision", word}});
  }
  const auto received = shop.receiver.wait_for(6);
  std::vector<int> sequences;
  for (const auto& callback : received)
    sequences.push_back(callback.data().at("sequence"));
  EXPECT_THAT(sequences, ::testing::ElementsAre(1, 1, 1, 2, 3, 4));
}

TEST(Callback, IsSignedUnderBothSecretsWhileTwoLive) {
  CallbackShop shop;
  const auto secrets = "/v1/hooks/" + shop.hook.id + "/callback_secrets";
  const std::string old_id = shop.admin().get(secrets).at("data").at(0).at("id");
  const std::string renewed = shop.admin().send("POST", secrets, {}).at("callback_secret");
  shop.place("1");
  const auto both = shop.receiver.wait_for(1).at(0);
  EXPECT_TRUE(both.signature_valid);

  shop.admin().send("DELETE", secrets + "/" + old_id, {});
  shop.place("2");
  EXPECT_FALSE(shop.receiver.wait_for(2).at(1).signature_valid) << "the receiver knows the old secret alone";
  shop.receiver.trust(renewed);
  shop.place("3");
  EXPECT_TRUE(shop.receiver.wait_for(3).at(2).signature_valid);
}

TEST(Callback, ForATestIsMarkedAsOne) {
  CallbackShop shop;
  EXPECT_EQ(shop.admin().call("POST", "/v1/hooks/" + shop.hook.id + "/test").status, 202);
  const auto received = shop.receiver.wait_for(1);
  ASSERT_THAT(received, SizeIs(1));
  EXPECT_TRUE(received[0].signature_valid);
  EXPECT_EQ(received[0].data().at("test"), true);
}

TEST(Callback, OfABrokenReceiverHoldsUpNoOther) {
  auto variables = attempts(five_quick);
  variables["SEKISHO_CALLBACKS_TIMEOUT"] = "5s";
  CallbackShop shop(variables);
  CallbackReceiver healthy;
  const auto second = shop.admin().create_hook(merchant, healthy.url());
  healthy.trust(second.callback_secret);
  shop.receiver.behave([](const ReceivedCallback&) { return Reply{.kind = Reply::Kind::hang}; });
  for (int i = 0; i < 40; ++i)
    shop.place(std::to_string(i));

  Vendor other{shop.gateway->ingress(), second};
  EXPECT_EQ(other.post("evt-1", honest_order("c-1")).status, 200);
  EXPECT_THAT(healthy.wait_for(1), SizeIs(1));
  const auto stuck = shop.receiver.received();
  EXPECT_LE(stuck.size(), 16U) << "so many at once, and none has ended";
  shop.gateway->kill();
}

TEST(CallbackUrl, OnThisMachineIsRefusedUnlessAllowed) {
  Shop shop({{"SEKISHO_CALLBACKS_ALLOW_PRIVATE_NETWORKS", "true"}});
  EXPECT_EQ(shop.gateway->stop(), 0);
  shop.variables["SEKISHO_CALLBACKS_ALLOW_PRIVATE_NETWORKS"] = "false";
  shop.variables["SEKISHO_CALLBACKS_RETRY_SCHEDULE"] = R"(["0s"])";
  shop.start();
  for (const std::string& url : {shop.receiver.url(), std::string{"https://127.0.0.1/"},
                                 std::string{"https://10.1.2.3/"}, std::string{"https://[::1]/"},
                                 std::string{"https://2130706433/"}, std::string{"https://localhost/"}}) {
    const json hook{{"adapter", "qualva"}, {"callback_url", url}};
    EXPECT_THAT(shop.admin().call("POST", "/v1/merchants/hadaiku/hooks", hook), IsProblem(422)) << url;
  }
  // The hook's old URL is refused when it is to be called.
  EXPECT_EQ(shop.vendor().post("evt-1", honest_order("c-1")).status, 200);
  EXPECT_TRUE(eventually([&] { return shop.admin().all("/v1/callbacks?status=failed").size() == 1; }));
  EXPECT_EQ(shop.admin().all("/v1/callbacks")[0]["attempts"][0]["error"], "refused");
  EXPECT_THAT(shop.receiver.received(), ::testing::IsEmpty());
}

}  // namespace
}  // namespace sekisho::integration
