#pragma once

#include <iosfwd>

#include <domain/random.h>
#include <domain/time.h>

#include "app/config.h"

namespace sekisho::gateway {

/// The outside world of a command.
struct CommandContext {
  const Clock& clock;
  Random& random;
  const Environment& environment;
  std::ostream& out;
  std::ostream& err;
};

}  // namespace sekisho::gateway
