#pragma once

#include <scoring/engine.h>

namespace sekisho::testing {

/// The shipped scorecard and number plan over the beginnings of the large tables: all signals work, and a
/// test process starts in no time. Loaded once.
[[nodiscard]] const scoring::Engine& small_engine();

}  // namespace sekisho::testing
