#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/command_context.h"
#include "app/config.h"

namespace sekisho::gateway {

enum class Health { ok, warn, fail };

/// What one check found, and how to mend it: empty when all is well, or when the finding says it.
struct Finding {
  Health health = Health::ok;
  std::string_view what;
  std::string finding;
  std::string mend = {};
};

using Findings = std::vector<Finding>;

// Each check looks at one part of an installation and returns at least one finding.

[[nodiscard]] Findings check_configuration(const LoadedConfig& loaded);
[[nodiscard]] Findings check_listeners(const Config& config);
[[nodiscard]] Findings check_data(const Config& config);
[[nodiscard]] Findings check_master_key(const Config& config);
[[nodiscard]] Findings check_operator_token(const Config& config);
[[nodiscard]] Findings check_certificates(const Config& config, const Clock& clock);
/// Opens the store if nobody holds it, otherwise asks the gateway that does.
[[nodiscard]] Findings check_storage(const Config& config, const CommandContext& context);
/// The clock against what it left behind: it cannot be before the database's last change.
[[nodiscard]] Findings check_clock(const Config& config, const Clock& clock);

}  // namespace sekisho::gateway
