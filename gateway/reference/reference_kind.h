#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace sekisho::gateway {

/// The sets of data that an operator imports; the names are those of `sekisho import` and of `data_versions`.
enum class ReferenceKind : std::uint8_t { phone_reachability, vacancies, forwarders, negatives, ip_asn };

inline constexpr std::array reference_kinds{ReferenceKind::phone_reachability, ReferenceKind::vacancies,
                                            ReferenceKind::forwarders, ReferenceKind::negatives,
                                            ReferenceKind::ip_asn};

[[nodiscard]] std::string_view to_string(ReferenceKind kind);
[[nodiscard]] std::optional<ReferenceKind> reference_kind_from(std::string_view text);

/// The columns that the header row of a kind's CSV file has to name; none for the MMDB file of `ip_asn`.
[[nodiscard]] std::span<const std::string_view> columns_of(ReferenceKind kind);

}  // namespace sekisho::gateway
