#include "observe/metrics.h"

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/registry.h>

#include "observe/counter_family.h"

namespace sekisho::gateway {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Metrics, UseTheContractsNames) {
  Metrics metrics;
  metrics.event("hook_1", "decided");
  metrics.decision("acme", Verdict::challenge, 3ms);
  metrics.callback("delivered");
  metrics.callback_backlog(7, 1500ms);
  metrics.confirmation("sms", "requested");
  const std::string text = metrics.render();
  for (const char* line : {
           "# TYPE sekisho_events_total counter",
           R"(sekisho_events_total{hook="hook_1",result="decided"} 1)",
           R"(sekisho_decisions_total{merchant="acme",verdict="challenge"} 1)",
           "# TYPE sekisho_decision_seconds histogram",
           "sekisho_decision_seconds_count 1",
           R"(sekisho_callbacks_total{result="delivered"} 1)",
           "# TYPE sekisho_callbacks_pending gauge",
           "sekisho_callbacks_pending 7",
           "sekisho_callback_oldest_seconds 1.5",
           R"(sekisho_confirmations_total{channel="sms",result="requested"} 1)",
       })
    EXPECT_THAT(text, HasSubstr(std::string{line} + "\n"));
}

TEST(Metrics, CountCommitsAndWhatTheyHold) {
  Metrics metrics;
  metrics.commit(3);
  metrics.commit(5);
  EXPECT_THAT(metrics.render(), HasSubstr("sekisho_commits_total 2\n"));
  EXPECT_THAT(metrics.render(), HasSubstr("sekisho_commit_units_total 8\n"));
}

TEST(Metrics, TellWhenEachCertificateEnds) {
  Metrics metrics;
  metrics.certificate_expiry("ingress", 24h);
  metrics.certificate_expiry("ingress", 23h);
  EXPECT_THAT(metrics.render(),
              HasSubstr("sekisho_certificate_expiry_seconds{listener=\"ingress\"} 82800\n"));
}

TEST(Metrics, CountRefusedConnectionsByReason) {
  Metrics metrics;
  metrics.refused("bad_framing");
  EXPECT_THAT(metrics.render(), HasSubstr("sekisho_refused_connections_total{reason=\"bad_framing\"} 1\n"));
}

TEST(Metrics, PutDecisionTimesIntoBucketsFromHalfAMillisecondToFiveSeconds) {
  Metrics metrics;
  metrics.decision("acme", Verdict::approve, 400us);
  metrics.decision("acme", Verdict::approve, 30ms);
  metrics.decision("acme", Verdict::approve, 9s);
  const std::string text = metrics.render();
  EXPECT_THAT(text, HasSubstr("sekisho_decision_seconds_bucket{le=\"0.0005\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("sekisho_decision_seconds_bucket{le=\"0.025\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("sekisho_decision_seconds_bucket{le=\"0.05\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("sekisho_decision_seconds_bucket{le=\"5\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("sekisho_decision_seconds_bucket{le=\"+Inf\"} 3\n"));
}

TEST(Metrics, CountWhatHasNoKnownNameUnderUnknown) {
  Metrics metrics;
  metrics.event("", "unauthorized");
  metrics.event("hook_1", "made up");
  EXPECT_THAT(metrics.render(), HasSubstr(R"(sekisho_events_total{hook="unknown",result="unauthorized"} 1)"));
  EXPECT_THAT(metrics.render(), HasSubstr(R"(sekisho_events_total{hook="hook_1",result="unknown"} 1)"));
  EXPECT_THAT(metrics.render(), Not(HasSubstr("made up")));
}

TEST(Metrics, ShowTheBacklogBeforeAnythingHappened) {
  EXPECT_THAT(Metrics{}.render(), HasSubstr("sekisho_callbacks_pending 0\n"));
}

TEST(Metrics, ShowWhatAlertsWatchAtZeroBeforeItHappens) {
  Metrics metrics;
  EXPECT_THAT(metrics.render(), HasSubstr("sekisho_callbacks_total{result=\"failed\"} 0\n"));
  EXPECT_THAT(metrics.render(),
              HasSubstr("sekisho_refused_connections_total{reason=\"handler_failed\"} 0\n"));
  metrics.event("hook_1", "decided");
  EXPECT_THAT(metrics.render(), HasSubstr(R"(sekisho_events_total{hook="hook_1",result="unavailable"} 0)"));
  metrics.event("hook_1", "unavailable");
  EXPECT_THAT(metrics.render(), HasSubstr(R"(sekisho_events_total{hook="hook_1",result="unavailable"} 1)"));
  EXPECT_THAT(metrics.render(), HasSubstr(R"(sekisho_events_total{hook="hook_1",result="decided"} 1)"));
}

TEST(Metrics, LoseNoCountBetweenThreads) {
  Metrics metrics;
  {
    std::vector<std::jthread> counting;
    for (int thread = 0; thread < 4; ++thread) {
      counting.emplace_back([&metrics] {
        for (int i = 0; i < 1000; ++i)
          metrics.event("hook_" + std::to_string(i % 3), "decided");
      });
    }
  }
  EXPECT_THAT(metrics.render(), HasSubstr(R"(sekisho_events_total{hook="hook_0",result="decided"} 1336)"));
}

TEST(CounterFamily, KeepsTheNumberOfSeriesBounded) {
  prometheus::Registry registry;
  CounterFamily family{registry, "made_total", "Test", "name"};
  for (std::size_t i = 0; i < CounterFamily::max_series + 500; ++i)
    EXPECT_EQ(family.count(std::to_string(i)), i <= CounterFamily::max_series) << i;
  family.show("one more");
  EXPECT_EQ(registry.Collect().at(0).metric.size(), CounterFamily::max_series + 1)
      << "the last one is `unknown`";
}

}  // namespace
}  // namespace sekisho::gateway
