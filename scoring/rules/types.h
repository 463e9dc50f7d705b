#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace sekisho::scoring::rules {

enum class TypeKind : std::uint8_t {
  dyn,  ///< known at evaluation alone
  null,
  boolean,
  integer,
  natural,
  real,
  text,
  bytes,
  timestamp,
  duration,
  list,  ///< of its first parameter
  map,   ///< from its first parameter to its second
  type,  ///< a type as a value: `int`, `type(x)`
  open,  ///< not known yet: the element of `[]`
};

/// A type of a TypePool.
using TypeId = std::uint32_t;

/// The types of one check. A type without parameters has the same id in every pool.
class TypePool {
 public:
  TypePool();

  /// A type without parameters.
  [[nodiscard]] static constexpr TypeId plain(TypeKind kind) { return static_cast<TypeId>(kind); }

  [[nodiscard]] TypeId list(TypeId element);
  [[nodiscard]] TypeId map(TypeId key, TypeId value);
  [[nodiscard]] TypeId open();

  /// What is known of a type by now; an open one that nothing was learned of stays open.
  [[nodiscard]] TypeId known(TypeId type) const;

  [[nodiscard]] TypeKind kind(TypeId type) const { return types_[known(type)].kind; }

  [[nodiscard]] TypeId first(TypeId type) const { return types_[known(type)].first; }

  [[nodiscard]] TypeId second(TypeId type) const { return types_[known(type)].second; }

  /// Whether a value of one type can stand where the other is wanted; what is open in either becomes known by
  /// it, unless they do not fit: then nothing changes. `dyn` fits everywhere.
  bool fit(TypeId wanted, TypeId given);

  /// Fits several pairs at once, or learns nothing.
  bool fit(const std::vector<std::pair<TypeId, TypeId>>& pairs);

  /// The type of a list that holds both: the more general one, or `dyn`.
  [[nodiscard]] TypeId joined(TypeId left, TypeId right);

  /// CEL's way to write it: `list(map(string, int))`.
  [[nodiscard]] std::string name(TypeId type) const;

 private:
  struct Type {
    TypeKind kind;
    TypeId first;
    TypeId second;
  };

  static constexpr TypeId unknown = ~TypeId{0};
  [[nodiscard]] TypeId add(Type type);
  bool unify(TypeId wanted, TypeId given);
  bool bind(TypeId open, TypeId to);
  [[nodiscard]] bool occurs(TypeId open, TypeId in) const;
  [[nodiscard]] bool more_general(TypeId left, TypeId right) const;

  std::vector<Type> types_;
  std::vector<std::pair<TypeId, TypeId>> trail_;  ///< what was bound since a fit began, and to what before
};

}  // namespace sekisho::scoring::rules
