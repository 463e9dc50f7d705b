#include "rules/value.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

namespace sekisho::scoring::rules {
namespace {

bool numeric(Kind kind) {
  return kind == Kind::integer || kind == Kind::natural || kind == Kind::real;
}

template <class T>
Order ordered(const T& left, const T& right) {
  if (left < right) return Order::less;
  if (right < left) return Order::greater;
  return left == right ? Order::same : Order::none;
}

// As the other implementations of CEL have it: beyond 2^53 a double stands for its neighbours too.
Order ordered(std::int64_t left, double right) {
  return ordered(static_cast<double>(left), right);
}

Order ordered(std::uint64_t left, double right) {
  return ordered(static_cast<double>(left), right);
}

Order ordered(std::int64_t left, std::uint64_t right) {
  return left < 0 ? Order::less : ordered(static_cast<std::uint64_t>(left), right);
}

Order turned(Order order) {
  if (order == Order::less) return Order::greater;
  return order == Order::greater ? Order::less : order;
}

Order numbers(const Value& left, const Value& right) {
  if (left.kind() > right.kind()) return turned(numbers(right, left));
  const bool integer = left.is(Kind::integer);
  switch (right.kind()) {
    case Kind::integer:
      return ordered(left.integer(), right.integer());
    case Kind::natural:
      return integer ? ordered(left.integer(), right.natural()) : ordered(left.natural(), right.natural());
    default:
      if (left.is(Kind::real)) return ordered(left.real(), right.real());
      return integer ? ordered(left.integer(), right.real()) : ordered(left.natural(), right.real());
  }
}

bool equal_lists(std::span<const Value> left, std::span<const Value> right, std::int64_t& steps) {
  return std::ranges::equal(left, right, [&](const Value& a, const Value& b) { return equal(a, b, steps); });
}

bool equal_maps(const Value& left, const Value& right, std::int64_t& steps) {
  const auto entries = left.elements();
  if (entries.size() != right.elements().size()) return false;
  for (std::size_t i = 0; i < entries.size(); i += 2) {
    const Value* other = find(right, entries[i], steps);
    if (other == nullptr || !equal(entries[i + 1], *other, steps)) return false;
  }
  return true;
}

constexpr std::array<std::pair<Kind, std::string_view>, 13> names{{
    {Kind::failure, "error"},
    {Kind::null, "null_type"},
    {Kind::boolean, "bool"},
    {Kind::integer, "int"},
    {Kind::natural, "uint"},
    {Kind::real, "double"},
    {Kind::text, "string"},
    {Kind::bytes, "bytes"},
    {Kind::timestamp, "google.protobuf.Timestamp"},
    {Kind::duration, "google.protobuf.Duration"},
    {Kind::list, "list"},
    {Kind::map, "map"},
    {Kind::type, "type"},
}};

constexpr std::array<std::string_view, 10> failures{"the signal is missing",  "no such name",
                                                    "no such overload",       "no such key",
                                                    "no such index",          "divided by zero",
                                                    "out of range",           "cannot be converted",
                                                    "not a key, or repeated", "the step budget is spent"};

}  // namespace

bool equal(const Value& left, const Value& right, std::int64_t& steps) {
  ++steps;
  if (left.kind() != right.kind())
    return numeric(left.kind()) && numeric(right.kind()) && numbers(left, right) == Order::same;
  switch (left.kind()) {
    case Kind::failure:
      return false;
    case Kind::null:
      return true;
    case Kind::text:
    case Kind::bytes:
      steps += static_cast<std::int64_t>(left.characters().size() / 64);
      return left.characters() == right.characters();
    case Kind::list:
      return equal_lists(left.elements(), right.elements(), steps);
    case Kind::map:
      return equal_maps(left, right, steps);
    case Kind::real:
      return left.real() == right.real();
    case Kind::timestamp:
      return left.instant() == right.instant();
    default:
      return left.integer() == right.integer();
  }
}

bool comparable(Kind left, Kind right) {
  if (left != right) return numeric(left) && numeric(right);
  constexpr std::array unordered{Kind::failure, Kind::null, Kind::list, Kind::map, Kind::type};
  return std::ranges::find(unordered, left) == unordered.end();
}

Order order(const Value& left, const Value& right) {
  if (!comparable(left.kind(), right.kind())) return Order::none;
  switch (left.kind()) {
    case Kind::text:
    case Kind::bytes:
      return ordered(left.characters(), right.characters());
    case Kind::timestamp:
      return ordered(left.instant(), right.instant());
    case Kind::boolean:
    case Kind::duration:
      return ordered(left.integer(), right.integer());
    default:
      return numbers(left, right);
  }
}

const Value* find(const Value& map, const Value& key, std::int64_t& steps) {
  const auto entries = map.elements();
  for (std::size_t i = 0; i < entries.size(); i += 2) {
    if (equal(entries[i], key, steps)) return &entries[i + 1];
  }
  return nullptr;
}

std::string_view cel_name(Kind kind) {
  return std::ranges::find(names, kind, &std::pair<Kind, std::string_view>::first)->second;
}

std::string_view to_string(Failure failure) {
  return failures[static_cast<std::size_t>(failure)];
}

}  // namespace sekisho::scoring::rules
