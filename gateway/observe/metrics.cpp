#include "observe/metrics.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <span>

#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "observe/counter_family.h"

namespace sekisho::gateway {
namespace {

using std::string_view;

constexpr std::array event_results =
    std::to_array<string_view>({"accepted", "decided", "replayed", "conflict", "unauthorized", "invalid",
                                "forbidden", "not_found", "unavailable", "limited"});
constexpr std::array callback_results = std::to_array<string_view>({"delivered", "retried", "failed"});
constexpr std::array confirmation_results =
    std::to_array<string_view>({"requested", "succeeded", "failed", "dropped"});

string_view one_of(std::span<const string_view> known, string_view result) {
  return std::ranges::find(known, result) == known.end() ? "unknown" : result;
}

const prometheus::Histogram::BucketBoundaries& decision_buckets() {
  static const prometheus::Histogram::BucketBoundaries seconds{
      0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5};
  return seconds;
}

prometheus::Counter& make_counter(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({});
}

prometheus::Gauge& make_gauge(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

double seconds_of(std::chrono::duration<double> span) {
  return span.count();
}

}  // namespace

struct Metrics::Impl {
  Impl() {
    for (const string_view result : callback_results)
      callbacks.show(result);
    refused.show("handler_failed");
  }

  prometheus::Registry registry;
  CounterFamily events{registry, "sekisho_events_total", "Webhook deliveries by hook and what became of them",
                       "hook", "result"};
  CounterFamily decisions{registry, "sekisho_decisions_total", "Assessed orders by merchant and verdict",
                          "merchant", "verdict"};
  prometheus::Histogram& decision_seconds =
      prometheus::BuildHistogram()
          .Name("sekisho_decision_seconds")
          .Help("From the receipt of a delivery to the durable commit of its decision")
          .Register(registry)
          .Add({}, decision_buckets());
  CounterFamily callbacks{registry, "sekisho_callbacks_total", "Callback attempts by what became of them",
                          "result"};
  prometheus::Gauge& callbacks_pending =
      make_gauge(registry, "sekisho_callbacks_pending", "Callbacks that are neither delivered nor given up");
  prometheus::Gauge& callback_oldest =
      make_gauge(registry, "sekisho_callback_oldest_seconds", "Age of the oldest pending callback");
  CounterFamily confirmations{registry, "sekisho_confirmations_total",
                              "Identity checks by channel and result", "channel", "result"};
  prometheus::Counter& commits = make_counter(registry, "sekisho_commits_total", "Durable commits");
  prometheus::Counter& commit_units =
      make_counter(registry, "sekisho_commit_units_total", "Events and commands in durable commits");
  prometheus::Family<prometheus::Gauge>& certificate_expiry =
      prometheus::BuildGauge()
          .Name("sekisho_certificate_expiry_seconds")
          .Help("Seconds until a listener's certificate ends")
          .Register(registry);
  CounterFamily refused{registry, "sekisho_refused_connections_total",
                        "Connections and requests that ended before a handler saw them", "reason"};
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}

Metrics::~Metrics() = default;

void Metrics::event(string_view hook, string_view result) {
  const bool is_new = impl_->events.count(hook, one_of(event_results, result));
  if (!is_new) return;
  for (const string_view other : event_results)
    impl_->events.show(hook, other);
}

void Metrics::decision(string_view merchant, Verdict verdict, std::chrono::nanoseconds took) {
  impl_->decisions.count(merchant, to_string(verdict));
  impl_->decision_seconds.Observe(seconds_of(took));
}

void Metrics::callback(string_view result) {
  impl_->callbacks.count(one_of(callback_results, result));
}

void Metrics::callback_backlog(std::int64_t pending, std::chrono::milliseconds oldest) {
  impl_->callbacks_pending.Set(static_cast<double>(pending));
  impl_->callback_oldest.Set(seconds_of(oldest));
}

void Metrics::confirmation(string_view channel, string_view result) {
  impl_->confirmations.count(channel, one_of(confirmation_results, result));
}

void Metrics::commit(std::size_t units) {
  impl_->commits.Increment();
  impl_->commit_units.Increment(static_cast<double>(units));
}

void Metrics::certificate_expiry(string_view listener, std::chrono::seconds left) {
  impl_->certificate_expiry.Add({{"listener", std::string{listener}}}).Set(seconds_of(left));
}

void Metrics::refused(string_view reason) {
  impl_->refused.count(reason);
}

std::string Metrics::render() const {
  return prometheus::TextSerializer{}.Serialize(impl_->registry.Collect());
}

}  // namespace sekisho::gateway
