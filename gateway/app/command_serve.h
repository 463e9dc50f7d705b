#pragma once

#include <filesystem>

#include <domain/result.h>

#include "app/command_context.h"

namespace sekisho::gateway {

/// `sekisho serve`: loads the configuration, logs its warnings and runs the gateway to its end. Returns the
/// process's exit code.
[[nodiscard]] Result<int> run_serve(const std::filesystem::path& config, const CommandContext& context);

}  // namespace sekisho::gateway
