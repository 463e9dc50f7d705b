#include <map>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "problem.h"
#include "shop.h"

// What operations watches: health, readiness, metrics and the log.

namespace sekisho::integration {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

HttpAnswer look_at(Shop& shop, const std::string& target) {
  return shop.ops().exchange({.method = "GET", .target = target, .headers = {}, .body = {}});
}

/// Every series with its labels, and its value.
std::map<std::string, double> metrics_of(Shop& shop) {
  std::map<std::string, double> series;
  std::istringstream lines{look_at(shop, "/metrics").body};
  for (std::string line; std::getline(lines, line);) {
    const auto space = line.rfind(' ');
    if (!line.starts_with('#') && space != std::string::npos)
      series[line.substr(0, space)] = std::stod(line.substr(space));
  }
  return series;
}

TEST(Health, IsAliveAndReady) {
  Shop shop({{"SEKISHO_INGRESS_TLS_ENABLED", "true"}});
  EXPECT_EQ(look_at(shop, "/healthz").status, 200);
  const auto ready = look_at(shop, "/readyz");
  EXPECT_EQ(ready.status, 200);
  EXPECT_EQ(ready.json(),
            (json{{"status", "ready"}, {"checks", {{"storage", "ok"}, {"ingress_certificate", "ok"}}}}));
}

TEST(Health, KnowsNoOtherPath) {
  Shop shop;
  EXPECT_THAT(look_at(shop, "/"), IsProblem(404));
  EXPECT_THAT(look_at(shop, "/v1/orders"), IsProblem(404));
}

TEST(Metrics, CountWhatHappened) {
  Shop shop;
  auto vendor = shop.vendor();
  const auto body = honest_order("c-1");
  EXPECT_EQ(vendor.post("evt-1", body).status, 200);
  EXPECT_EQ(vendor.post("evt-1", body).status, 200);
  EXPECT_EQ(vendor.post("evt-1", body + " ").status, 409);
  EXPECT_EQ(vendor.post("evt-2", "{").status, 400);
  EXPECT_EQ(vendor.post_with({}, body).status, 401);
  EXPECT_EQ(vendor.post("evt-3", sample("08-conversation-abandoned.json")).status, 202);
  EXPECT_EQ(shop.receiver.wait_for(1).size(), 1U);

  const auto event = [&](const std::string& result) {
    return "sekisho_events_total{hook=\"" + shop.hook.id + "\",result=\"" + result + "\"}";
  };
  auto series = metrics_of(shop);
  for (const std::string result :
       {"decided", "replayed", "conflict", "invalid", "unauthorized", "accepted"}) {
    EXPECT_EQ(series[event(result)], 1) << result;
  }
  EXPECT_EQ(series[R"(sekisho_decisions_total{merchant="hadaiku",verdict="approve"})"], 1);
  EXPECT_EQ(series["sekisho_decision_seconds_count"], 1);
  EXPECT_GT(series["sekisho_decision_seconds_sum"], 0);
  EXPECT_LT(series["sekisho_decision_seconds_sum"], 10);
  EXPECT_TRUE(
      eventually([&] { return metrics_of(shop)[R"(sekisho_callbacks_total{result="delivered"})"] == 1; }));
  EXPECT_TRUE(eventually([&] { return metrics_of(shop)["sekisho_callbacks_pending"] == 0; }));
}

TEST(Metrics, ShowTheBacklogOfCallbacks) {
  Shop shop({{"SEKISHO_CALLBACKS_RETRY_SCHEDULE", R"(["0s", "1h"])"}});
  shop.receiver.go_down();
  EXPECT_EQ(shop.vendor().post("evt-1", honest_order("c-1")).status, 200);
  EXPECT_TRUE(eventually([&] { return metrics_of(shop)["sekisho_callbacks_pending"] == 1; }));
  EXPECT_TRUE(eventually([&] { return metrics_of(shop)["sekisho_callback_oldest_seconds"] > 0; }));
  EXPECT_TRUE(
      eventually([&] { return metrics_of(shop)[R"(sekisho_callbacks_total{result="retried"})"] == 1; }));
}

TEST(Metrics, CountConfirmationsByChannel) {
  Shop shop;
  shop.admin().set_thresholds(merchant, 0, 101, 101);
  auto vendor = shop.vendor();
  const auto id = vendor.post("evt-1", honest_order("c-1")).json()["action"]["confirmation_id"];
  EXPECT_EQ(
      vendor.post("evt-2", order_event("confirmation.succeeded", "c-1", {{"confirmation_id", id}})).status,
      200);
  auto series = metrics_of(shop);
  EXPECT_EQ(series[R"(sekisho_confirmations_total{channel="sms",result="requested"})"], 1);
  EXPECT_EQ(series[R"(sekisho_confirmations_total{channel="sms",result="succeeded"})"], 1);
}

TEST(Metrics, AreTextForPrometheus) {
  Shop shop;
  const auto answer = look_at(shop, "/metrics");
  EXPECT_THAT(answer.header("content-type").value_or(""), StartsWith("text/plain; version=0.0.4"));
  EXPECT_THAT(answer.body, HasSubstr("# TYPE sekisho_decision_seconds histogram"));
  EXPECT_THAT(answer.body, HasSubstr("# TYPE sekisho_callbacks_pending gauge"));
}

TEST(Metrics, GrowByNoSeriesForMadeUpHooks) {
  Shop shop;
  auto stranger = shop.hook;
  for (int i = 0; i < 20; ++i) {
    stranger.path = "/v1/hooks/hook_" + std::to_string(i);
    EXPECT_EQ(Vendor(shop.gateway->ingress(), stranger).post("evt-1", "{}").status, 404);
  }
  auto series = metrics_of(shop);
  EXPECT_EQ(series[R"(sekisho_events_total{hook="unknown",result="not_found"})"], 20);
  EXPECT_THAT(look_at(shop, "/metrics").body, Not(HasSubstr("hook_19")));
}

TEST(LogLines, AreJsonWithTimeLevelAndMessage) {
  Shop shop({{"SEKISHO_RUNTIME_LOG_LEVEL", "debug"}});
  EXPECT_EQ(shop.vendor().post_with({}, "{}").status, 401);
  EXPECT_EQ(shop.gateway->stop(), 0);
  const auto lines = shop.gateway->log();
  EXPECT_THAT(lines, Not(IsEmpty()));
  for (const auto& line : lines) {
    EXPECT_THAT(line.at("at").get<std::string>(), MatchesRegex("[0-9-]{10}T[0-9:.]{12}Z"));
    EXPECT_THAT((std::vector<std::string>{"debug", "info", "warning", "error"}),
                Contains(line.at("level").get<std::string>()));
    EXPECT_THAT(line.at("message").get<std::string>(), Not(IsEmpty()));
  }
}

}  // namespace
}  // namespace sekisho::integration
