#include "model/condition.h"

#include <algorithm>
#include <cstdint>

namespace sekisho::scoring {
namespace {

std::optional<double> number_in(const SignalValue& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  return std::nullopt;
}

bool meets(const InRange& range, const SignalValue& value) {
  const auto number = number_in(value);
  if (!number) return false;
  return (!range.at_least || *number >= *range.at_least) && (!range.below || *number < *range.below);
}

bool meets(const OneOf& condition, const SignalValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr && std::ranges::find(condition.values, *text) != condition.values.end();
}

bool meets(const OtherThan& condition, const SignalValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr && *text != condition.value;
}

bool meets(const IsFlag& condition, const SignalValue& value) {
  const auto* flag = std::get_if<bool>(&value);
  return flag != nullptr && *flag == condition.flag;
}

bool meets(const IsMissing&, const SignalValue& value) {
  return std::holds_alternative<Missing>(value);
}

}  // namespace

bool holds(const Condition& condition, const SignalValue& value) {
  return std::visit([&](const auto& kind) { return meets(kind, value); }, condition);
}

}  // namespace sekisho::scoring
