#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <domain/time.h>
#include <domain/verdict.h>

namespace sekisho::gateway {

/// The gateway's figures under the contract's names, rendered as Prometheus text. Thread-safe. Label values
/// are ids from our own settings; whatever else arrives is counted under `unknown`. What an alert watches
/// stands there at 0 before it happens: all results of callbacks, `handler_failed`, and with a hook's first
/// delivery all of that hook's results.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  /// `sekisho_events_total{hook,result}`: `accepted`, `decided`, `replayed`, `conflict`, `unauthorized`,
  /// `invalid`, `forbidden`, `not_found`, `unavailable`, `limited`.
  void event(std::string_view hook, std::string_view result);
  /// `sekisho_decisions_total{merchant,verdict}` and `sekisho_decision_seconds`, from receipt to durable
  /// commit.
  void decision(std::string_view merchant, Verdict verdict, std::chrono::nanoseconds took);
  /// `sekisho_callbacks_total{result}`: `delivered`, `retried`, `failed`.
  void callback(std::string_view result);
  /// `sekisho_callbacks_pending` and `sekisho_callback_oldest_seconds`.
  void callback_backlog(std::int64_t pending, std::chrono::milliseconds oldest);
  /// `sekisho_confirmations_total{channel,result}`: `requested`, `succeeded`, `failed`, `dropped`.
  void confirmation(std::string_view channel, std::string_view result);
  /// `sekisho_commits_total` and `sekisho_commit_units_total`: their ratio is the size of a group commit.
  void commit(std::size_t units);
  /// `sekisho_certificate_expiry_seconds{listener}`: seconds until the certificate ends.
  void certificate_expiry(std::string_view listener, std::chrono::seconds left);
  /// `sekisho_refused_connections_total{reason}`
  void refused(std::string_view reason);

  /// The text exposition format, version 0.0.4.
  [[nodiscard]] std::string render() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sekisho::gateway
