#include "rules/environment.h"

#include <algorithm>
#include <array>
#include <ranges>
#include <utility>

#include "rules/nearest.h"

namespace sekisho::scoring::rules {

Environment::Environment(std::vector<Variable> variables, TypePool pool)
    : variables_(std::move(variables)), by_name_(variables_.size()), pool_(std::move(pool)) {
  std::ranges::copy(std::views::iota(std::size_t{0}, by_name_.size()), by_name_.begin());
  std::ranges::sort(by_name_, {}, [this](std::size_t i) { return std::string_view(variables_[i].name); });
}

std::optional<std::size_t> Environment::find(std::string_view name) const {
  const auto name_of = [this](std::size_t i) { return std::string_view(variables_[i].name); };
  const auto found = std::ranges::lower_bound(by_name_, name, {}, name_of);
  if (found == by_name_.end() || variables_[*found].name != name) return std::nullopt;
  return *found;
}

std::optional<std::string_view> Environment::nearest(std::string_view name) const {
  std::vector<std::string_view> names;
  names.reserve(variables_.size());
  for (const Variable& variable : variables_)
    names.emplace_back(variable.name);
  return rules::nearest(name, names);
}

std::optional<Kind> type_named(std::string_view name) {
  constexpr std::array kinds{Kind::null,     Kind::boolean, Kind::integer, Kind::natural,
                             Kind::real,     Kind::text,    Kind::bytes,   Kind::timestamp,
                             Kind::duration, Kind::list,    Kind::map,     Kind::type};
  const auto found = std::ranges::find(kinds, name, [](Kind kind) { return cel_name(kind); });
  return found == kinds.end() ? std::nullopt : std::optional(*found);
}

}  // namespace sekisho::scoring::rules
