#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include <domain/time.h>
#include <scoring/identifiers.h>
#include <scoring/place_key.h>
#include <scoring/reference_facts.h>
#include <storage/keyed_file.h>

/// What stands in the payload of a keyed record, by kind, and by which key it is found: the one place that
/// import and look-up share. Keys belong to the installation, not to a merchant.
namespace sekisho::gateway {

/// A few bits of a building's keyed hash: enough to tell the buildings of one lot apart. 0: no building.
using BuildingTag = std::uint32_t;

struct PhoneRecord {
  std::optional<std::chrono::sys_days> checked_on;
  std::uint64_t line = 0;  ///< of the source: of two checks on one day the later line counts
  scoring::Reachability status = scoring::Reachability::unknown;
};

struct VacancyRecord {
  BuildingTag building = 0;
  std::chrono::sys_days from;
  std::optional<std::chrono::sys_days> until;  ///< the last day; nothing: still vacant
};

struct ForwarderRecord {
  BuildingTag building = 0;
  storage::TextId kind = 0;
};

struct NegativeRecord {
  std::optional<Timestamp> expires_at;
  storage::TextId reason = 0;
};

using Payload = std::array<std::byte, storage::KeyedRecord::payload_size>;

/// Records of one phone stand in the order of their checks, the undated first.
[[nodiscard]] Payload payload_of(const PhoneRecord& record);
[[nodiscard]] Payload payload_of(const VacancyRecord& record);
[[nodiscard]] Payload payload_of(const ForwarderRecord& record);
[[nodiscard]] Payload payload_of(const NegativeRecord& record);

[[nodiscard]] PhoneRecord read_phone(const Payload& payload);
[[nodiscard]] VacancyRecord read_vacancy(const Payload& payload);
[[nodiscard]] ForwarderRecord read_forwarder(const Payload& payload);
[[nodiscard]] NegativeRecord read_negative(const Payload& payload);

[[nodiscard]] storage::LookupKey phone_key(std::string_view canonical, storage::LookupHasher& hasher);
/// The lot and the room, without the building, whose name people leave out.
[[nodiscard]] storage::LookupKey room_key(const scoring::PlaceKey& place, storage::LookupHasher& hasher);
[[nodiscard]] storage::LookupKey lot_key(const scoring::PlaceKey& place, storage::LookupHasher& hasher);
/// As list entries are keyed, for no merchant in particular.
[[nodiscard]] storage::LookupKey negative_key(scoring::IdentifierKind kind, std::string_view canonical,
                                              storage::LookupHasher& hasher);
[[nodiscard]] BuildingTag building_tag(const scoring::PlaceKey& place, storage::LookupHasher& hasher);

}  // namespace sekisho::gateway
