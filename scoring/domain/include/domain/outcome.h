#pragma once

#include <optional>
#include <string_view>

namespace sekisho {

/// What an order turned out to be: what feedback and training go by.
enum class Outcome {
  legitimate,
  fraud_affiliate,
  fraud_resale,
  fraud_stolen_card,
  fraud_nonpayment,
  fraud_other
};

[[nodiscard]] constexpr bool is_fraud(Outcome outcome) {
  return outcome != Outcome::legitimate;
}

/// The contract's spelling: `legitimate`, `fraud.affiliate` …
[[nodiscard]] std::string_view to_string(Outcome outcome);
[[nodiscard]] std::optional<Outcome> outcome_from(std::string_view text);

}  // namespace sekisho
