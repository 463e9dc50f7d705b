#pragma once

#include "dice.h"
#include "stage.h"

namespace sekisho::simulation {

/// Where stolen goods are taken in: a vacant room's letter box, a weekly apartment, somebody's home who does
/// it for money.
[[nodiscard]] Place draw_drop(Stage& stage, Dice& dice);

}  // namespace sekisho::simulation
