#include "rules/names.h"

#include <algorithm>
#include <string>

namespace sekisho::scoring::rules {

std::optional<Meaning> meaning_of(const Ast& ast, ExprId id, const Environment& environment,
                                  std::span<const std::string_view> locals) {
  const std::string name = dotted_name(ast, id);
  if (name.empty()) return std::nullopt;
  const std::string_view first = std::string_view(name).substr(0, name.find('.'));
  if (std::ranges::find(locals, first) != locals.end()) return std::nullopt;
  if (const auto variable = environment.find(name)) return Meaning{.variable = *variable};
  if (const auto type = type_named(name)) return Meaning{.of = Meaning::Of::type, .type = *type};
  return std::nullopt;
}

}  // namespace sekisho::scoring::rules
