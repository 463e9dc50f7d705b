#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <domain/assessment.h>
#include <domain/result.h>
#include <domain/time.h>
#include <domain/verdict.h>
#include <scoring/booster.h>
#include <scoring/model_file.h>
#include <scoring/training_report.h>

namespace sekisho::scoring {

/// An order whose outcome is known, as its assessment was kept.
struct LabelledOrder {
  Timestamp received_at;
  std::vector<NamedSignal>
      signals;         ///< of the assessment that decided it; those of another version may lack some
  bool fraud = false;  ///< the outcome is one of `fraud.*`
  Tenths score = 0;    ///< what the model in force said
  std::string model;   ///< its name
};

/// What to learn and what to judge. Learnt are the orders of [train_from, test_from − delay), whose outcomes
/// were known when the test span [test_from, test_to) began; those in between are neither.
struct OrderTask {
  Timestamp train_from;
  Timestamp test_from;
  Timestamp test_to;
  std::chrono::seconds delay{};
  std::uint64_t seed = 0;
  std::string trainer;  ///< for the model's origin
};

struct OrderResult {
  ModelFile model;        ///< TreeModel::create takes it
  TrainingReport report;  ///< with the models in force on the same orders
};

/// Fits a model to a merchant's orders, with the trainer that tables have, and judges it beside what decided
/// the orders then. `orders` stand in any order. Fails as train(), and when the test span has no order.
[[nodiscard]] Result<OrderResult> train_on_orders(std::span<const LabelledOrder> orders,
                                                  const OrderTask& task, Booster& booster);

}  // namespace sekisho::scoring
