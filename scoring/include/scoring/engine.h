#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include <domain/assessment.h>
#include <domain/order.h>
#include <domain/policy.h>
#include <domain/result.h>
#include <scoring/compiled_policy.h>
#include <scoring/past.h>
#include <scoring/reference_data.h>
#include <scoring/reference_facts.h>
#include <scoring/trace.h>

namespace sekisho::scoring {

class Scorecard;

/// The built-in engine: order + past + policy → assessment. Pure and deterministic: the same arguments give
/// the same bytes. Immutable after construction and safe to share between threads.
class Engine {
 public:
  /// `scorecard_json` is a scorecard's data file (scoring/data/scorecard-1.json). Fails with a pointer to
  /// each fault, such as a signal that the registry does not have.
  [[nodiscard]] static Result<Engine> create(ReferenceData data, std::string_view scorecard_json);
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  ~Engine();

  /// What the order is compared by, and what later ones are compared with.
  [[nodiscard]] Trace trace(const Order& order, const KeyOf& key_of) const;

  /// Signals, then the model's points and those of the policy's live rules, then the score on the policy's
  /// thresholds, then the verdicts that its rules give (docs/rules.md). Rules look at `order.received_at` for
  /// their time window. A live rule that cannot be evaluated makes the verdict `review`. `reference` is what
  /// the imported data says of this order.
  [[nodiscard]] Assessment assess(const Order& order, const Past& past, const CompiledPolicy& compiled,
                                  const ReferenceFacts& reference = {}) const;
  /// The same from signals that were measured before, as a stored assessment has them: `signals` stand in the
  /// order of signal_registry(), what the past and imported data add beyond them stays empty. For what-if,
  /// backtests and shadow judgements.
  [[nodiscard]] Assessment judge(std::vector<NamedSignal> signals, Timestamp received_at,
                                 const CompiledPolicy& compiled) const;
  /// For one judgement: compiles the policy's rules first.
  [[nodiscard]] Assessment assess(const Order& order, const Past& past, const Policy& policy,
                                  const ReferenceFacts& reference = {}) const;

  /// The shipped tables that it judges with.
  [[nodiscard]] const ReferenceData& data() const { return data_; }

 private:
  Engine(ReferenceData data, std::unique_ptr<const Scorecard> scorecard);
  ReferenceData data_;
  std::unique_ptr<const Scorecard> scorecard_;
};

}  // namespace sekisho::scoring
