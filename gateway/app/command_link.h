#pragma once

#include <filesystem>
#include <iosfwd>

#include <domain/result.h>

#include "app/command_context.h"

namespace sekisho::gateway {

/// `sekisho link`: answers each line of `in`, `{"kind":"address|name|phone|email","a":…,"b":…}`, with a line
/// `{"same":…,"similarity":…,"why":[…]}`, in order; a faulty line, a blank one too, with `{"error":…}`.
/// `data` is the folder of the shipped tables. False when a line was faulty. Fails when the tables cannot be
/// loaded, or the output cannot be written.
[[nodiscard]] Result<bool> run_link(std::istream& in, const std::filesystem::path& data,
                                    const CommandContext& context);

}  // namespace sekisho::gateway
