#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

#include "rules/builtins.h"
#include "rules/time_values.h"

namespace sekisho::scoring::rules::builtins {
namespace {

constexpr auto lowest = std::numeric_limits<std::int64_t>::min();

Value failed(Failure failure) {
  return Value::of(failure);
}

/// The result of one of the compiler's checked operations, which say whether it overflowed.
template <class T>
Value checked(bool overflowed, T result) {
  return overflowed ? failed(Failure::overflow) : Value::of(result);
}

Value checked_duration(bool overflowed, std::int64_t nanoseconds) {
  return overflowed ? failed(Failure::overflow) : Value::duration(nanoseconds);
}

Value moved(Instant instant, std::int64_t nanoseconds) {
  const auto result = instant_after(instant, nanoseconds);
  return result ? Value::of(*result) : failed(Failure::overflow);
}

Value joined_characters(const Value& left, const Value& right, Workspace& workspace) {
  const auto out = workspace.bytes(left.characters().size() + right.characters().size());
  if (workspace.exhausted()) return failed(Failure::budget);
  std::ranges::copy(right.characters(), std::ranges::copy(left.characters(), out.begin()).out);
  const std::string_view all(out.data(), out.size());
  return left.is(Kind::text) ? Value::text(all) : Value::bytes(all);
}

Value joined_lists(const Value& left, const Value& right, Workspace& workspace) {
  const auto out = workspace.values(left.elements().size() + right.elements().size());
  if (workspace.exhausted()) return failed(Failure::budget);
  std::ranges::copy(right.elements(), std::ranges::copy(left.elements(), out.begin()).out);
  return Value::list(out);
}

bool are(Arguments arguments, Kind left, Kind right) {
  return arguments[0].is(left) && arguments[1].is(right);
}

template <class T>
Value sum(T left, T right) {
  T result{};
  return checked(__builtin_add_overflow(left, right, &result), result);
}

template <class T>
Value difference(T left, T right) {
  T result{};
  return checked(__builtin_sub_overflow(left, right, &result), result);
}

template <class T>
Value product(T left, T right) {
  T result{};
  return checked(__builtin_mul_overflow(left, right, &result), result);
}

Value difference_of_instants(Instant left, Instant right) {
  const auto nanoseconds = between(right, left);
  return nanoseconds ? Value::duration(*nanoseconds) : failed(Failure::overflow);
}

}  // namespace

Value add(Arguments arguments, Workspace& workspace) {
  const Value& left = arguments[0];
  const Value& right = arguments[1];
  if (are(arguments, Kind::duration, Kind::timestamp)) return moved(right.instant(), left.nanoseconds());
  if (are(arguments, Kind::timestamp, Kind::duration)) return moved(left.instant(), right.nanoseconds());
  if (left.kind() != right.kind()) return failed(Failure::no_such_overload);
  std::int64_t nanoseconds = 0;
  switch (left.kind()) {
    case Kind::integer:
      return sum(left.integer(), right.integer());
    case Kind::natural:
      return sum(left.natural(), right.natural());
    case Kind::real:
      return Value::of(left.real() + right.real());
    case Kind::text:
    case Kind::bytes:
      return joined_characters(left, right, workspace);
    case Kind::list:
      return joined_lists(left, right, workspace);
    case Kind::duration:
      return checked_duration(__builtin_add_overflow(left.nanoseconds(), right.nanoseconds(), &nanoseconds),
                              nanoseconds);
    default:
      return failed(Failure::no_such_overload);
  }
}

Value subtract(Arguments arguments, Workspace&) {
  const Value& left = arguments[0];
  const Value& right = arguments[1];
  std::int64_t nanoseconds = 0;
  if (are(arguments, Kind::timestamp, Kind::duration)) {
    if (right.nanoseconds() == lowest) return failed(Failure::overflow);
    return moved(left.instant(), -right.nanoseconds());
  }
  if (left.kind() != right.kind()) return failed(Failure::no_such_overload);
  switch (left.kind()) {
    case Kind::integer:
      return difference(left.integer(), right.integer());
    case Kind::natural:
      return difference(left.natural(), right.natural());
    case Kind::real:
      return Value::of(left.real() - right.real());
    case Kind::timestamp:
      return difference_of_instants(left.instant(), right.instant());
    case Kind::duration:
      return checked_duration(__builtin_sub_overflow(left.nanoseconds(), right.nanoseconds(), &nanoseconds),
                              nanoseconds);
    default:
      return failed(Failure::no_such_overload);
  }
}

Value multiply(Arguments arguments, Workspace&) {
  if (are(arguments, Kind::integer, Kind::integer))
    return product(arguments[0].integer(), arguments[1].integer());
  if (are(arguments, Kind::natural, Kind::natural))
    return product(arguments[0].natural(), arguments[1].natural());
  if (are(arguments, Kind::real, Kind::real)) return Value::of(arguments[0].real() * arguments[1].real());
  return failed(Failure::no_such_overload);
}

Value divide(Arguments arguments, Workspace&) {
  if (are(arguments, Kind::integer, Kind::integer)) {
    const auto [left, right] = std::pair(arguments[0].integer(), arguments[1].integer());
    if (right == 0) return failed(Failure::divided_by_zero);
    if (left == lowest && right == -1) return failed(Failure::overflow);
    return Value::of(left / right);
  }
  if (are(arguments, Kind::natural, Kind::natural)) {
    if (arguments[1].natural() == 0) return failed(Failure::divided_by_zero);
    return Value::of(arguments[0].natural() / arguments[1].natural());
  }
  // As IEEE 754 has it: divided by zero it is an infinity, or no number.
  if (are(arguments, Kind::real, Kind::real)) return Value::of(arguments[0].real() / arguments[1].real());
  return failed(Failure::no_such_overload);
}

Value remainder(Arguments arguments, Workspace&) {
  if (are(arguments, Kind::integer, Kind::integer)) {
    const auto [left, right] = std::pair(arguments[0].integer(), arguments[1].integer());
    if (right == 0) return failed(Failure::divided_by_zero);
    if (left == lowest && right == -1) return failed(Failure::overflow);
    return Value::of(left % right);
  }
  if (are(arguments, Kind::natural, Kind::natural)) {
    if (arguments[1].natural() == 0) return failed(Failure::divided_by_zero);
    return Value::of(arguments[0].natural() % arguments[1].natural());
  }
  return failed(Failure::no_such_overload);
}

Value negate(Arguments arguments, Workspace&) {
  if (arguments[0].is(Kind::real)) return Value::of(-arguments[0].real());
  if (arguments[0].is(Kind::integer)) return difference(std::int64_t{0}, arguments[0].integer());
  return failed(Failure::no_such_overload);
}

Value invert(Arguments arguments, Workspace&) {
  if (!arguments[0].is(Kind::boolean)) return failed(Failure::no_such_overload);
  return Value::of(!arguments[0].flag());
}

}  // namespace sekisho::scoring::rules::builtins
