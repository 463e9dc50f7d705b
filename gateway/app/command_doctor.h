#pragma once

#include <filesystem>

#include "app/command_context.h"

namespace sekisho::gateway {

/// `sekisho doctor`: looks at every part of an installation and prints one line a check, `ok`, `warn` or
/// `fail`, with what was found and how to mend it. True when nothing failed.
[[nodiscard]] bool run_doctor(const std::filesystem::path& config, const CommandContext& context);

}  // namespace sekisho::gateway
