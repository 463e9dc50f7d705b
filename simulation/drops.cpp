#include "drops.h"

#include <array>

#include "vocabulary.h"

namespace sekisho::simulation {

Place draw_drop(Stage& stage, Dice& dice) {
  constexpr std::array<double, 3> weights{40, 25, 35};
  const std::size_t kind = dice.weighted(weights);
  Place place = draw_apartment(stage.world, dice);
  if (kind == 0) stage.note_vacant(place, false);
  if (kind == 1) {
    place.building =
        replaced(std::string{dice.pick(vocabulary::weekly_mansion_names())}, "%", place.town.town);
    stage.note_forwarder(place, "weekly_apartment");
  }
  return place;
}

}  // namespace sekisho::simulation
