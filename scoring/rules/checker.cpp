#include "rules/checker.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rules/functions.h"
#include "rules/names.h"
#include "rules/nearest.h"

namespace sekisho::scoring::rules {
namespace {

using Typed = Compiled<TypeId>;

constexpr TypeId dyn = TypePool::plain(TypeKind::dyn);
constexpr TypeId boolean = TypePool::plain(TypeKind::boolean);
constexpr TypeId text = TypePool::plain(TypeKind::text);

TypeId type_of(const Value& literal) {
  switch (literal.kind()) {
    case Kind::boolean:
      return boolean;
    case Kind::integer:
      return TypePool::plain(TypeKind::integer);
    case Kind::natural:
      return TypePool::plain(TypeKind::natural);
    case Kind::real:
      return TypePool::plain(TypeKind::real);
    case Kind::text:
      return text;
    case Kind::bytes:
      return TypePool::plain(TypeKind::bytes);
    default:
      return TypePool::plain(TypeKind::null);
  }
}

/// The types of one call under one signature: its open types are made anew for each try.
class Instance {
 public:
  Instance(const Signature& signature, TypePool& types) : signature_(signature), types_(types) {}

  [[nodiscard]] TypeId parameter(std::size_t i) { return of(signature_.parameters[i]); }

  [[nodiscard]] TypeId result() { return of(signature_.result); }

 private:
  TypeId of(Pattern pattern) {
    switch (pattern) {
      case Pattern::a:
        return open(a_);
      case Pattern::b:
        return open(b_);
      case Pattern::list_of_a:
        return types_.list(open(a_));
      case Pattern::map_of_a_to_b:
        return types_.map(open(a_), open(b_));
      default:
        return plain(pattern);
    }
  }

  static TypeId plain(Pattern pattern) {
    constexpr std::array<std::pair<Pattern, TypeKind>, 10> plains{{
        {Pattern::dyn, TypeKind::dyn},
        {Pattern::boolean, TypeKind::boolean},
        {Pattern::integer, TypeKind::integer},
        {Pattern::natural, TypeKind::natural},
        {Pattern::real, TypeKind::real},
        {Pattern::text, TypeKind::text},
        {Pattern::bytes, TypeKind::bytes},
        {Pattern::timestamp, TypeKind::timestamp},
        {Pattern::duration, TypeKind::duration},
        {Pattern::type, TypeKind::type},
    }};
    return TypePool::plain(std::ranges::find(plains, pattern, &std::pair<Pattern, TypeKind>::first)->second);
  }

  TypeId open(std::optional<TypeId>& slot) {
    if (!slot) slot = types_.open();
    return *slot;
  }

  const Signature& signature_;
  TypePool& types_;
  std::optional<TypeId> a_;
  std::optional<TypeId> b_;
};

class Checker {
 public:
  Checker(const Ast& ast, const Environment& environment)
      : ast_(ast), environment_(environment), types_(environment.types()) {}

  Compiled<Checked> read() {
    const auto type = check(ast_.root());
    if (!type) return std::unexpected(type.error());
    return Checked{.type = *type, .types = std::move(types_)};
  }

 private:
  Typed check(ExprId id) {
    const Expr& expr = ast_.at(id);
    switch (expr.kind) {
      case ExprKind::literal:
        return type_of(expr.value);
      case ExprKind::name:
      case ExprKind::member:
        return name_or_member(id);
      case ExprKind::has:
        return has(id);
      case ExprKind::call:
      case ExprKind::method:
        return call(expr);
      case ExprKind::all_of:
      case ExprKind::any_of:
        return logical(expr);
      case ExprKind::conditional:
        return conditional(expr);
      case ExprKind::list:
        return list(expr);
      case ExprKind::map:
        return map(expr);
      case ExprKind::macro:
        break;
    }
    return macro(expr);
  }

