#pragma once

#include <vector>

#include "desk/job.h"

namespace sekisho::gateway {

/// Takes out of the jobs those that must wait for others before them, and returns them in order: what is left
/// can be decided on one reading of the store and committed together. A repeat of an event waits for the
/// first; what makes or changes an order waits for everything before it in the same conversation or of the
/// same order.
[[nodiscard]] std::vector<Job> put_off_dependents(std::vector<Job>& jobs);

}  // namespace sekisho::gateway
