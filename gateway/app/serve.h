#pragma once

#include "app/config.h"

namespace sekisho::gateway {

/// Runs the gateway until SIGTERM or SIGINT and drains it. Returns the process's exit code.
[[nodiscard]] int serve(const LoadedConfig& loaded);

}  // namespace sekisho::gateway
