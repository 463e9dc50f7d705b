#pragma once

#include <memory>
#include <string_view>

#include <domain/assessment.h>
#include <domain/order.h>
#include <domain/policy.h>
#include <domain/result.h>
#include <scoring/past.h>
#include <scoring/reference_data.h>
#include <scoring/reference_facts.h>

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

  /// Signals, then the model's points, then the score on the policy's thresholds. `reference` is what the
  /// imported data says of this order.
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
