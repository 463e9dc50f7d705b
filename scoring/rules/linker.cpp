#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <re2/re2.h>

#include "rules/limits.h"
#include "rules/map_entries.h"
#include "rules/names.h"
#include "rules/program.h"

namespace sekisho::scoring::rules {
namespace {

constexpr std::array<std::pair<std::string_view, Comparison>, 6> comparisons{
    {{"_==_", Comparison::equal},
     {"_!=_", Comparison::different},
     {"_<_", Comparison::less},
     {"_<=_", Comparison::at_most},
     {"_>_", Comparison::greater},
     {"_>=_", Comparison::at_least}}};

/// `3 < x` is `x > 3`.
Comparison turned(Comparison comparison) {
  switch (comparison) {
    case Comparison::less:
      return Comparison::greater;
    case Comparison::at_most:
      return Comparison::at_least;
    case Comparison::greater:
      return Comparison::less;
    case Comparison::at_least:
      return Comparison::at_most;
    default:
      return comparison;
  }
}

}  // namespace

/// Fills a Program from a tree, arguments before those who take them.
class Linker {
 public:
  Linker(Ast ast, const Environment& environment) : ast_(std::move(ast)), environment_(environment) {}

  Compiled<Program> read() {
    auto root = link(ast_.root());
    if (!root) return std::unexpected(std::move(root.error()));
    program_.texts_ = ast_.take_texts();
    return std::move(program_);
  }

 private:
  using Linked = Compiled<std::uint32_t>;

  Linked link(ExprId id) {
    const Expr& expr = ast_.at(id);
    switch (expr.kind) {
      case ExprKind::literal:
        return constant(expr.value);
      case ExprKind::name:
      case ExprKind::member:
        return name_or_member(id);
      case ExprKind::has:
        if (const auto meaning = meaning_of(ast_, id, environment_, locals_)) return has_name(*meaning);
        return with_arguments(expr, {.op = Op::has_member, .constant = kept_name(expr)});
      case ExprKind::call:
      case ExprKind::method:
        return call(expr);
      case ExprKind::all_of:
        return with_arguments(expr, {.op = Op::all_of});
      case ExprKind::any_of:
        return with_arguments(expr, {.op = Op::any_of});
      case ExprKind::conditional:
        return with_arguments(expr, {.op = Op::conditional});
      case ExprKind::list:
        return sequence(expr, Op::list);
      case ExprKind::map:
        return sequence(expr, Op::map);
      case ExprKind::macro:
        break;
    }
    return macro(expr);
  }

  std::uint32_t add(const Node& node) {
    program_.nodes_.push_back(node);
    return static_cast<std::uint32_t>(program_.nodes_.size() - 1);
  }

  std::uint32_t constant(const Value& value) { return add({.op = Op::constant, .constant = value}); }

  Linked name_or_member(ExprId id) {
    const Expr& expr = ast_.at(id);
    if (const auto meaning = meaning_of(ast_, id, environment_, locals_)) {
      if (meaning->of == Meaning::Of::type) return constant(Value::type(meaning->type));
      return add({.op = Op::variable, .slot = static_cast<std::uint32_t>(meaning->variable)});
    }
    if (expr.kind == ExprKind::member)
      return with_arguments(expr, {.op = Op::member, .constant = kept_name(expr)});
    const auto local = std::ranges::find(locals_.rbegin(), locals_.rend(), expr.name);
    if (local == locals_.rend()) return constant(Value::of(Failure::unknown_name));
    return add({.op = Op::local, .slot = static_cast<std::uint32_t>(locals_.rend() - local - 1)});
  }

  /// A member's name, which outlives the tree.
  Value kept_name(const Expr& expr) { return Value::text(ast_.keep(std::string(expr.name))); }

  std::uint32_t has_name(const Meaning& meaning) {
    if (meaning.of == Meaning::Of::type) return constant(Value::of(true));
    return add({.op = Op::has_variable, .slot = static_cast<std::uint32_t>(meaning.variable)});
  }

  /// The node with the expression's arguments, linked before it.
  Linked with_arguments(const Expr& expr, Node node) {
    std::vector<std::uint32_t> linked;
    linked.reserve(expr.count);
    for (std::size_t i = 0; i < expr.count; ++i) {
      const auto argument = link(ast_.argument(expr, i));
      if (!argument) return argument;
      linked.push_back(*argument);
    }
    return add(node, linked);
  }

