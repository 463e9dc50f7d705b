#include "rules/conformance.h"

#include <cmath>
#include <deque>
#include <fstream>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <domain/crypto.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "rules/checker.h"
#include "rules/limits.h"
#include "rules/parser.h"
#include "rules/program.h"
#include "rules/source.h"

namespace sekisho::scoring::rules {
namespace {

using Json = nlohmann::json;

/// A case's values, and what they refer to.
class Values {
 public:
  Value read(const Json& json) {
    const std::string& kind = json.begin().key();
    const Json& value = json.begin().value();
    if (kind == "nullValue") return {};
    if (kind == "boolValue") return Value::of(value.get<bool>());
    if (kind == "int64Value") return Value::of(std::int64_t{std::stoll(value.get<std::string>())});
    if (kind == "uint64Value") return Value::of(std::uint64_t{std::stoull(value.get<std::string>())});
    if (kind == "doubleValue") return Value::of(real(value));
    if (kind == "stringValue") return Value::text(texts_.emplace_back(value.get<std::string>()));
    if (kind == "bytesValue")
      return Value::bytes(texts_.emplace_back(base64_decode(value.get<std::string>()).value()));
    if (kind == "typeValue") return Value::type(type_named(value.get<std::string>()).value());
    if (kind == "listValue") return Value::list(sequence(value.value("values", Json::array()), false));
    if (kind == "mapValue") return Value::map(sequence(value.value("entries", Json::array()), true));
    throw std::runtime_error("a value of kind " + kind);
  }

 private:
  static double real(const Json& value) {
    if (!value.is_string()) return value.get<double>();
    if (value == "Infinity") return std::numeric_limits<double>::infinity();
    if (value == "-Infinity") return -std::numeric_limits<double>::infinity();
    return std::numeric_limits<double>::quiet_NaN();
  }

  const std::vector<Value>& sequence(const Json& elements, bool entries) {
    std::vector<Value> values;
    for (const Json& element : elements) {
      if (entries) values.push_back(read(element["key"]));
      values.push_back(read(entries ? element["value"] : element));
    }
    return sequences_.emplace_back(std::move(values));
  }

  std::deque<std::string> texts_;
  std::deque<std::vector<Value>> sequences_;
};

/// Equal, and of one kind throughout: 1 is not 1u here. NaN is what NaN should be.
bool identical(const Value& left, const Value& right) {
  if (left.kind() != right.kind()) return false;
  if (left.is(Kind::real) && std::isnan(left.real())) return std::isnan(right.real());
  std::int64_t steps = 0;
  if (!left.is(Kind::list) && !left.is(Kind::map)) return equal(left, right, steps);
  const auto elements = left.elements();
  if (elements.size() != right.elements().size()) return false;
  if (left.is(Kind::list)) {
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (!identical(elements[i], right.elements()[i])) return false;
    }
    return true;
  }
  for (std::size_t i = 0; i < elements.size(); i += 2) {
    const Value* const other = find(right, elements[i], steps);
    if (other == nullptr || !identical(elements[i + 1], *other)) return false;
  }
  return true;
}

/// The specification's way to write a type, as ours.
std::optional<TypeId> type_from(const Json& json, TypePool& types) {
  const std::string& kind = json.begin().key();
  const Json& value = json.begin().value();
  if (kind == "dyn") return TypePool::plain(TypeKind::dyn);
  if (kind == "null") return TypePool::plain(TypeKind::null);
  if (kind == "listType") {
    const auto element = type_from(value["elemType"], types);
    return element ? std::optional(types.list(*element)) : std::nullopt;
  }
  if (kind == "mapType") {
    const auto key = type_from(value["keyType"], types);
    const auto mapped = type_from(value["valueType"], types);
    return key && mapped ? std::optional(types.map(*key, *mapped)) : std::nullopt;
  }
  if (kind != "primitive") return std::nullopt;
  static const std::map<std::string, TypeKind> primitives{
      {"BOOL", TypeKind::boolean}, {"INT64", TypeKind::integer}, {"UINT64", TypeKind::natural},
      {"DOUBLE", TypeKind::real},  {"STRING", TypeKind::text},   {"BYTES", TypeKind::bytes}};
  return TypePool::plain(primitives.at(value.get<std::string>()));
}

/// What a case declares and binds. Functions and containers are not ours: names stay unknown without them.
struct Scene {
  explicit Scene(const Json& test) : environment(declare(test)) {
    const Json bindings = test.value("bindings", Json::object());
    for (std::size_t i = 0; i < environment.size(); ++i) {
      const auto bound = bindings.find(environment.at(i).name);
      variables.push_back(bound == bindings.end() ? Value::of(Failure::unknown_name)
                                                  : values.read((*bound)["value"]));
    }
  }

