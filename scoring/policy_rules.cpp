#include "policy_rules.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <domain/enum_names.h>
#include <domain/time.h>
#include <fmt/format.h>

#include "json/object_reader.h"
#include "rules/rule_compiler.h"

namespace sekisho::scoring {
namespace {

using Json = nlohmann::json;

constexpr std::size_t most_rules = 200;
constexpr std::size_t longest_name = 64;
constexpr Tenths most_points = 1000;

constexpr std::array<std::pair<RuleMode, std::string_view>, 2> modes{
    {{RuleMode::live, "live"}, {RuleMode::shadow, "shadow"}}};

bool is_lower(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_id(std::string_view text) {
  const auto allowed = [](char c) { return is_lower(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '.'; };
  return !text.empty() && text.size() <= longest_name && std::ranges::all_of(text, allowed);
}

/// `phone.unreachable`: words with dots between them, the first one beginning with a letter.
bool is_code(std::string_view text) {
  if (text.empty() || text.size() > longest_name || text.front() < 'a' || text.front() > 'z') return false;
  const auto allowed = [](char c) { return is_lower(c) || c == '.'; };
  return text.back() != '.' && !text.contains("..") && std::ranges::all_of(text, allowed);
}

/// What the engine says in its own name.
bool is_reserved(std::string_view code) {
  return code.starts_with("score.") || code.starts_with("rules.");
}

class RuleReader {
 public:
  RuleReader(const Json& value, std::string pointer, std::vector<Fault>& faults)
      : reader_(value, std::move(pointer), faults) {}

  Rule read(std::set<std::string, std::less<>>& ids) {
    read_id(ids);
    if (auto when = reader_.required_text("when")) rule_.when = *std::move(when);
    read_effect();
    read_reason();
    read_mode();
    rule_.from = read_time("from");
    rule_.until = read_time("until");
    if (rule_.from && rule_.until && *rule_.until <= *rule_.from)
      reader_.fault("until", "must be after from");
    reader_.refuse_others();
    return std::move(rule_);
  }

 private:
  void read_id(std::set<std::string, std::less<>>& ids) {
    auto id = reader_.required_text("id");
    if (!id) return;
    if (!is_id(*id)) {
      reader_.fault("id", "must be 1 to 64 of A-Z a-z 0-9 _ - .");
    } else if (!ids.insert(*id).second) {
      reader_.fault("id", "is another rule's id already");
    }
    rule_.id = *std::move(id);
  }

  void read_effect() {
    const Json* const points = reader_.find("points");
    const Json* const verdict = reader_.find("verdict");
    if ((points == nullptr) == (verdict == nullptr)) {
      reader_.fault_of_all("must have either points or a verdict");
    } else if (points != nullptr) {
      read_points(*points);
    } else {
      const auto named =
          verdict->is_string() ? verdict_from(verdict->get_ref<const std::string&>()) : std::nullopt;
      if (named) rule_.effect = *named;
      if (!named) reader_.fault("verdict", R"(must be "approve", "challenge", "review" or "reject")");
    }
  }

  void read_points(const Json& value) {
    const auto tenths = read_tenths(value);
    if (tenths && *tenths >= -most_points && *tenths <= most_points) {
      rule_.effect = *tenths;
    } else {
      reader_.fault("points", "must be a number from -100 to 100 with at most one decimal");
    }
  }

  void read_reason() {
    auto reason = reader_.required_text("reason");
    if (!reason) return;
    if (!is_code(*reason)) {
      reader_.fault("reason",
                    R"(must be a code such as "phone.unreachable": a-z 0-9 _ and dots, at most 64)");
    } else if (is_reserved(*reason)) {
      reader_.fault("reason", "must not begin with score. or rules., which are the gateway's own");
    }
    rule_.reason = *std::move(reason);
  }

  void read_mode() {
    const Json* const value = reader_.find("mode");
    if (value == nullptr) return;
    const auto mode = value->is_string() ? named(modes, value->get_ref<const std::string&>()) : std::nullopt;
    if (mode) rule_.mode = *mode;
    if (!mode) reader_.fault("mode", R"(must be "live" or "shadow")");
  }

  std::optional<Timestamp> read_time(std::string_view name) {
    const Json* const value = reader_.find(name);
    if (value == nullptr) return std::nullopt;
    const auto at = value->is_string() ? parse_rfc3339(value->get_ref<const std::string&>()) : std::nullopt;
    if (!at) reader_.fault(name, "must be an RFC 3339 time such as \"2026-12-01T00:00:00+09:00\"");
    return at;
  }

  ObjectReader reader_;
  Rule rule_;
};

// 25 as 25 and 25.5 as 25.5: the document shows what was sent.
void write_points(JsonWriter& out, Tenths tenths) {
  if (tenths % 10 == 0) {
    out.value(tenths / 10);
  } else {
    out.tenths(tenths);
  }
}

}  // namespace

std::vector<Rule> read_rules(const Json& value, std::vector<Fault>& faults) {
  std::vector<Rule> rules;
  if (!value.is_array() || value.size() > most_rules) {
    faults.push_back(
        {.pointer = "/rules", .detail = fmt::format("must be a list of at most {} rules", most_rules)});
    return rules;
  }
  std::set<std::string, std::less<>> ids;
  for (std::size_t i = 0; i < value.size(); ++i)
    rules.push_back(RuleReader(value[i], fmt::format("/rules/{}", i), faults).read(ids));
  return rules;
}

std::vector<Fault> faults_of_conditions(std::span<const Rule> rules) {
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (rules[i].when.empty()) continue;  // its absence is a fault already
    auto compiled = rules::compile_condition(rules[i].when);
    if (compiled) continue;
    compiled.error().pointer = fmt::format("/rules/{}/when", i);
    faults.push_back(std::move(compiled.error()));
  }
  return faults;
}

void write_rules(JsonWriter& out, std::span<const Rule> rules) {
  out.begin_array();
  for (const Rule& rule : rules) {
    out.begin_object().member("id", rule.id).member("when", rule.when);
    if (const auto* points = std::get_if<Tenths>(&rule.effect)) {
      out.key("points");
      write_points(out, *points);
    } else {
      out.member("verdict", to_string(std::get<Verdict>(rule.effect)));
    }
    out.member("reason", rule.reason).member("mode", name_of(modes, rule.mode));
    if (rule.from) out.member("from", format_rfc3339(*rule.from));
    if (rule.until) out.member("until", format_rfc3339(*rule.until));
    out.end_object();
  }
  out.end_array();
}

}  // namespace sekisho::scoring
