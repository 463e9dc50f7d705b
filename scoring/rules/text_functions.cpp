#include <cstdint>
#include <string_view>

#include "rules/builtins.h"
#include "rules/source.h"

namespace sekisho::scoring::rules::builtins {
namespace {

constexpr std::int64_t bytes_per_step = 16;

bool are_texts(Arguments arguments) {
  return arguments[0].is(Kind::text) && arguments[1].is(Kind::text);
}

std::int64_t steps_for(std::string_view text) {
  return static_cast<std::int64_t>(text.size()) / bytes_per_step;
}

}  // namespace

Value size(Arguments arguments, Workspace& workspace) {
  const Value& of = arguments[0];
  switch (of.kind()) {
    case Kind::text:
      workspace.spend(steps_for(of.characters()));
      return Value::of(static_cast<std::int64_t>(characters_in(of.characters())));
    case Kind::bytes:
      return Value::of(static_cast<std::int64_t>(of.characters().size()));
    case Kind::list:
      return Value::of(static_cast<std::int64_t>(of.elements().size()));
    case Kind::map:
      return Value::of(static_cast<std::int64_t>(of.elements().size() / 2));
    default:
      return Value::of(Failure::no_such_overload);
  }
}

Value contains(Arguments arguments, Workspace& workspace) {
  if (!are_texts(arguments)) return Value::of(Failure::no_such_overload);
  const std::string_view text = arguments[0].characters();
  const std::string_view part = arguments[1].characters();
  // A search may compare the part at every place of the text.
  workspace.spend(steps_for(text) * (1 + steps_for(part)));
  if (workspace.exhausted()) return Value::of(Failure::budget);
  return Value::of(text.find(part) != std::string_view::npos);
}

Value starts_with(Arguments arguments, Workspace& workspace) {
  if (!are_texts(arguments)) return Value::of(Failure::no_such_overload);
  workspace.spend(steps_for(arguments[1].characters()));
  return Value::of(arguments[0].characters().starts_with(arguments[1].characters()));
}

Value ends_with(Arguments arguments, Workspace& workspace) {
  if (!are_texts(arguments)) return Value::of(Failure::no_such_overload);
  workspace.spend(steps_for(arguments[1].characters()));
  return Value::of(arguments[0].characters().ends_with(arguments[1].characters()));
}

}  // namespace sekisho::scoring::rules::builtins
