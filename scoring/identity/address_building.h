#pragma once

#include <string>
#include <string_view>

#include "identity/address_text.h"

namespace sekisho::scoring {

/// A building and a room in it, as typed, and as they are compared.
struct AddressBuilding {
  std::u32string name;
  std::u32string room;
  std::u32string name_key;  ///< no spaces, one kana, マンション and ビル in one form
  std::u32string room_key;
};

/// Reads what follows the lot. `room` is what the chain of numbers already held, and may be empty.
[[nodiscard]] AddressBuilding read_building(std::u32string_view typed, std::u32string room,
                                            const PlaceLetters& letters);

}  // namespace sekisho::scoring
