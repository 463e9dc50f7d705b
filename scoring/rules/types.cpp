#include "rules/types.h"

#include <array>
#include <string_view>

#include <fmt/format.h>

namespace sekisho::scoring::rules {
namespace {

constexpr auto plain_types = static_cast<TypeId>(TypeKind::open);

constexpr std::array<std::string_view, 14> names{"dyn",    "null",   "bool",  "int",       "uint",
                                                 "double", "string", "bytes", "timestamp", "duration",
                                                 "list",   "map",    "type",  "dyn"};

}  // namespace

TypePool::TypePool() {
  types_.reserve(plain_types + 16);
  for (TypeId id = 0; id < plain_types; ++id)
    types_.push_back(
        {.kind = static_cast<TypeKind>(id), .first = plain(TypeKind::dyn), .second = plain(TypeKind::dyn)});
}

TypeId TypePool::list(TypeId element) {
  return add({.kind = TypeKind::list, .first = element, .second = unknown});
}

TypeId TypePool::map(TypeId key, TypeId value) {
  return add({.kind = TypeKind::map, .first = key, .second = value});
}

TypeId TypePool::open() {
  return add({.kind = TypeKind::open, .first = unknown, .second = unknown});
}

TypeId TypePool::add(Type type) {
  types_.push_back(type);
  return static_cast<TypeId>(types_.size() - 1);
}

TypeId TypePool::known(TypeId type) const {
  while (types_[type].kind == TypeKind::open && types_[type].first != unknown)
    type = types_[type].first;
  return type;
}

bool TypePool::fit(TypeId wanted, TypeId given) {
  return fit({{wanted, given}});
}

bool TypePool::fit(const std::vector<std::pair<TypeId, TypeId>>& pairs) {
  trail_.clear();
  for (const auto& [wanted, given] : pairs) {
    if (unify(wanted, given)) continue;
    for (; !trail_.empty(); trail_.pop_back())
      types_[trail_.back().first].first = trail_.back().second;
    return false;
  }
  return true;
}

bool TypePool::unify(TypeId wanted, TypeId given) {
  const TypeId left = known(wanted);
  const TypeId right = known(given);
  if (left == right) return true;
  const bool left_open = types_[left].kind == TypeKind::open;
  if (left_open || types_[right].kind == TypeKind::open)
    return left_open ? bind(left, right) : bind(right, left);
  const bool left_dyn = types_[left].kind == TypeKind::dyn;
  if (left_dyn || types_[right].kind == TypeKind::dyn) {
    // What was learned of an open type gives way to dyn: f(1, dyn(2)) of two equal types is about dyn.
    if (!left_dyn && types_[wanted].kind == TypeKind::open) return bind(wanted, plain(TypeKind::dyn));
    return true;
  }
  if (types_[left].kind != types_[right].kind) return false;
  switch (types_[left].kind) {
    case TypeKind::map:
      return unify(types_[left].first, types_[right].first) &&
             unify(types_[left].second, types_[right].second);
    case TypeKind::list:
      return unify(types_[left].first, types_[right].first);
    default:
      return true;
  }
}

bool TypePool::bind(TypeId open, TypeId to) {
  if (occurs(open, to)) return false;
  trail_.emplace_back(open, types_[open].first);
  types_[open].first = to;
  return true;
}

bool TypePool::occurs(TypeId open, TypeId in) const {
  in = known(in);
  if (in == open) return true;
  switch (types_[in].kind) {
    case TypeKind::map:
      return occurs(open, types_[in].first) || occurs(open, types_[in].second);
    case TypeKind::list:
      return occurs(open, types_[in].first);
    default:
      return false;
  }
}

TypeId TypePool::joined(TypeId left, TypeId right) {
  if (!fit(left, right)) return plain(TypeKind::dyn);
  return more_general(left, right) ? left : right;
}

bool TypePool::more_general(TypeId left, TypeId right) const {
  left = known(left);
  right = known(right);
  if (types_[left].kind != types_[right].kind)
    return types_[left].kind == TypeKind::dyn || types_[left].kind == TypeKind::open;
  switch (types_[left].kind) {
    case TypeKind::map:
      return more_general(types_[left].first, types_[right].first) &&
             more_general(types_[left].second, types_[right].second);
    case TypeKind::list:
      return more_general(types_[left].first, types_[right].first);
    default:
      return true;
  }
}

std::string TypePool::name(TypeId type) const {
  type = known(type);
  switch (types_[type].kind) {
    case TypeKind::list:
      return fmt::format("list({})", name(types_[type].first));
    case TypeKind::map:
      return fmt::format("map({}, {})", name(types_[type].first), name(types_[type].second));
    default:
      return std::string(names[static_cast<std::size_t>(types_[type].kind)]);
  }
}

}  // namespace sekisho::scoring::rules
