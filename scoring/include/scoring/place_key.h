#pragma once

#include <string>

#include <domain/contact.h>
#include <scoring/reference_data.h>

namespace sekisho::scoring {

/// What a place is recognised by, whatever its spelling. Personal data: it leaves memory only as a keyed
/// hash.
struct PlaceKey {
  std::string lot;  ///< `東京都新宿区大久保2-7-5`; without a lot the town alone; empty when there is no city
  bool has_lot = false;  ///< `lot` names one lot and not a whole town
  std::string building;  ///< empty when none was typed
  std::string room;      ///< likewise
  bool operator==(const PlaceKey&) const = default;
};

/// Reads a contact's address fields. Pure, and safe to call from many threads over one `data`.
[[nodiscard]] PlaceKey place_key(const ReferenceData& data, const Contact& contact);

}  // namespace sekisho::scoring
