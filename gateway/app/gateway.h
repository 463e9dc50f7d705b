#pragma once

#include <memory>

#include <domain/random.h>
#include <domain/time.h>

#include "app/config.h"
#include "observe/log.h"

namespace sekisho::gateway {

/// The whole gateway, put together: the only place that knows all parts. Construction order is dependency
/// order; destruction runs it backwards.
class Gateway {
 public:
  /// Opens the store, rebuilds what lives in memory and binds all listeners; nothing is accepted yet. Fails
  /// with one line that says what to mend.
  [[nodiscard]] static Result<std::unique_ptr<Gateway>> open(const Config& config, const Clock& clock,
                                                             Random& random, Log& log);
  ~Gateway();

  /// Serves until SIGTERM or SIGINT, then drains: stops accepting, answers what is in flight, finishes
  /// running attempts. SIGHUP reloads certificates and the log level. Returns when nothing is left to do.
  void run();

 private:
  struct Parts;
  explicit Gateway(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace sekisho::gateway
