#include "linkage/compare.h"

#include <algorithm>
#include <array>
#include <utility>

#include <scoring/link.h>

#include "reference/tables.h"

namespace sekisho::scoring {
namespace {

constexpr std::array<std::pair<std::string_view, LinkKind>, 4> kind_names{{{"address", LinkKind::address},
                                                                           {"name", LinkKind::name},
                                                                           {"phone", LinkKind::phone},
                                                                           {"email", LinkKind::email}}};

}  // namespace

std::optional<LinkKind> link_kind_from(std::string_view text) {
  const auto found = std::ranges::find(kind_names, text, &std::pair<std::string_view, LinkKind>::first);
  if (found == kind_names.end()) return std::nullopt;
  return found->second;
}

LinkAnswer compare(LinkKind kind, std::string_view a, std::string_view b, const ReferenceData& reference) {
  if (b < a) std::swap(a, b);
  switch (kind) {
    case LinkKind::address:
      return compare_addresses(a, b, reference);
    case LinkKind::name:
      return compare_names(a, b, reference.tables().names);
    case LinkKind::phone:
      return compare_phones(a, b);
    case LinkKind::email:
      break;
  }
  return compare_emails(a, b);
}

}  // namespace sekisho::scoring
