#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <domain/assessment.h>
#include <domain/time.h>
#include <scoring/identifiers.h>

namespace sekisho::scoring {

/// What a call or a number check found out about a phone number.
enum class Reachability : std::uint8_t { reachable, unreachable, unassigned, moved, unknown };

[[nodiscard]] std::string_view to_string(Reachability status);
[[nodiscard]] std::optional<Reachability> reachability_from(std::string_view text);

/// What the imported phone data says of one number.
struct PhoneCheck {
  Reachability status = Reachability::unknown;
  std::optional<std::chrono::sys_days> checked_on;  ///< in Japan's calendar
  bool operator==(const PhoneCheck&) const = default;
};

/// The network that an IP address belongs to, as the imported MMDB names it.
struct Network {
  std::uint32_t asn = 0;
  std::string organization;
  bool operator==(const Network&) const = default;
};

/// An imported negative that one of the order's identifiers matched and that had not expired.
struct NegativeHit {
  IdentifierKind kind = IdentifierKind::phone;
  std::string reason;
  std::optional<Timestamp> expires_at;
  bool operator==(const NegativeHit&) const = default;
};

/// What the operator's imported reference data says of one order: looked up before the order is judged, and
/// a value, so that the judgement can be repeated when the data are long replaced. Nothing means that no data
/// were there, or that the order has nothing to look up by.
struct ReferenceFacts {
  std::optional<PhoneCheck> buyer_phone;
  std::optional<PhoneCheck> recipient_phone;
  /// Whether the room that the parcel goes to is known to be vacant.
  std::optional<bool> vacant_room;
  /// The kind of the forwarder that the parcel goes to; empty when its address is none's.
  std::optional<std::string> forwarder;
  std::optional<Network> network;
  std::optional<std::vector<NegativeHit>> negatives;
  /// The sets that were asked, by name.
  std::vector<DataVersion> versions;
  bool operator==(const ReferenceFacts&) const = default;
};

}  // namespace sekisho::scoring
