#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "rules/ast.h"
#include "rules/environment.h"

namespace sekisho::scoring::rules {

/// What a name or a chain of names means.
struct Meaning {
  enum class Of : std::uint8_t { variable, type } of = Of::variable;
  std::size_t variable = 0;  ///< its place in the environment
  Kind type = Kind::type;
};

/// What `id` means when all of it is one known name: `velocity.phone.orders_24h`, `int`. A macro's variable
/// hides every name that begins with it: then, and for what is not known, nothing.
[[nodiscard]] std::optional<Meaning> meaning_of(const Ast& ast, ExprId id, const Environment& environment,
                                                std::span<const std::string_view> locals);

}  // namespace sekisho::scoring::rules