  Typed name_or_member(ExprId id) {
    const Expr& expr = ast_.at(id);
    if (const auto meaning = meaning_of(ast_, id, environment_, names_)) {
      if (meaning->of == Meaning::Of::type) return TypePool::plain(TypeKind::type);
      return environment_.at(meaning->variable).type;
    }
    if (expr.kind == ExprKind::name) {
      const auto local = std::ranges::find(names_.rbegin(), names_.rend(), expr.name);
      if (local == names_.rend()) return unknown_name(id);
      return locals_[static_cast<std::size_t>(names_.rend() - local) - 1];
    }
    if (is_unknown_chain(id)) return unknown_name(id);
    return member(expr);
  }

  Typed member(const Expr& expr) {
    const auto operand = check(ast_.argument(expr, 0));
    if (!operand) return operand;
    switch (types_.kind(*operand)) {
      case TypeKind::map:
        if (!types_.fit(types_.first(*operand), text))
          return refuse(expr.byte, fmt::format("expected an index: the keys of this {} are no strings",
                                               types_.name(*operand)));
        return types_.second(*operand);
      case TypeKind::dyn:
      case TypeKind::open:
        return dyn;
      default:
        return refuse(expr.byte, fmt::format("expected an operator: a value of type {} has no member '{}'",
                                             types_.name(*operand), expr.name));
    }
  }

  Typed has(ExprId id) {
    if (meaning_of(ast_, id, environment_, names_)) return boolean;
    if (is_unknown_chain(id)) return unknown_name(id);
    const auto type = member(ast_.at(id));
    return type ? Typed(boolean) : type;
  }

  /// Whether an expression is names joined by dots of which no beginning is known.
  [[nodiscard]] bool is_unknown_chain(ExprId id) const {
    if (dotted_name(ast_, id).empty()) return false;
    while (true) {
      if (meaning_of(ast_, id, environment_, names_)) return false;
      const Expr& expr = ast_.at(id);
      if (expr.kind == ExprKind::name) return std::ranges::find(names_, expr.name) == names_.end();
      id = ast_.argument(expr, 0);
    }
  }

  [[nodiscard]] std::unexpected<CompileError> unknown_name(ExprId id) const {
    const std::string name = dotted_name(ast_, id);
    ExprId first = id;
    while (ast_.at(first).kind != ExprKind::name)
      first = ast_.argument(ast_.at(first), 0);
    return refuse(ast_.at(first).byte,
                  fmt::format("there is no signal '{}'{}", name, suggestion(environment_.nearest(name))));
  }

  static std::string suggestion(const std::optional<std::string_view>& word) {
    return word ? fmt::format("; did you mean '{}'?", *word) : std::string();
  }

  Typed call(const Expr& expr) {
    const Style style = expr.kind == ExprKind::method ? Style::method : Style::call;
    const Function* const function = function_named(expr.name, style, expr.count);
    if (function == nullptr) return unknown_function(expr, style);
    std::array<TypeId, 2> given{};
    for (std::size_t i = 0; i < expr.count; ++i) {
      const auto type = check(ast_.argument(expr, i));
      if (!type) return type;
      given[i] = *type;
    }
    const auto types = std::span(given).first(expr.count);
    const auto result = resolve(*function, types);
    if (!result) return refuse(expr.byte, wanted(*function, types));
    if (auto possible = check_values(expr); !possible) return std::unexpected(std::move(possible.error()));
    return *result;
  }

  [[nodiscard]] static std::unexpected<CompileError> unknown_function(const Expr& expr, Style style) {
    std::vector<std::string_view> names;
    for (const Function& function : functions()) {
      if (function.style == style && !function.name.starts_with('_')) names.push_back(function.name);
    }
    const char* const kind = style == Style::method ? "method" : "function";
    if (std::ranges::find(names, expr.name) != names.end())
      return refuse(expr.byte, fmt::format("expected another number of arguments for {}()", expr.name));
    return refuse(expr.byte, fmt::format("there is no {} '{}'{}", kind, expr.name,
                                         suggestion(nearest(expr.name, names))));
  }

  /// The result's type: of the signature that fits, `dyn` when several do and differ.
  std::optional<TypeId> resolve(const Function& function, std::span<const TypeId> given) {
    std::optional<TypeId> found;
    for (const Signature& signature : function.signatures) {
      Instance instance(signature, types_);
      std::vector<std::pair<TypeId, TypeId>> pairs;
      for (std::size_t i = 0; i < given.size(); ++i)
        pairs.emplace_back(instance.parameter(i), given[i]);
      if (!types_.fit(pairs)) continue;
      const TypeId result = types_.known(instance.result());
      found = found && types_.name(*found) != types_.name(result) ? dyn : result;
    }
    return found;
  }

