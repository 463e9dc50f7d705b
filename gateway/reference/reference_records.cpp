#include "reference/reference_records.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <string>

#include "desk/keyed_identifiers.h"

namespace sekisho::gateway {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::int32_t no_day = std::numeric_limits<std::int32_t>::min();
constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

/// Writes numbers high byte first, so that payloads sort as their numbers do.
class PayloadWriter {
 public:
  template <class T>
  PayloadWriter& put(T number) {
    for (std::size_t i = sizeof number; i-- > 0;)
      payload_.at(at_++) = static_cast<std::byte>(static_cast<std::uint64_t>(number) >> (8 * i) & 0xffU);
    return *this;
  }

  [[nodiscard]] const Payload& payload() const { return payload_; }

 private:
  Payload payload_{};
  std::size_t at_ = 0;
};

class PayloadReader {
 public:
  explicit PayloadReader(const Payload& payload) : payload_(payload) {}

  template <class T>
  T take() {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
      number = number << 8U | std::to_integer<std::uint64_t>(payload_.at(at_++));
    return static_cast<T>(number);
  }

 private:
  const Payload& payload_;
  std::size_t at_ = 0;
};

std::int32_t day_number(const std::optional<sys_days>& day) {
  return day ? static_cast<std::int32_t>(day->time_since_epoch().count()) : no_day;
}

std::optional<sys_days> day_of(std::int32_t number) {
  if (number == no_day) return std::nullopt;
  return sys_days{days{number}};
}

/// Unsigned, in the order of the days.
std::uint32_t in_order(std::int32_t number) {
  return static_cast<std::uint32_t>(number) ^ 0x80000000U;
}

}  // namespace

Payload payload_of(const PhoneRecord& record) {
  return PayloadWriter{}
      .put(in_order(day_number(record.checked_on)))
      .put(record.line)
      .put(static_cast<std::uint8_t>(record.status))
      .payload();
}

Payload payload_of(const VacancyRecord& record) {
  return PayloadWriter{}
      .put(record.building)
      .put(day_number(record.from))
      .put(day_number(record.until))
      .payload();
}

Payload payload_of(const ForwarderRecord& record) {
  return PayloadWriter{}.put(record.building).put(std::uint32_t{0}).put(record.kind).payload();
}

Payload payload_of(const NegativeRecord& record) {
  const auto expires = record.expires_at ? record.expires_at->time_since_epoch().count() : never;
  return PayloadWriter{}.put(expires).put(record.reason).payload();
}

PhoneRecord read_phone(const Payload& payload) {
  PayloadReader in{payload};
  const auto day = static_cast<std::int32_t>(in.take<std::uint32_t>() ^ 0x80000000U);
  const auto line = in.take<std::uint64_t>();
  return {.checked_on = day_of(day),
          .line = line,
          .status = static_cast<scoring::Reachability>(in.take<std::uint8_t>())};
}

VacancyRecord read_vacancy(const Payload& payload) {
  PayloadReader in{payload};
  const auto building = in.take<std::uint32_t>();
  const auto from = in.take<std::int32_t>();
  const auto until = in.take<std::int32_t>();
  return {.building = building, .from = sys_days{days{from}}, .until = day_of(until)};
}

ForwarderRecord read_forwarder(const Payload& payload) {
  PayloadReader in{payload};
  const auto building = in.take<std::uint32_t>();
  in.take<std::uint32_t>();
  return {.building = building, .kind = in.take<std::uint64_t>()};
}

NegativeRecord read_negative(const Payload& payload) {
  PayloadReader in{payload};
  const auto expires = in.take<std::int64_t>();
  NegativeRecord record;
  if (expires != never) record.expires_at = Timestamp{Milliseconds{expires}};
  record.reason = in.take<std::uint64_t>();
  return record;
}

storage::LookupKey phone_key(std::string_view canonical, storage::LookupHasher& hasher) {
  return hasher.key({}, "reference/phone", canonical);
}

storage::LookupKey room_key(const scoring::PlaceKey& place, storage::LookupHasher& hasher) {
  return hasher.key({}, "reference/room", place.lot + '\n' + place.room);
}

storage::LookupKey lot_key(const scoring::PlaceKey& place, storage::LookupHasher& hasher) {
  return hasher.key({}, "reference/lot", place.lot);
}

storage::LookupKey negative_key(scoring::IdentifierKind kind, std::string_view canonical,
                                storage::LookupHasher& hasher) {
  return identifier_key({}, kind, canonical, hasher);
}

BuildingTag building_tag(const scoring::PlaceKey& place, storage::LookupHasher& hasher) {
  if (place.building.empty()) return 0;
  const auto key = hasher.key({}, "reference/building", place.lot + '\n' + place.building);
  return static_cast<BuildingTag>(std::max<std::uint64_t>(1, storage::short_key(key) >> 32U));
}

}  // namespace sekisho::gateway
