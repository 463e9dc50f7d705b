#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <domain/assessment.h>

namespace sekisho::scoring {

/// `{"at_least": 3, "below": 5}`, either end open.
struct InRange {
  std::optional<double> at_least;
  std::optional<double> below;
};

/// `{"equals": "mobile"}` or `{"one_of": ["fixed", "mobile"]}`.
struct OneOf {
  std::vector<std::string> values;
};

/// `{"not": "none"}`
struct OtherThan {
  std::string value;
};

/// `{"is": true}`
struct IsFlag {
  bool flag = true;
};

/// `{"missing": true}`: the only condition that a signal without a value meets.
struct IsMissing {};

using Condition = std::variant<InRange, OneOf, OtherThan, IsFlag, IsMissing>;

/// A value of another type than the condition is about does not meet it; the scorecard's reader rules that
/// out.
[[nodiscard]] bool holds(const Condition& condition, const SignalValue& value);

}  // namespace sekisho::scoring
