#include "app/serve.h"

#include <cstdlib>
#include <iostream>

#include "app/gateway.h"
#include "app/system.h"

namespace sekisho::gateway {

int serve(const LoadedConfig& loaded) {
  Log log(loaded.config.runtime.log_level);
  const SystemClock clock;
  SystemRandom random;
  const auto gateway = Gateway::open(loaded.config, clock, random, log);
  if (!gateway) {
    std::cerr << "sekisho: " << gateway.error().detail << '\n';
    return EXIT_FAILURE;
  }
  (*gateway)->run();
  log.flush();
  return EXIT_SUCCESS;
}

}  // namespace sekisho::gateway
