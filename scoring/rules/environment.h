#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/types.h"
#include "rules/value.h"

namespace sekisho::scoring::rules {

/// A name that rules can read.
struct Variable {
  std::string name;  ///< may have dots
  TypeId type = TypePool::plain(TypeKind::dyn);
  std::vector<std::string_view> values = {};  ///< all that a text can be; empty: anything
};

/// What rules may speak of. A variable's place is its index in the values that an evaluation gets.
class Environment {
 public:
  /// `pool` holds the variables' types.
  Environment(std::vector<Variable> variables, TypePool pool);

  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;

  [[nodiscard]] const Variable& at(std::size_t index) const { return variables_[index]; }

  [[nodiscard]] std::size_t size() const { return variables_.size(); }

  [[nodiscard]] const TypePool& types() const { return pool_; }

  /// The known name that this one was most likely meant to be.
  [[nodiscard]] std::optional<std::string_view> nearest(std::string_view name) const;

 private:
  std::vector<Variable> variables_;
  std::vector<std::size_t> by_name_;
  TypePool pool_;
};

/// The type that a name stands for: `int`, `google.protobuf.Timestamp`.
[[nodiscard]] std::optional<Kind> type_named(std::string_view name);

}  // namespace sekisho::scoring::rules
