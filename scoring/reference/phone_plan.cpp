#include "reference/phone_plan.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <re2/re2.h>

#include "json/object_reader.h"

namespace sekisho::scoring {
namespace {

constexpr std::array<std::string_view, 6> kinds = {"mobile",    "fixed", "ip_phone",
                                                   "toll_free", "m2m",   "other"};

}  // namespace

struct PhonePlan::Entry {
  std::string_view kind;  // one of `kinds`
  std::unique_ptr<const re2::RE2> pattern;
};

PhonePlan::PhonePlan() = default;
PhonePlan::PhonePlan(PhonePlan&&) noexcept = default;
PhonePlan& PhonePlan::operator=(PhonePlan&&) noexcept = default;
PhonePlan::~PhonePlan() = default;

Result<PhonePlan> PhonePlan::parse(std::string_view json) {
  auto document = parse_json_object(json);
  if (!document)
    return fail(ErrorKind::invalid, "phone-jp.json: " + document.error().detail, document.error().faults);
  std::vector<Fault> faults;
  ObjectReader top(*document, "", faults);
  PhonePlan plan;
  const nlohmann::json* entries = top.required_array("plan");
  for (std::size_t i = 0; entries != nullptr && i < entries->size(); ++i) {
    ObjectReader entry((*entries)[i], fmt::format("/plan/{}", i), faults);
    const std::string kind = entry.required_text("kind").value_or("");
    auto pattern =
        std::make_unique<const re2::RE2>(entry.required_text("pattern").value_or(""), re2::RE2::Quiet);
    const auto known = std::ranges::find(kinds, kind);
    if (known == kinds.end()) {
      entry.fault("kind", "not a kind of phone number");
    } else if (!pattern->ok()) {
      entry.fault("pattern", "not a regular expression");
    } else {
      plan.entries_.push_back({.kind = *known, .pattern = std::move(pattern)});
    }
  }
  if (!faults.empty())
    return fail(ErrorKind::invalid, "phone-jp.json is not a numbering plan", std::move(faults));
  return plan;
}

std::string_view PhonePlan::kind_of(std::string_view national) const {
  const auto matches = [&](const Entry& entry) { return re2::RE2::FullMatch(national, *entry.pattern); };
  const auto found = std::ranges::find_if(entries_, matches);
  return found == entries_.end() ? std::string_view("invalid") : found->kind;
}

}  // namespace sekisho::scoring
