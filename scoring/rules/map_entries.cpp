#include "rules/map_entries.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace sekisho::scoring::rules {

std::optional<Failure> fault_of_entries(std::span<const Value> entries, std::int64_t& steps) {
  constexpr std::array keys{Kind::boolean, Kind::integer, Kind::natural, Kind::text};
  for (std::size_t i = 0; i < entries.size(); i += 2) {
    if (std::ranges::find(keys, entries[i].kind()) == keys.end()) return Failure::bad_key;
    if (find(Value::map(entries.first(i)), entries[i], steps) != nullptr) return Failure::bad_key;
  }
  return std::nullopt;
}

}  // namespace sekisho::scoring::rules