  static Environment declare(const Json& test) {
    TypePool types;
    std::map<std::string, TypeId> named;
    for (const auto& [name, binding] : test.value("bindings", Json::object()).items())
      named[name] = TypePool::plain(TypeKind::dyn);
    for (const Json& declared : test.value("typeEnv", Json::array())) {
      if (!declared.contains("ident")) continue;
      if (const auto type = type_from(declared["ident"]["type"], types)) named[declared["name"]] = *type;
    }
    std::vector<Variable> variables;
    for (const auto& [name, type] : named)
      variables.push_back({.name = name, .type = type});
    return {std::move(variables), std::move(types)};
  }

  Values values;
  Environment environment;
  std::vector<Value> variables;
};

std::string shown(const Value& value) {
  if (value.failed()) return fmt::format("failure: {}", to_string(value.failure()));
  if (value.is(Kind::text)) return fmt::format("'{}'", value.characters());
  if (value.is(Kind::real)) return fmt::format("{}", value.real());
  return fmt::format("{} {}", cel_name(value.kind()), value.is(Kind::integer) ? value.integer() : 0);
}

/// Whether the value is what the case wants.
bool fits(const Json& test, const Value& value, Values& values) {
  if (test.contains("evalError")) return value.failed() && value.failure() != Failure::budget;
  if (test.contains("value")) return identical(value, values.read(test["value"]));
  return identical(value, values.read(test["typedResult"]["result"]));
}

/// Runs one case; the text says why it is refused or wrong.
std::pair<Verdict, std::string> run(const Json& test) {
  const auto text = test["expr"].get<std::string>();
  if (test.contains("container")) return {Verdict::refused, "containers are not part of the subset"};
  Scene scene(test);
  auto tree = parse(text);
  if (!tree) return {Verdict::refused, describe(text, tree.error())};
  if (!test.value("disableCheck", false)) {
    auto checked = check(*tree, scene.environment);
    if (!checked) return {Verdict::refused, describe(text, checked.error())};
    if (test.contains("typedResult")) {
      const auto wanted = type_from(test["typedResult"]["deducedType"], checked->types);
      const std::string deduced = checked->types.name(checked->type);
      if (!wanted || checked->types.name(*wanted) != deduced) return {Verdict::wrong, "of type " + deduced};
    }
    if (test.value("checkOnly", false)) return {Verdict::passed, {}};
  }
  auto program = link(*std::move(tree), scene.environment);
  if (!program) return {Verdict::refused, describe(text, program.error())};
  Workspace workspace(steps_per_rule);
  const Value value = program->evaluate(scene.variables, workspace);
  return {fits(test, value, scene.values) ? Verdict::passed : Verdict::wrong, shown(value)};
}

}  // namespace

std::vector<CaseResult> run_conformance() {
  std::ifstream file(SEKISHO_TEST_DATA "/cel/conformance.json");
  std::vector<CaseResult> results;
  for (const Json& test : Json::parse(file)["cases"]) {
    auto [verdict, said] = run(test);
    results.push_back({.section = test["section"],
                       .name = test["group"].get<std::string>() + "/" + test["name"].get<std::string>() +
                               ": " + test["expr"].get<std::string>(),
                       .verdict = verdict,
                       .said = std::move(said)});
  }
  return results;
}

std::string conformance_table(const std::vector<CaseResult>& results) {
  struct Count {
    int passed = 0;
    int refused = 0;
  };

  std::map<std::string, Count> sections;
  Count all;
  for (const CaseResult& result : results) {
    for (Count* count : {&sections[result.section], &all})
      ++(result.verdict == Verdict::passed ? count->passed : count->refused);
  }
  std::string table = "| section | passed | unsupported |\n| --- | ---: | ---: |\n";
  for (const auto& [section, count] : sections)
    table += fmt::format("| {} | {} | {} |\n", section, count.passed, count.refused);
  return table + fmt::format("| **all** | **{}** | **{}** |\n", all.passed, all.refused);
}

}  // namespace sekisho::scoring::rules
