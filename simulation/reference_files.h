#pragma once

#include <simulation/population.h>

#include "dice.h"
#include "stage.h"

namespace sekisho::simulation {

/// What data sellers and lists know of this stage: most of it, some of it wrong, and much else.
[[nodiscard]] ReferenceFiles reference_files_of(const Stage& stage, Dice& dice);

}  // namespace sekisho::simulation
