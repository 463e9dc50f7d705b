#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

#include "rules/builtins.h"
#include "rules/numbers.h"
#include "rules/time_values.h"
#include "rules/utf8.h"

namespace sekisho::scoring::rules::builtins {
namespace {

constexpr double two_to_63 = 9223372036854775808.0;
constexpr double two_to_64 = 18446744073709551616.0;

Value failed(Failure failure) {
  return Value::of(failure);
}

template <class T>
Value converted(const std::optional<T>& value) {
  return value ? Value::of(*value) : failed(Failure::bad_conversion);
}

template <class T>
Value digits_of(T number, Workspace& workspace) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return workspace.text({text.data(), static_cast<std::size_t>(end - text.data())});
}

}  // namespace

Value type_of(Arguments arguments, Workspace&) {
  return Value::type(arguments[0].kind());
}

Value to_dyn(Arguments arguments, Workspace&) {
  return arguments[0];
}

Value to_bool(Arguments arguments, Workspace&) {
  if (arguments[0].is(Kind::boolean)) return arguments[0];
  if (!arguments[0].is(Kind::text)) return failed(Failure::no_such_overload);
  constexpr std::array<std::string_view, 5> yes{"1", "t", "true", "TRUE", "True"};
  constexpr std::array<std::string_view, 5> no{"0", "f", "false", "FALSE", "False"};
  const std::string_view text = arguments[0].characters();
  if (std::ranges::find(yes, text) != yes.end()) return Value::of(true);
  if (std::ranges::find(no, text) != no.end()) return Value::of(false);
  return failed(Failure::bad_conversion);
}

Value to_int(Arguments arguments, Workspace&) {
  const Value& from = arguments[0];
  switch (from.kind()) {
    case Kind::integer:
      return from;
    case Kind::natural:
      if (from.natural() >> 63U != 0) return failed(Failure::overflow);
      return Value::of(static_cast<std::int64_t>(from.natural()));
    case Kind::real:
      if (!(from.real() > -two_to_63 && from.real() < two_to_63)) return failed(Failure::overflow);
      return Value::of(static_cast<std::int64_t>(from.real()));
    case Kind::text:
      return converted(integer_in(from.characters()));
    case Kind::timestamp:
      return Value::of(from.instant().seconds);
    default:
      return failed(Failure::no_such_overload);
  }
}

Value to_uint(Arguments arguments, Workspace&) {
  const Value& from = arguments[0];
  switch (from.kind()) {
    case Kind::natural:
      return from;
    case Kind::integer:
      if (from.integer() < 0) return failed(Failure::overflow);
      return Value::of(static_cast<std::uint64_t>(from.integer()));
    case Kind::real:
      if (!(from.real() >= 0 && from.real() < two_to_64)) return failed(Failure::overflow);
      return Value::of(static_cast<std::uint64_t>(from.real()));
    case Kind::text:
      return converted(natural_in(from.characters()));
    default:
      return failed(Failure::no_such_overload);
  }
}

Value to_double(Arguments arguments, Workspace&) {
  const Value& from = arguments[0];
  switch (from.kind()) {
    case Kind::real:
      return from;
    case Kind::integer:
      return Value::of(static_cast<double>(from.integer()));
    case Kind::natural:
      return Value::of(static_cast<double>(from.natural()));
    case Kind::text:
      return converted(real_in(from.characters()));
    default:
      return failed(Failure::no_such_overload);
  }
}

Value to_string(Arguments arguments, Workspace& workspace) {
  const Value& from = arguments[0];
  switch (from.kind()) {
    case Kind::text:
      return from;
    case Kind::boolean:
      return Value::text(from.flag() ? "true" : "false");
    case Kind::integer:
      return digits_of(from.integer(), workspace);
    case Kind::natural:
      return digits_of(from.natural(), workspace);
    case Kind::real:
      return digits_of(from.real(), workspace);
    case Kind::bytes:
      workspace.spend(static_cast<std::int64_t>(from.characters().size() / 16));
      return is_utf8(from.characters()) ? Value::text(from.characters()) : failed(Failure::bad_conversion);
    case Kind::timestamp:
      return workspace.text(written(from.instant()));
    case Kind::duration:
      return workspace.text(written_duration(from.nanoseconds()));
    default:
      return failed(Failure::no_such_overload);
  }
}

Value to_bytes(Arguments arguments, Workspace&) {
  if (arguments[0].is(Kind::bytes)) return arguments[0];
  if (arguments[0].is(Kind::text)) return Value::bytes(arguments[0].characters());
  return failed(Failure::no_such_overload);
}

Value to_timestamp(Arguments arguments, Workspace&) {
  const Value& from = arguments[0];
  if (from.is(Kind::timestamp)) return from;
  if (from.is(Kind::text)) return converted(read_instant(from.characters()));
  if (!from.is(Kind::integer)) return failed(Failure::no_such_overload);
  const Instant instant{.seconds = from.integer(), .nanoseconds = 0};
  return in_range(instant) ? Value::of(instant) : failed(Failure::overflow);
}

Value to_duration(Arguments arguments, Workspace&) {
  const Value& from = arguments[0];
  if (from.is(Kind::duration)) return from;
  if (!from.is(Kind::text)) return failed(Failure::no_such_overload);
  const auto nanoseconds = read_duration(from.characters());
  return nanoseconds ? Value::duration(*nanoseconds) : failed(Failure::bad_conversion);
}

}  // namespace sekisho::scoring::rules::builtins
