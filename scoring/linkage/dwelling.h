#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <scoring/normal_address.h>

#include "reference/name_dictionary.h"

namespace sekisho::scoring {

/// Where in a lot: building, wing and room, in the spelling of comparisons.
struct Dwelling {
  std::string building;            ///< without what tells its wings apart; empty when none was named
  std::vector<std::string> wings;  ///< what does: the A of A棟, the 2 of メゾン2, in order
  std::string room;
  bool wing_of_room = false;  ///< a wing was named with the room: B-102
};

[[nodiscard]] Dwelling dwelling_of(const NormalAddress& address);
[[nodiscard]] Dwelling dwelling_of(std::string_view building_key, std::string_view room_key);

/// How two dwellings of one lot compare.
struct DwellingMatch {
  double similarity = 0;  ///< from link_threshold on it is one and the same
  std::vector<std::string_view> why;
};

/// Another room or wing is another place, and so is a room against none. A building's name may be left out,
/// shortened, or have its kanji in kana.
[[nodiscard]] DwellingMatch match_dwellings(const Dwelling& a, const Dwelling& b,
                                            const NameDictionary& dictionary);

}  // namespace sekisho::scoring
