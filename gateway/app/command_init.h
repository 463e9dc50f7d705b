#pragma once

#include <filesystem>

#include <domain/result.h>

#include "app/command_context.h"

namespace sekisho::gateway {

/// `sekisho init DIR`: makes an installation's directory with all that `serve` needs and prints the next
/// steps. The configuration is written last: where it is, everything is. What a failed run has made is
/// removed.
[[nodiscard]] Result<void> run_init(const std::filesystem::path& directory, const CommandContext& context);

}  // namespace sekisho::gateway
