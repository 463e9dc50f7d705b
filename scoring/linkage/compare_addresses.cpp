#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <scoring/normal_address.h>

#include "identity/text.h"
#include "linkage/compare.h"
#include "linkage/dwelling.h"
#include "reference/tables.h"

namespace sekisho::scoring {
namespace {

// Neither says a lot, or nothing at all could be read: only the text itself can be the same.
LinkAnswer same_text(std::string_view a, std::string_view b) {
  const bool same = without_spaces(nfkc_lower(a)) == without_spaces(nfkc_lower(b));
  return same ? answer(1, {"address.same_text"}) : answer(0, {"address.unreadable"});
}

LinkAnswer other_place(const NormalAddress& a, const NormalAddress& b) {
  if (a.city.empty() || b.city.empty() || a.prefecture != b.prefecture)
    return answer(0, {"address.other_place"});
  if (a.city != b.city) return answer(0.05, {"address.other_city"});
  if (a.town.empty() || a.town != b.town) return answer(0.1, {"address.other_town"});
  const bool cut_short = a.key.starts_with(b.key) || b.key.starts_with(a.key);
  if (cut_short) return answer(0.5, {"address.same_town", "address.lot_missing"});
  return answer(0.3, {"address.same_town", "address.other_lot"});
}

LinkAnswer of_one_lot(const NormalAddress& a, const NormalAddress& b, const NameDictionary& dictionary) {
  std::vector<std::string_view> why{a.level == AddressLevel::block ? "address.same_lot"
                                                                   : "address.same_town"};
  const DwellingMatch match = match_dwellings(dwelling_of(a), dwelling_of(b), dictionary);
  why.insert(why.end(), match.why.begin(), match.why.end());
  return answer(match.similarity, std::move(why));
}

}  // namespace

LinkAnswer compare_addresses(std::string_view a, std::string_view b, const ReferenceData& reference) {
  const auto read = [&](std::string_view typed) {
    return normalize_address(reference,
                             {.postal_code = {}, .prefecture = {}, .address = typed, .building = {}});
  };
  const NormalAddress first = read(a);
  const NormalAddress second = read(b);
  if (first.level == AddressLevel::nothing || second.level == AddressLevel::nothing) return same_text(a, b);
  if (first.key.empty() || first.key != second.key) return other_place(first, second);
  return of_one_lot(first, second, reference.tables().names);
}

}  // namespace sekisho::scoring
