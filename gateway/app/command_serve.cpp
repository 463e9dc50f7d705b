#include "app/command_serve.h"

#include "app/serve.h"
#include "observe/log.h"

namespace sekisho::gateway {

Result<int> run_serve(const std::filesystem::path& config, const CommandContext& context) {
  const auto loaded = load_config(config, context.environment);
  if (!loaded) return std::unexpected(loaded.error());
  const Log log{loaded->config.runtime.log_level};
  for (const std::string& warning : loaded->warnings)
    log.warning("configuration", {{"detail", warning}});
  return serve(*loaded);
}

}  // namespace sekisho::gateway
