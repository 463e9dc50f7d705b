#include "rules/rule_compiler.h"

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <scoring/signal_registry.h>

#include "rules/checker.h"
#include "rules/parser.h"
#include "rules/source.h"

namespace sekisho::scoring::rules {
namespace {

TypeId type_of(SignalType type) {
  switch (type) {
    case SignalType::boolean:
      return TypePool::plain(TypeKind::boolean);
    case SignalType::integer:
      return TypePool::plain(TypeKind::integer);
    case SignalType::number:
      return TypePool::plain(TypeKind::real);
    case SignalType::text:
      break;
  }
  return TypePool::plain(TypeKind::text);
}

std::vector<std::string_view> words_of(std::string_view list) {
  std::vector<std::string_view> words;
  while (!list.empty()) {
    const auto bar = list.find('|');
    words.push_back(list.substr(0, bar));
    list.remove_prefix(bar == std::string_view::npos ? list.size() : bar + 1);
  }
  return words;
}

Environment environment_of_signals() {
  std::vector<Variable> variables;
  for (const SignalDefinition& signal : signal_registry()) {
    variables.push_back(
        {.name = std::string(signal.name), .type = type_of(signal.type), .values = words_of(signal.values)});
  }
  return {std::move(variables), TypePool()};
}

Compiled<Program> compile(std::string_view when) {
  auto tree = parse(when);
  if (!tree) return std::unexpected(std::move(tree.error()));
  const auto checked = check(*tree, signal_environment());
  if (!checked) return std::unexpected(checked.error());
  if (checked->types.kind(checked->type) != TypeKind::boolean)
    return refuse(0, fmt::format("expected a condition, which is bool; all of this is {}",
                                 checked->types.name(checked->type)));
  return link(*std::move(tree), signal_environment());
}

}  // namespace

const Environment& signal_environment() {
  static const Environment environment = environment_of_signals();
  return environment;
}

std::expected<Program, Fault> compile_condition(std::string_view when) {
  auto program = compile(when);
  if (program) return *std::move(program);
  return std::unexpected(Fault{.pointer = {},
                               .detail = describe(when, program.error()),
                               .position = position_of(when, program.error().byte).offset});
}

}  // namespace sekisho::scoring::rules
