#include "reference/row_reader.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <system_error>
#include <utility>

#include <domain/time.h>

#include "reference/reference_records.h"

namespace sekisho::gateway {
namespace {

using std::chrono::sys_days;

constexpr std::size_t longest_kind = 64;     // bytes: a word, not a story
constexpr std::size_t longest_reason = 500;  // bytes

std::unexpected<std::string> wrong(std::string_view what) {
  return std::unexpected(std::string{what});
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view spaces = " \t";
  const auto begin = text.find_first_not_of(spaces);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(spaces) - begin + 1);
}

std::optional<int> take_number(std::string_view& text, std::size_t longest) {
  int number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  const auto length = static_cast<std::size_t>(end - text.data());
  if (fault != std::errc{} || number < 0 || length > longest) return std::nullopt;
  text.remove_prefix(length);
  return number;
}

/// `2026-11-01`, and `2026/11/1` as spreadsheets write it.
std::optional<sys_days> read_day(std::string_view text) {
  const auto year = take_number(text, 4);
  if (!year || *year < 1900 || text.empty() || (text.front() != '-' && text.front() != '/'))
    return std::nullopt;
  const char separator = text.front();
  text.remove_prefix(1);
  const auto month = take_number(text, 2);
  if (!month || !text.starts_with(separator)) return std::nullopt;
  text.remove_prefix(1);
  const auto day = take_number(text, 2);
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(day.value_or(0)))};
  if (!day || !text.empty() || !date.ok()) return std::nullopt;
  return sys_days{date};
}

/// The end of a day in Japan.
Timestamp end_of(sys_days day) {
  return day + std::chrono::days{1} - std::chrono::hours{9};
}

/// Spreadsheets eat the 0 of a fixed line; canonical_value() itself knows the mobiles without theirs.
std::optional<std::string> read_phone_number(std::string_view typed) {
  using scoring::IdentifierKind;
  if (auto phone = scoring::canonical_value(IdentifierKind::phone, typed)) return phone;
  constexpr std::size_t fixed_without_zero = 9;
  const bool digits = std::ranges::all_of(typed, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || typed.size() != fixed_without_zero) return std::nullopt;
  return scoring::canonical_value(IdentifierKind::phone, "0" + std::string(typed));
}

Contact contact_of(std::string_view postal_code, std::string_view prefecture, std::string_view address,
                   std::string building) {
  Contact contact;
  contact.postal_code = postal_code;
  contact.prefecture = prefecture;
  contact.address = address;
  contact.building = std::move(building);
  return contact;
}

/// A place that only its lot, or its building in a town, can tell apart from others.
bool can_be_found(const scoring::PlaceKey& place) {
  return !place.lot.empty() && (place.has_lot || !place.building.empty());
}

constexpr std::string_view no_place = "address: neither a lot number nor a building in a known town";

}  // namespace

std::expected<ReadRow, std::string> RowReader::read(std::span<const std::string_view> fields,
                                                    std::uint64_t line) {
  switch (kind_) {
    case ReferenceKind::phone_reachability:
      return read_phone_row(fields, line);
    case ReferenceKind::vacancies:
      return read_vacancy_row(fields);
    case ReferenceKind::forwarders:
      return read_forwarder_row(fields);
    case ReferenceKind::negatives:
      return read_negative_row(fields);
    case ReferenceKind::ip_asn:
      break;
  }
  return wrong("this kind has no rows");
}

RowReader::Made RowReader::read_phone_row(std::span<const std::string_view> fields, std::uint64_t line) {
  const auto phone = read_phone_number(trimmed(fields[0]));
  if (!phone) return wrong("phone: not a phone number");
  const auto status = scoring::reachability_from(trimmed(fields[1]));
  if (!status) return wrong("status: not one of reachable, unreachable, unassigned, moved, unknown");
  PhoneRecord record{.checked_on = {}, .line = line, .status = *status};
  if (const auto day = trimmed(fields[2]); !day.empty()) {
    record.checked_on = read_day(day);
    if (!record.checked_on) return wrong("checked_on: not a date (YYYY-MM-DD)");
  }
  return ReadRow{{phone_key(*phone, hasher_), payload_of(record)}, {}};
}

/// Building and room stand together where people type them, so they are read together.
scoring::PlaceKey RowReader::place_of(std::span<const std::string_view> fields) const {
  std::string building{trimmed(fields[3])};
  const auto room = trimmed(fields[4]);
  if (!room.empty()) building += ' ' + std::string(room);
  auto place = scoring::place_key(data_, contact_of(fields[0], fields[1], fields[2], std::move(building)));
  // A room that is no number (離れ) must not stand for the whole building.
  if (place.room.empty()) place.room = room;
  return place;
}

RowReader::Made RowReader::read_vacancy_row(std::span<const std::string_view> fields) {
  const auto from = read_day(trimmed(fields[5]));
  if (!from) return wrong("vacant_from: not a date (YYYY-MM-DD)");
  VacancyRecord record{.building = 0, .from = *from, .until = {}};
  if (const auto until = trimmed(fields[6]); !until.empty()) {
    record.until = read_day(until);
    if (!record.until) return wrong("vacant_until: neither empty nor a date (YYYY-MM-DD)");
    if (*record.until < record.from) return wrong("vacant_until: before vacant_from");
  }
  const auto place = place_of(fields);
  if (!can_be_found(place)) return wrong(no_place);
  record.building = building_tag(place, hasher_);
  return ReadRow{{room_key(place, hasher_), payload_of(record)}, {}};
}

RowReader::Made RowReader::read_forwarder_row(std::span<const std::string_view> fields) {
  const auto kind = trimmed(fields[4]);
  if (kind.empty()) return wrong("kind: empty");
  if (kind.size() > longest_kind) return wrong("kind: longer than 64 bytes");
  const auto place =
      scoring::place_key(data_, contact_of(fields[0], fields[1], fields[2], std::string{trimmed(fields[3])}));
  if (!can_be_found(place)) return wrong(no_place);
  const ForwarderRecord record{.building = building_tag(place, hasher_), .kind = 0};
  return ReadRow{{lot_key(place, hasher_), payload_of(record)}, std::string(kind)};
}

RowReader::Made RowReader::read_negative_row(std::span<const std::string_view> fields) {
  const auto kind = scoring::identifier_kind_from(trimmed(fields[0]));
  if (!kind || *kind == scoring::IdentifierKind::media)
    return wrong("kind: not one of phone, email, address, device, ip, card, name");
  const auto value = scoring::canonical_value(*kind, trimmed(fields[1]));
  if (!value) return wrong("value: cannot be read as its kind");
  const auto reason = trimmed(fields[2]);
  if (reason.size() > longest_reason) return wrong("reason: longer than 500 bytes");
  NegativeRecord record;
  if (const auto expires = trimmed(fields[3]); !expires.empty()) {
    record.expires_at = parse_rfc3339(expires);
    if (const auto day = read_day(expires); day) record.expires_at = end_of(*day);
    if (!record.expires_at) return wrong("expires_at: neither empty nor a date nor an RFC 3339 time");
  }
  return ReadRow{{negative_key(*kind, *value, hasher_), payload_of(record)}, std::string(reason)};
}

void RowReader::set_text(ReadRow& row, ReferenceKind kind, storage::TextId id) {
  if (kind == ReferenceKind::forwarders) {
    auto record = gateway::read_forwarder(row.record.payload);
    record.kind = id;
    row.record.payload = payload_of(record);
  } else {
    auto record = gateway::read_negative(row.record.payload);
    record.reason = id;
    row.record.payload = payload_of(record);
  }
}

}  // namespace sekisho::gateway
