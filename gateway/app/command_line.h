#pragma once

#include "app/command_context.h"

namespace sekisho::gateway {

/// Runs the command that the arguments name. Returns the process's exit code: 0 success, 1 failure, 2 wrong
/// usage.
[[nodiscard]] int run_command_line(int argc, const char* const* argv, const CommandContext& context);

}  // namespace sekisho::gateway
