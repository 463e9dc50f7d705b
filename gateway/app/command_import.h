#pragma once

#include <filesystem>
#include <string>

#include <domain/result.h>

#include "app/command_context.h"
#include "reference/reference_kind.h"

namespace sekisho::gateway {

struct ImportArguments {
  std::filesystem::path config;
  ReferenceKind kind = ReferenceKind::phone_reachability;
  std::filesystem::path file;
  std::string encoding;
};

/// `sekisho import`: replaces one reference data set and prints which version is in force. A gateway that
/// runs on the store loads it before this returns; otherwise the next start does. On failure the set before
/// stays, and the error names every faulty line.
[[nodiscard]] Result<void> run_import(const ImportArguments& arguments, const CommandContext& context);

}  // namespace sekisho::gateway
