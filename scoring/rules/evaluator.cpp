#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <re2/re2.h>

#include "rules/limits.h"
#include "rules/map_entries.h"
#include "rules/program.h"

namespace sekisho::scoring::rules {
namespace {

Value failed(Failure failure) {
  return Value::of(failure);
}

bool holds(Comparison comparison, Order order) {
  switch (comparison) {
    case Comparison::equal:
      return order == Order::same;
    case Comparison::different:
      return order != Order::same;
    case Comparison::less:
      return order == Order::less;
    case Comparison::at_most:
      return order == Order::less || order == Order::same;
    case Comparison::greater:
      return order == Order::greater;
    case Comparison::at_least:
      return order == Order::greater || order == Order::same;
  }
  return false;
}

}  // namespace

Program::Program() = default;
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;
Program::~Program() = default;

/// One evaluation of one program.
class Evaluation {
 public:
  Evaluation(const Program& program, std::span<const Value> variables, Workspace& workspace)
      : program_(program), variables_(variables), workspace_(workspace) {}

  Value run(std::uint32_t id) {
    if (!workspace_.spend(1)) return failed(Failure::budget);
    const Node& node = program_.nodes_[id];
    switch (node.op) {
      case Op::constant:
        return node.constant;
      case Op::variable:
        return variables_[node.slot];
      case Op::has_variable:
        return Value::of(!variables_[node.slot].failed());
      case Op::compare:
        return compare(node);
      case Op::local:
        return locals_[node.slot];
      case Op::all_of:
        return logical(node, false);
      case Op::any_of:
        return logical(node, true);
      case Op::conditional:
        return conditional(node);
      case Op::call:
        return call(node);
      case Op::matches:
        return matches(node);
      case Op::member:
      case Op::has_member:
        return member(node);
      case Op::list:
      case Op::map:
        return sequence(node);
      case Op::macro:
        break;
    }
    return macro(node);
  }

 private:
  [[nodiscard]] Value compare(const Node& node) const {
    const Value& value = variables_[node.slot];
    const Value& constant = node.constant;
    if (value.failed()) return value;
    const bool equality = node.comparison == Comparison::equal || node.comparison == Comparison::different;
    if (value.is(Kind::integer) && constant.is(Kind::integer)) {
      const auto order = value.integer() <=> constant.integer();
      return Value::of(holds(node.comparison, order < 0   ? Order::less
                                              : order > 0 ? Order::greater
                                                          : Order::same));
    }
    if (!equality) {
      if (!comparable(value.kind(), constant.kind())) return failed(Failure::no_such_overload);
      return Value::of(holds(node.comparison, order(value, constant)));
    }
    const bool same = value.is(Kind::text) && constant.is(Kind::text)
                          ? value.characters() == constant.characters()
                          : equal_values(value, constant);
    return Value::of(same == (node.comparison == Comparison::equal));
  }

  static bool equal_values(const Value& left, const Value& right) {
    std::int64_t steps = 0;  // a literal is no list: this is one step, which run() counted
    return equal(left, right, steps);
  }

  /// `&&` and `||`: a side that decides decides, whatever failed before or after it. `deciding` is that
  /// side's value.
  Value logical(const Node& node, bool deciding) {
    std::optional<Value> failure;
    for (const std::uint32_t side : program_.arguments(node)) {
      const Value value = run(side);
      if (value.is(Kind::boolean)) {
        if (value.flag() == deciding) return value;
      } else if (!failure) {
        failure = value.failed() ? value : failed(Failure::no_such_overload);
      }
    }
    return failure ? *failure : Value::of(!deciding);
  }

  Value conditional(const Node& node) {
    const auto parts = program_.arguments(node);
    const Value condition = run(parts[0]);
    if (condition.failed()) return condition;
    if (!condition.is(Kind::boolean)) return failed(Failure::no_such_overload);
    return run(parts[condition.flag() ? 1 : 2]);
  }

  Value call(const Node& node) {
    std::array<Value, 2> values;
    const auto arguments = program_.arguments(node);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      values[i] = run(arguments[i]);
      if (values[i].failed()) return values[i];
    }
    return node.function->run(std::span(values).first(arguments.size()), workspace_);
  }

