#include <string>
#include <utility>
#include <variant>

#include <scoring/engine.h>

#include "model/scorecard.h"
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

Assessment Engine::assess(const Order& order, const Past& past, const Policy& policy,
                          const ReferenceFacts& reference) const {
  Assessment assessment;
  assessment.signals = measure(Facts(order, past, data_.tables(), reference));
  for (const NamedSignal& signal : assessment.signals) {
    if (std::holds_alternative<Missing>(signal.value)) assessment.missing.push_back(signal.name);
  }
  Scorecard::Score score = scorecard_->score(assessment.signals);
  assessment.score = score.value;
  assessment.base = scorecard_->base();
  assessment.reasons = std::move(score.reasons);
  assessment.verdict = policy.thresholds.verdict(assessment.score);
  assessment.policy_version = policy.version;
  assessment.model = scorecard_->name();
  assessment.data_versions = reference.versions;
  assessment.data_versions.push_back({"ip-country", data_.tables().ip_countries.version()});
  return assessment;
}

}  // namespace sekisho::scoring