  /// What a function could have taken, given its first argument if that one fits at all.
  [[nodiscard]] std::string wanted(const Function& function, std::span<const TypeId> given) {
    std::vector<std::string> fitting;
    std::vector<std::string> all;
    for (const Signature& signature : function.signatures) {
      Instance instance(signature, types_);
      const bool fits = types_.fit(instance.parameter(0), given.front());
      const std::string name = given.size() == 1
                                   ? types_.name(instance.parameter(0))
                                   : fmt::format("{} and {}", types_.name(instance.parameter(0)),
                                                 types_.name(instance.parameter(1)));
      (fits ? fitting : all).push_back(name);
    }
    std::vector<std::string> names;
    for (const TypeId type : given)
      names.push_back(types_.name(type));
    const std::string hint = is_null(given) ? "; has(…) tells whether a signal has a value" : "";
    return fmt::format("'{}' expected {}; here it is {}{}", as_written(function.name),
                       fmt::join(fitting.empty() ? all : fitting, ", or "), fmt::join(names, " and "), hint);
  }

  [[nodiscard]] bool is_null(std::span<const TypeId> given) const {
    return std::ranges::any_of(given, [&](TypeId type) { return types_.kind(type) == TypeKind::null; });
  }

  /// `phone.kind == 'mobil'` can never hold: the literal is misspelt.
  [[nodiscard]] Compiled<void> check_values(const Expr& expr) const {
    const bool equality = expr.name == "_==_" || expr.name == "_!=_";
    if (!equality && expr.name != "@in") return {};
    for (const std::size_t side : {0U, 1U}) {
      const auto variable = meaning_of(ast_, ast_.argument(expr, side), environment_, names_);
      if (!variable || variable->of != Meaning::Of::variable) continue;
      const Expr& other = ast_.at(ast_.argument(expr, 1 - side));
      if (auto fits = check_value(other, environment_.at(variable->variable)); !fits) return fits;
      if (other.kind != ExprKind::list) continue;
      for (const ExprId element : ast_.arguments(other)) {
        if (auto fits = check_value(ast_.at(element), environment_.at(variable->variable)); !fits)
          return fits;
      }
    }
    return {};
  }

  [[nodiscard]] static Compiled<void> check_value(const Expr& literal, const Variable& variable) {
    if (literal.kind != ExprKind::literal || !literal.value.is(Kind::text) || variable.values.empty())
      return {};
    const std::string_view word = literal.value.characters();
    if (std::ranges::find(variable.values, word) != variable.values.end()) return {};
    return refuse(literal.byte,
                  fmt::format("{} is never '{}'{}; expected one of {}", variable.name, word,
                              suggestion(nearest(word, variable.values)), fmt::join(variable.values, ", ")));
  }

  Typed logical(const Expr& expr) {
    for (const ExprId side : ast_.arguments(expr)) {
      if (auto type = expect_bool(side, expr.kind == ExprKind::all_of ? "'&&'" : "'||'"); !type) return type;
    }
    return boolean;
  }

  Typed expect_bool(ExprId id, std::string_view who) {
    const auto type = check(id);
    if (!type || types_.fit(boolean, *type)) return type;
    return refuse(start_of(id), fmt::format("{} expected bool; here is {}", who, types_.name(*type)));
  }

  /// Where an expression begins: an operator's own place is between its arguments.
  [[nodiscard]] std::size_t start_of(ExprId id) const {
    const Expr& expr = ast_.at(id);
    std::size_t first = expr.byte;
    for (const ExprId argument : ast_.arguments(expr))
      first = std::min(first, start_of(argument));
    return first;
  }

  Typed conditional(const Expr& expr) {
    if (auto condition = expect_bool(ast_.argument(expr, 0), "'?'"); !condition) return condition;
    const auto first = check(ast_.argument(expr, 1));
    if (!first) return first;
    const auto second = check(ast_.argument(expr, 2));
    if (!second) return second;
    if (types_.fit(*first, *second)) return types_.joined(*first, *second);
    return refuse(expr.byte, fmt::format("'?' expected two values of one type; here are {} and {}",
                                         types_.name(*first), types_.name(*second)));
  }