  Value matches(const Node& node) {
    const Value target = run(program_.arguments(node).front());
    if (target.failed()) return target;
    if (!target.is(Kind::text)) return failed(Failure::no_such_overload);
    const auto text = target.characters();
    const re2::RE2& pattern = *program_.patterns_[node.slot];
    // What RE2 does at worst, when the states of its automaton don't fit into its memory.
    constexpr std::int64_t states_per_step = 256;
    const auto work = static_cast<std::int64_t>(text.size()) * pattern.ProgramSize() / states_per_step;
    if (!workspace_.spend(work)) return failed(Failure::budget);
    return Value::of(re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern));
  }

  Value member(const Node& node) {
    const Value of = run(program_.arguments(node).front());
    if (of.failed()) return of;
    if (!of.is(Kind::map)) return failed(Failure::no_such_overload);
    std::int64_t steps = 0;
    const Value* const found = find(of, node.constant, steps);
    workspace_.spend(steps);
    if (node.op == Op::has_member) return Value::of(found != nullptr);
    return found == nullptr ? failed(Failure::no_such_key) : *found;
  }

  Value sequence(const Node& node) {
    const auto arguments = program_.arguments(node);
    const auto values = workspace_.values(arguments.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = run(arguments[i]);
      if (values[i].failed()) return values[i];
    }
    if (workspace_.exhausted()) return failed(Failure::budget);
    return node.op == Op::list ? Value::list(values) : checked_map(values);
  }

  Value checked_map(std::span<const Value> entries) {
    std::int64_t steps = 0;
    const auto fault = fault_of_entries(entries, steps);
    workspace_.spend(steps);
    return fault ? failed(*fault) : Value::map(entries);
  }

  /// A macro's range, and how to give its elements to the variables.
  struct Range {
    Value over;
    std::size_t step;  ///< 2 in a map: key, value

    [[nodiscard]] std::size_t size() const { return over.elements().size() / step; }
  };

  void give(const Node& node, const Range& range, std::size_t i) {
    const auto elements = range.over.elements();
    if (!node.two_variables) {
      locals_[node.slot] = elements[i * range.step];
      return;
    }
    locals_[node.slot] = range.step == 2 ? elements[i * 2] : Value::of(static_cast<std::int64_t>(i));
    locals_[node.slot + 1] = elements[i * range.step + range.step - 1];
  }

  Value macro(const Node& node) {
    const Value over = run(program_.arguments(node).front());
    if (over.failed()) return over;
    if (!over.is(Kind::list) && !over.is(Kind::map)) return failed(Failure::no_such_overload);
    const Range range{.over = over, .step = over.is(Kind::map) ? 2U : 1U};
    switch (node.macro) {
      case MacroKind::all:
        return quantified(node, range, false);
      case MacroKind::exists:
        return quantified(node, range, true);
      case MacroKind::exists_one:
        return exactly_one(node, range);
      case MacroKind::filter:
        return filtered(node, range);
      default:
        return transformed(node, range);
    }
  }

  /// As `&&` over all elements, or as `||`.
  Value quantified(const Node& node, const Range& range, bool deciding) {
    const std::uint32_t body = program_.arguments(node)[1];
    std::optional<Value> failure;
    for (std::size_t i = 0; i < range.size() && !workspace_.exhausted(); ++i) {
      give(node, range, i);
      const Value value = run(body);
      if (value.is(Kind::boolean)) {
        if (value.flag() == deciding) return value;
      } else if (!failure) {
        failure = value.failed() ? value : failed(Failure::no_such_overload);
      }
    }
    if (workspace_.exhausted()) return failed(Failure::budget);
    return failure ? *failure : Value::of(!deciding);
  }

  /// The predicate's value for the element that the variables have; a failure when it is no bool.
  Value predicate(std::uint32_t id) {
    const Value value = run(id);
    return value.failed() || value.is(Kind::boolean) ? value : failed(Failure::no_such_overload);
  }

  Value exactly_one(const Node& node, const Range& range) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < range.size(); ++i) {
      give(node, range, i);
      const Value holds = predicate(program_.arguments(node)[1]);
      if (holds.failed()) return holds;
      if (holds.flag()) ++count;
    }
    return Value::of(count == 1);
  }

  Value filtered(const Node& node, const Range& range) {
    const auto kept = workspace_.values(range.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < kept.size(); ++i) {
      give(node, range, i);
      const Value holds = predicate(program_.arguments(node)[1]);
      if (holds.failed()) return holds;
      if (holds.flag()) kept[count++] = locals_[node.slot];
    }
    return workspace_.exhausted() ? failed(Failure::budget) : Value::list(kept.first(count));
  }

  Value transformed(const Node& node, const Range& range) {
    const auto parts = program_.arguments(node);
    const bool to_map = node.macro == MacroKind::transform_map;
    const auto made = workspace_.values(range.size() * (to_map ? 2 : 1));
    if (workspace_.exhausted()) return failed(Failure::budget);
    std::size_t count = 0;
    for (std::size_t i = 0; i < range.size(); ++i) {
      give(node, range, i);
      const Value kept = parts.size() == 3 ? predicate(parts[2]) : Value::of(true);
      if (kept.failed()) return kept;
      if (!kept.flag()) continue;
      const Value value = run(parts[1]);
      if (value.failed()) return value;
      if (to_map) made[count++] = locals_[node.slot];
      made[count++] = value;
    }
    return to_map ? Value::map(made.first(count)) : Value::list(made.first(count));
  }

  const Program& program_;
  std::span<const Value> variables_;
  Workspace& workspace_;
  std::array<Value, 2 * deepest_macro> locals_;
};

Value Program::evaluate(std::span<const Value> variables, Workspace& workspace) const {
  const Value value =
      Evaluation(*this, variables, workspace).run(static_cast<std::uint32_t>(nodes_.size() - 1));
  return workspace.exhausted() ? Value::of(Failure::budget) : value;
}

}  // namespace sekisho::scoring::rules
