#include "reference/reference_kind.h"

#include <cstddef>
#include <utility>

#include <domain/enum_names.h>

namespace sekisho::gateway {
namespace {

using enum ReferenceKind;

constexpr std::array names{
    std::pair{phone_reachability, std::string_view{"phone-reachability"}},
    std::pair{vacancies, std::string_view{"vacancies"}},
    std::pair{forwarders, std::string_view{"forwarders"}},
    std::pair{negatives, std::string_view{"negatives"}},
    std::pair{ip_asn, std::string_view{"ip-asn"}},
};

constexpr std::array<std::string_view, 3> phone_columns{"phone", "status", "checked_on"};
constexpr std::array<std::string_view, 7> vacancy_columns{
    "postal_code", "prefecture", "address", "building", "room", "vacant_from", "vacant_until"};
constexpr std::array<std::string_view, 5> forwarder_columns{"postal_code", "prefecture", "address",
                                                            "building", "kind"};
constexpr std::array<std::string_view, 4> negative_columns{"kind", "value", "reason", "expires_at"};

}  // namespace

std::string_view to_string(ReferenceKind kind) {
  return name_of(names, kind);
}

std::optional<ReferenceKind> reference_kind_from(std::string_view text) {
  return named(names, text);
}

std::span<const std::string_view> columns_of(ReferenceKind kind) {
  switch (kind) {
    case phone_reachability:
      return phone_columns;
    case vacancies:
      return vacancy_columns;
    case forwarders:
      return forwarder_columns;
    case negatives:
      return negative_columns;
    case ip_asn:
      break;
  }
  return {};
}

}  // namespace sekisho::gateway