  Typed list(const Expr& expr) {
    std::optional<TypeId> element;
    for (const ExprId id : ast_.arguments(expr)) {
      const auto type = check(id);
      if (!type) return type;
      element = element ? types_.joined(*element, *type) : *type;
    }
    return types_.list(element ? *element : types_.open());
  }

  Typed map(const Expr& expr) {
    std::array<std::optional<TypeId>, 2> sides;
    for (std::size_t i = 0; i < expr.count; ++i) {
      const ExprId id = ast_.argument(expr, i);
      const auto type = check(id);
      if (!type) return type;
      if (i % 2 == 0 && !can_be_key(*type))
        return refuse(
            ast_.at(id).byte,
            fmt::format("expected a key of type string, int, uint or bool; here is {}", types_.name(*type)));
      sides[i % 2] = sides[i % 2] ? types_.joined(*sides[i % 2], *type) : *type;
    }
    const TypeId key = sides[0] ? *sides[0] : types_.open();
    return types_.map(key, sides[1] ? *sides[1] : types_.open());
  }

  [[nodiscard]] bool can_be_key(TypeId type) const {
    constexpr std::array keys{TypeKind::text,    TypeKind::integer, TypeKind::natural,
                              TypeKind::boolean, TypeKind::dyn,     TypeKind::open};
    return std::ranges::find(keys, types_.kind(type)) != keys.end();
  }

  Typed macro(const Expr& expr) {
    const auto range = check(ast_.argument(expr, 0));
    if (!range) return range;
    const Macro& macro = ast_.macro(expr);
    const auto variables = variables_of(macro, *range);
    if (!variables)
      return refuse(start_of(ast_.argument(expr, 0)),
                    fmt::format("{}() expected a list or a map; here is {}", expr.name, types_.name(*range)));
    const std::size_t outside = names_.size();
    bring(macro.first, variables->first);
    if (!macro.second.empty()) bring(macro.second, variables->second);
    const auto result = macro_body(expr, macro, variables->first);
    names_.resize(outside);
    locals_.resize(outside);
    return result;
  }

  void bring(std::string_view name, TypeId type) {
    names_.push_back(name);
    locals_.push_back(type);
  }

  /// The types of a macro's variables over a range of this type.
  std::optional<std::pair<TypeId, TypeId>> variables_of(const Macro& macro, TypeId range) {
    const TypeId first = types_.first(range);
    switch (types_.kind(range)) {
      case TypeKind::list:
        return macro.second.empty() ? std::pair(first, dyn)
                                    : std::pair(TypePool::plain(TypeKind::integer), first);
      case TypeKind::map:
        return std::pair(first, types_.second(range));
      case TypeKind::dyn:
      case TypeKind::open:
        return std::pair(dyn, dyn);
      default:
        return std::nullopt;
    }
  }

  Typed macro_body(const Expr& expr, const Macro& macro, TypeId element) {
    if (expr.count == 3) {
      if (auto kept = expect_bool(ast_.argument(expr, 2), expr.name); !kept) return kept;
    }
    const ExprId body = ast_.argument(expr, 1);
    if (macro.kind != MacroKind::map && macro.kind != MacroKind::transform_map) {
      auto holds = expect_bool(body, expr.name);
      if (!holds) return holds;
      return macro.kind == MacroKind::filter ? types_.list(element) : boolean;
    }
    const auto made = check(body);
    if (!made) return made;
    return macro.kind == MacroKind::map ? types_.list(*made) : types_.map(element, *made);
  }

  const Ast& ast_;
  const Environment& environment_;
  TypePool types_;
  std::vector<std::string_view> names_;  ///< macro variables in sight, inner ones last
  std::vector<TypeId> locals_;           ///< their types
};

}  // namespace

Compiled<Checked> check(const Ast& ast, const Environment& environment) {
  return Checker(ast, environment).read();
}

}  // namespace sekisho::scoring::rules
