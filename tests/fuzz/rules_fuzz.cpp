// The compiler of rules explains every refusal within the text, and whatever it takes is evaluated within the
// budget, checked or not: a failure is an answer, a crash or an endless rule is none.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "rules/limits.h"
#include "rules/parser.h"
#include "rules/program.h"
#include "rules/rule_compiler.h"
#include "rules/source.h"
#include "rules/utf8.h"

namespace {

using namespace sekisho::scoring::rules;

/// A value of each type, and missing ones between them.
std::vector<Value> some_values() {
  std::vector<Value> values;
  for (std::size_t i = 0; i < signal_environment().size(); ++i) {
    const auto type = static_cast<TypeKind>(signal_environment().at(i).type);
    values.push_back(i % 5 == 4                  ? Value::of(Failure::missing)
                     : type == TypeKind::boolean ? Value::of(true)
                     : type == TypeKind::integer ? Value::of(std::int64_t{3})
                     : type == TypeKind::real    ? Value::of(0.5)
                                                 : Value::text("phone,email"));
  }
  return values;
}

void evaluate(const Program& program) {
  static const std::vector<Value> values = some_values();
  Workspace workspace(steps_per_rule);
  const Value value = program.evaluate(values, workspace);
  if (workspace.exhausted() != (value.failed() && value.failure() == Failure::budget)) std::abort();
  if (value.is(Kind::text) && !is_utf8(value.characters())) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view when{reinterpret_cast<const char*>(data), size};
  if (!is_utf8(when)) return 0;  // a policy's document is UTF-8 before it gets here
  const auto checked = compile_condition(when);
  if (checked) evaluate(*checked);
  if (!checked && (checked.error().detail.empty() || *checked.error().position > characters_in(when)))
    std::abort();
  if (auto tree = parse(when)) {
    const auto unchecked = link(*std::move(tree), signal_environment());
    if (unchecked) evaluate(*unchecked);
    if (checked && !unchecked) std::abort();
  }
  return 0;
}