  std::uint32_t add(Node node, const std::vector<std::uint32_t>& arguments) {
    node.first = static_cast<std::uint32_t>(program_.arguments_.size());
    node.count = static_cast<std::uint32_t>(arguments.size());
    program_.arguments_.insert(program_.arguments_.end(), arguments.begin(), arguments.end());
    return add(node);
  }

  Linked call(const Expr& expr) {
    const Style style = expr.kind == ExprKind::method ? Style::method : Style::call;
    const Function* const function = function_named(expr.name, style, expr.count);
    if (function == nullptr) return constant(Value::of(Failure::no_such_overload));
    if (function->run == nullptr) return matches(expr);
    if (const auto compared = comparison(expr)) return *compared;
    return with_arguments(expr, {.op = Op::call, .function = function});
  }

  std::optional<std::uint32_t> comparison(const Expr& expr) {
    const auto found = std::ranges::find(comparisons, expr.name, [](const auto& pair) { return pair.first; });
    if (found == comparisons.end()) return std::nullopt;
    for (const std::size_t side : {0U, 1U}) {
      const ExprId id = ast_.argument(expr, side);
      const Expr& other = ast_.at(ast_.argument(expr, 1 - side));
      const auto meaning = meaning_of(ast_, id, environment_, locals_);
      if (!meaning || meaning->of != Meaning::Of::variable || other.kind != ExprKind::literal) continue;
      return add({.op = Op::compare,
                  .comparison = side == 0 ? found->second : turned(found->second),
                  .slot = static_cast<std::uint32_t>(meaning->variable),
                  .constant = other.value});
    }
    return std::nullopt;
  }

  Linked matches(const Expr& expr) {
    const Expr& pattern = ast_.at(ast_.argument(expr, 1));
    if (pattern.kind != ExprKind::literal || !pattern.value.is(Kind::text))
      return refuse(pattern.byte, "expected the pattern itself, a string literal");
    const std::string_view text = pattern.value.characters();
    if (text.size() > longest_pattern)
      return refuse(pattern.byte, fmt::format("expected a pattern of at most {} bytes", longest_pattern));
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(pattern_memory);
    auto compiled = std::make_unique<const re2::RE2>(re2::StringPiece(text.data(), text.size()), options);
    if (!compiled->ok())
      return refuse(pattern.byte, fmt::format("expected a regular expression of RE2: {}", compiled->error()));
    const auto target = link(ast_.argument(expr, 0));
    if (!target) return target;
    program_.patterns_.push_back(std::move(compiled));
    return add({.op = Op::matches, .slot = static_cast<std::uint32_t>(program_.patterns_.size() - 1)},
               {*target});
  }

  /// A list or map; one of constants is made here, once.
  Linked sequence(const Expr& expr, Op op) {
    auto linked = with_arguments(expr, {.op = op});
    if (!linked) return linked;
    const auto arguments = program_.arguments(program_.nodes_[*linked]);
    std::vector<Value> values;
    for (const std::uint32_t argument : arguments) {
      const Node& node = program_.nodes_[argument];
      if (node.op != Op::constant || node.constant.failed()) return linked;
      values.push_back(node.constant);
    }
    std::int64_t steps = 0;
    const auto fault = op == Op::map ? fault_of_entries(values, steps) : std::nullopt;
    if (fault) return constant(Value::of(*fault));
    const auto& kept = program_.sequences_.emplace_back(std::move(values));
    return constant(op == Op::map ? Value::map(kept) : Value::list(kept));
  }

  Linked macro(const Expr& expr) {
    const Macro& macro = ast_.macro(expr);
    const auto range = link(ast_.argument(expr, 0));
    if (!range) return range;
    Node node{.op = Op::macro, .macro = macro.kind, .two_variables = !macro.second.empty()};
    node.slot = static_cast<std::uint32_t>(locals_.size());
    if (++macros_ > deepest_macro)
      return refuse(expr.byte, fmt::format("expected at most {} macros in each other", deepest_macro));
    locals_.push_back(macro.first);
    if (node.two_variables) locals_.push_back(macro.second);
    std::vector<std::uint32_t> parts{*range};
    for (std::size_t i = 1; i < expr.count; ++i) {
      const auto part = link(ast_.argument(expr, i));
      if (!part) return part;
      parts.push_back(*part);
    }
    locals_.resize(node.slot);
    --macros_;
    return add(node, parts);
  }

  Ast ast_;
  const Environment& environment_;
  Program program_;
  std::vector<std::string_view> locals_;
  std::size_t macros_ = 0;
};

Compiled<Program> link(Ast ast, const Environment& environment) {
  return Linker(std::move(ast), environment).read();
}

}  // namespace sekisho::scoring::rules
