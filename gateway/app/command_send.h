#pragma once

#include <filesystem>
#include <vector>

#include <domain/ids.h>
#include <domain/result.h>

#include "app/command_context.h"

namespace sekisho::gateway {

struct SendArguments {
  std::filesystem::path config;
  HookId hook;
  std::vector<std::filesystem::path> files;
};

/// `sekisho send`: signs each file as the hook's vendor would, posts them one after the other to the running
/// gateway and prints `FILE STATUS BODY` for each. Nothing is sent unless every file can be read. True when
/// every answer is a 2xx.
[[nodiscard]] Result<bool> run_send(const SendArguments& arguments, const CommandContext& context);

}  // namespace sekisho::gateway
