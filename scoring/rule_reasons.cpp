#include "rule_reasons.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include <domain/enum_names.h>
#include <fmt/format.h>

namespace sekisho::scoring {
namespace {

constexpr std::string_view unavailable_code = "rules.unavailable";

constexpr std::array<std::pair<Verdict, std::string_view>, 4> verdicts_ja{{{Verdict::approve, "承認"},
                                                                           {Verdict::challenge, "本人確認"},
                                                                           {Verdict::review, "目視確認"},
                                                                           {Verdict::reject, "拒否"}}};

Reason reason_of(const Rule& rule) {
  if (const auto* points = std::get_if<Tenths>(&rule.effect)) {
    return {.code = rule.reason,
            .contribution = *points,
            .detail = fmt::format("ルール「{}」に当てはまります", rule.id),
            .detail_en = fmt::format("rule '{}' holds", rule.id)};
  }
  const auto verdict = std::get<Verdict>(rule.effect);
  return {.code = rule.reason,
          .contribution = 0,
          .detail =
              fmt::format("ルール「{}」に当てはまります（判定: {}）", rule.id, name_of(verdicts_ja, verdict)),
          .detail_en = fmt::format("rule '{}' holds (verdict: {})", rule.id, to_string(verdict))};
}

Reason unavailable(const Rule& rule) {
  return {.code = std::string(unavailable_code),
          .contribution = 0,
          .detail = fmt::format("ルール「{}」を評価できないため、人の判断が必要です", rule.id),
          .detail_en = fmt::format("rule '{}' cannot be evaluated: a person has to judge", rule.id)};
}

}  // namespace

std::vector<Reason> reasons_of(const rules::Findings& findings, std::span<const Rule> rules) {
  std::vector<Reason> reasons;
  reasons.reserve(findings.live.size() + findings.unknown.size());
  for (const std::size_t i : findings.live)
    reasons.push_back(reason_of(rules[i]));
  for (const std::size_t i : findings.unknown)
    reasons.push_back(unavailable(rules[i]));
  return reasons;
}

Verdict verdict_after(const rules::Findings& findings, std::span<const Rule> rules, Verdict by_score) {
  if (!findings.unknown.empty()) return Verdict::review;
  std::optional<Verdict> strictest;
  for (const std::size_t i : findings.live) {
    const auto* verdict = std::get_if<Verdict>(&rules[i].effect);
    if (verdict != nullptr) strictest = std::max(strictest.value_or(*verdict), *verdict);
  }
  if (!strictest) return by_score;
  return *strictest == Verdict::approve ? Verdict::approve : std::max(*strictest, by_score);
}

}  // namespace sekisho::scoring
