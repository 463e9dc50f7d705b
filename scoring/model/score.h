#pragma once

#include <vector>

#include <domain/assessment.h>

#include "model/explanation.h"

namespace sekisho::scoring {

/// A base and what was added to it.
struct Score {
  Tenths value = 0;             ///< 0 to 1000
  std::vector<Reason> reasons;  ///< largest contribution first; base and contributions add up to the value
};

/// The base and all contributions, brought within 0–1000. What that takes away or adds is a reason of its
/// own, `score.bounds`, in the words of `bounds`.
[[nodiscard]] Score sum_up(Tenths base, std::vector<Reason> reasons, const Word& bounds);

}  // namespace sekisho::scoring
