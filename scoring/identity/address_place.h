#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <scoring/normal_address.h>

#include "identity/address_text.h"
#include "reference/address_book.h"
#include "reference/postal_codes.h"

namespace sekisho::scoring {

/// How far the place of an address was read.
struct AddressPlace {
  std::string_view prefecture;              ///< official; empty where unknown
  std::optional<AddressBook::CityId> city;  ///< nothing too where its name is ambiguous
  std::string_view city_name;               ///< official; without the ward where that is not known
  std::optional<AddressBook::TownId> town;
  std::size_t end = 0;  ///< the first symbol after it
  std::vector<AddressNote> notes;
};

/// What else is known of the place.
struct AddressHints {
  std::string_view prefecture;             ///< official, from a field of its own; may be empty
  std::vector<PostalCodes::Place> postal;  ///< where the postal code lies; empty: none was given
};

/// Reads prefecture, city and town from symbol `begin` on, by trying every way of dividing what was typed and
/// keeping the one that explains most of it.
[[nodiscard]] AddressPlace read_place(const AddressBook& book, const AddressText& text, std::size_t begin,
                                      const AddressHints& hints);

}  // namespace sekisho::scoring
