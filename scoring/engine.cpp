#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <variant>

#include <scoring/engine.h>

#include "model/scorecard.h"
#include "rule_reasons.h"
#include "rules/rule_set.h"
#include "signals/facts.h"
#include "signals/signal.h"

namespace sekisho::scoring {
namespace {

std::vector<NamedSignal> measure(const Facts& facts) {
  std::vector<NamedSignal> signals;
  signals.reserve(signal_table().size());
  for (const Signal& signal : signal_table()) {
    signals.push_back({.name = std::string(signal.definition.name), .value = signal.compute(facts)});
  }
  return signals;
}

/// The merchant's own alone: others' orders are nobody's business.
std::vector<SimilarOrder> similar_orders_of(const Past& past) {
  std::vector<SimilarOrder> similar;
  for (const LinkedOrder& link : past.links) {
    if (!link.own) continue;
    auto& order = similar.emplace_back();
    order.id = link.id;
    order.similarity = std::lround(link.similarity * 100);
    for (const TouchPoint point : link.touch_points)
      order.touch_points.emplace_back(to_string(point));
  }
  return similar;
}

}  // namespace

Engine::Engine(ReferenceData data, std::unique_ptr<const Scorecard> scorecard)
    : data_(std::move(data)), scorecard_(std::move(scorecard)) {}

Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

Result<Engine> Engine::create(ReferenceData data, std::string_view scorecard_json) {
  auto scorecard = Scorecard::parse(scorecard_json);
  if (!scorecard) return std::unexpected(scorecard.error());
  return Engine(std::move(data), std::make_unique<const Scorecard>(std::move(*scorecard)));
}

Trace Engine::trace(const Order& order, const KeyOf& key_of) const {
  return make_trace(order, data_, key_of);
}

Assessment Engine::assess(const Order& order, const Past& past, const Policy& policy,
                          const ReferenceFacts& reference) const {
  return assess(order, past, CompiledPolicy(policy), reference);
}

Assessment Engine::assess(const Order& order, const Past& past, const CompiledPolicy& compiled,
                          const ReferenceFacts& reference) const {
  Assessment assessment =
      judge(measure(Facts(order, past, data_.tables(), reference)), order.received_at, compiled);
  assessment.similar_orders = similar_orders_of(past);
  assessment.data_versions = reference.versions;
  assessment.data_versions.push_back({"ip-country", data_.tables().ip_countries.version()});
  return assessment;
}

Assessment Engine::judge(std::vector<NamedSignal> signals, Timestamp received_at,
                         const CompiledPolicy& compiled) const {
  const Policy& policy = compiled.policy();
  Assessment assessment;
  assessment.signals = std::move(signals);
  for (const NamedSignal& signal : assessment.signals) {
    if (std::holds_alternative<Missing>(signal.value)) assessment.missing.push_back(signal.name);
  }
  const rules::Findings findings = compiled.rules().evaluate(policy.rules, assessment.signals, received_at);
  Score score = scorecard_->score(assessment.signals, reasons_of(findings, policy.rules));
  assessment.score = score.value;
  assessment.base = scorecard_->base();
  assessment.reasons = std::move(score.reasons);
  assessment.verdict = verdict_after(findings, policy.rules, policy.thresholds.verdict(assessment.score));
  for (const std::size_t i : findings.shadow)
    assessment.shadow_rules.push_back(policy.rules[i].id);
  assessment.policy_version = policy.version;
  assessment.model = scorecard_->name();
  return assessment;
}

}  // namespace sekisho::scoring
