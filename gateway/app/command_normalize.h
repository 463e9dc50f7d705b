#pragma once

#include <filesystem>
#include <iosfwd>

#include <domain/result.h>

#include "app/command_context.h"

namespace sekisho::gateway {

/// `sekisho normalize address`: reads an address a line and writes its parts, one JSON object a line, in the
/// same order; docs/normalize.md says what they mean. Every line in gives one line out, whatever bytes it
/// holds; a mark of byte order and carriage returns are left out. `data` is the folder of the shipped tables.
/// Fails when they cannot be loaded, or the output cannot be written.
[[nodiscard]] Result<void> run_normalize_address(const std::filesystem::path& data, std::istream& in,
                                                 const CommandContext& context);

}  // namespace sekisho::gateway
