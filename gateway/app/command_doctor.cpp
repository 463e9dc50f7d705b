#include "app/command_doctor.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "app/doctor_checks.h"

namespace sekisho::gateway {
namespace {

std::string_view word(Health health) {
  if (health == Health::ok) return "ok";
  return health == Health::warn ? "warn" : "fail";
}

Findings examine(const LoadedConfig& loaded, const CommandContext& context) {
  const Config& config = loaded.config;
  Findings all;
  for (const Findings& found :
       {check_configuration(loaded), check_listeners(config), check_data(config), check_master_key(config),
        check_operator_token(config), check_certificates(config, context.clock),
        check_storage(config, context), check_clock(config, context.clock)}) {
    all.insert(all.end(), found.begin(), found.end());
  }
  return all;
}

/// A configuration that does not load: one finding a line of the error.
Findings faults_of(std::string_view detail) {
  Findings findings;
  while (!detail.empty()) {
    const std::size_t end = std::min(detail.find('\n'), detail.size());
    findings.push_back({Health::fail, "configuration", std::string{detail.substr(0, end)},
                        "mend it, then run doctor again"});
    detail.remove_prefix(std::min(end + 1, detail.size()));
  }
  return findings;
}

}  // namespace

bool run_doctor(const std::filesystem::path& config, const CommandContext& context) {
  const auto loaded = load_config(config, context.environment);
  const Findings findings = loaded ? examine(*loaded, context) : faults_of(loaded.error().detail);
  for (const Finding& finding : findings) {
    const std::string mend = finding.mend.empty() ? "" : " — " + finding.mend;
    context.out << fmt::format("{:<5} {}: {}{}\n", word(finding.health), finding.what, finding.finding, mend);
  }
  return std::ranges::none_of(findings, [](const Finding& f) { return f.health == Health::fail; });
}

}  // namespace sekisho::gateway
