#include "signals/families.h"

namespace sekisho::scoring::signals {
namespace {

SignalValue outcome(const std::optional<Negative>& negative) {
  return text_value(negative ? to_string(negative->outcome) : "none");
}

SignalValue age(const std::optional<Negative>& negative) {
  if (!negative) return Missing{};
  return negative->age_days;
}

}  // namespace

SignalValue negative_own(const Facts& facts) {
  return outcome(facts.past.own_negative);
}

SignalValue negative_own_age_days(const Facts& facts) {
  return age(facts.past.own_negative);
}

SignalValue negative_shared(const Facts& facts) {
  return outcome(facts.past.shared_negative);
}

SignalValue negative_shared_merchants(const Facts& facts) {
  const auto& negative = facts.past.shared_negative;
  return negative ? negative->merchants : std::int64_t{0};
}

SignalValue negative_shared_age_days(const Facts& facts) {
  return age(facts.past.shared_negative);
}

SignalValue media_fraud_share(const Facts& facts) {
  constexpr std::int64_t fewest = 10;  // fewer known outcomes make no share
  const auto& media = facts.past.media;
  if (!media || media->known < fewest) return Missing{};
  return static_cast<double>(media->fraud) / static_cast<double>(media->known);
}

SignalValue media_known_outcomes(const Facts& facts) {
  if (!facts.past.media) return Missing{};
  return facts.past.media->known;
}

}  // namespace sekisho::scoring::signals
