#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <domain/time.h>
#include <domain/verdict.h>

namespace sekisho {

/// Where the bands begin, on the score's scale in tenths; 1010 (101 in the policy's text) closes a band for
/// good, 0 opens it for all. `challenge` ≤ `review` ≤ `reject`; equal neighbours close the band between them.
struct Thresholds {
  Tenths challenge = 300;
  Tenths review = 600;
  Tenths reject = 800;

  [[nodiscard]] Verdict verdict(Tenths score) const;
  bool operator==(const Thresholds&) const = default;
};

enum class Fallback { review, cancel };  ///< where an order goes when its confirmation brings no answer
enum class ReviewExpiry { stay, cancel };

struct ConfirmationPolicy {
  std::string provider = "vendor";
  std::vector<std::string> channels = {"sms", "voice"};
  std::chrono::seconds expires_in = std::chrono::minutes{15};
  std::int64_t max_attempts = 3;
  Fallback on_failure = Fallback::review;
  Fallback on_expiry = Fallback::cancel;
  bool operator==(const ConfirmationPolicy&) const = default;
};

struct ReviewPolicy {
  std::chrono::seconds expires_in = std::chrono::hours{48};
  ReviewExpiry on_expiry = ReviewExpiry::stay;
  bool operator==(const ReviewPolicy&) const = default;
};

enum class RuleMode { live, shadow };  ///< a shadow rule is evaluated and recorded, and changes nothing

/// A merchant's own rule: what it wants said of the orders that `when` holds for.
struct Rule {
  std::string id;    ///< unique in its policy
  std::string when;  ///< docs/rules.md has the language
  std::variant<Tenths, Verdict> effect = Tenths{0};
  std::string reason;  ///< the code of the reason that it adds
  RuleMode mode = RuleMode::live;
  std::optional<Timestamp> from = {};   ///< it holds for orders received from then on
  std::optional<Timestamp> until = {};  ///< and before then

  [[nodiscard]] bool holds_at(Timestamp at) const {
    return (!from || *from <= at) && (!until || at < *until);
  }

  bool operator==(const Rule&) const = default;
};

/// What this merchant's orders and those of the installation's other merchants tell each other: keyed
/// identities and outcomes, never orders.
struct NetworkPolicy {
  bool contribute = true;  ///< others may learn from this merchant's
  bool consult = true;     ///< this merchant learns from the others'
  bool operator==(const NetworkPolicy&) const = default;
};

/// A merchant's say in a decision. Immutable once written; a change is a new version. The defaults are
/// version 1 of every new merchant.
struct Policy {
  std::int64_t version = 1;
  Thresholds thresholds;
  ConfirmationPolicy confirmation;
  ReviewPolicy review;
  std::vector<Rule> rules;
  NetworkPolicy network;
  std::string model = "scorecard-1";
  bool operator==(const Policy&) const = default;
};

}  // namespace sekisho
