#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "rules/builtins.h"

namespace sekisho::scoring::rules::builtins {
namespace {

bool same(const Value& left, const Value& right, Workspace& workspace) {
  std::int64_t steps = 0;
  const bool result = equal(left, right, steps);
  workspace.spend(steps);
  return result;
}

template <class Holds>
Value compared(Arguments arguments, const Holds& holds) {
  if (!comparable(arguments[0].kind(), arguments[1].kind())) return Value::of(Failure::no_such_overload);
  return Value::of(holds(order(arguments[0], arguments[1])));
}

/// A list's index: an int, or another number that is one.
std::optional<std::size_t> index_of(const Value& key) {
  switch (key.kind()) {
    case Kind::integer:
      if (key.integer() < 0) return std::nullopt;
      return static_cast<std::size_t>(key.integer());
    case Kind::natural:
      return key.natural();
    case Kind::real:
      if (!(key.real() >= 0) || key.real() > 1e9 || key.real() != std::trunc(key.real())) return std::nullopt;
      return static_cast<std::size_t>(key.real());
    default:
      return std::nullopt;
  }
}

}  // namespace

Value equals(Arguments arguments, Workspace& workspace) {
  return Value::of(same(arguments[0], arguments[1], workspace));
}

Value differs(Arguments arguments, Workspace& workspace) {
  return Value::of(!same(arguments[0], arguments[1], workspace));
}

Value less(Arguments arguments, Workspace&) {
  return compared(arguments, [](Order order) { return order == Order::less; });
}

Value at_most(Arguments arguments, Workspace&) {
  return compared(arguments, [](Order order) { return order == Order::less || order == Order::same; });
}

Value greater(Arguments arguments, Workspace&) {
  return compared(arguments, [](Order order) { return order == Order::greater; });
}

Value at_least(Arguments arguments, Workspace&) {
  return compared(arguments, [](Order order) { return order == Order::greater || order == Order::same; });
}

Value contains_element(Arguments arguments, Workspace& workspace) {
  const Value& where = arguments[1];
  std::int64_t steps = 0;
  bool found = false;
  if (where.is(Kind::map)) {
    found = find(where, arguments[0], steps) != nullptr;
  } else if (where.is(Kind::list)) {
    for (const Value& candidate : where.elements()) {
      found = equal(candidate, arguments[0], steps);
      if (found) break;
    }
  } else {
    return Value::of(Failure::no_such_overload);
  }
  workspace.spend(steps);
  return Value::of(found);
}

Value element(Arguments arguments, Workspace& workspace) {
  const Value& of = arguments[0];
  if (of.is(Kind::map)) {
    std::int64_t steps = 0;
    const Value* const value = find(of, arguments[1], steps);
    workspace.spend(steps);
    return value == nullptr ? Value::of(Failure::no_such_key) : *value;
  }
  if (!of.is(Kind::list)) return Value::of(Failure::no_such_overload);
  const auto index = index_of(arguments[1]);
  return index && *index < of.elements().size() ? of.elements()[*index] : Value::of(Failure::bad_index);
}

}  // namespace sekisho::scoring::rules::builtins
