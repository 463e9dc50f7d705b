#include <utility>

#include <scoring/normal_address.h>
#include <scoring/place_key.h>

namespace sekisho::scoring {

PlaceKey place_key(const ReferenceData& data, const Contact& contact) {
  NormalAddress address = normalize_address(data, {.postal_code = contact.postal_code,
                                                   .prefecture = contact.prefecture,
                                                   .address = contact.address,
                                                   .building = contact.building});
  const bool has_lot = address.level == AddressLevel::block;
  return {.lot = std::move(address.key),
          .has_lot = has_lot,
          .building = std::move(address.building_key),
          .room = std::move(address.room_key)};
}

}  // namespace sekisho::scoring
