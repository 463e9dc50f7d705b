#include <array>
#include <cstddef>
#include <string>

#include "signals/families.h"

namespace sekisho::scoring::signals {
namespace {

// The kinds that hit, each once, in the order of IdentifierKind, so that the order of hits changes nothing.
SignalValue kinds_hit(const Facts& facts, ListName list) {
  std::array<bool, Past::kinds> hit{};
  for (const ListHit& entry : facts.past.list_hits) {
    if (entry.list == list) hit[static_cast<std::size_t>(entry.kind)] = true;
  }
  std::string kinds;
  for (std::size_t i = 0; i < hit.size(); ++i) {
    if (!hit[i]) continue;
    if (!kinds.empty()) kinds += ',';
    kinds += to_string(static_cast<IdentifierKind>(i));
  }
  return kinds.empty() ? "none" : kinds;
}

}  // namespace

SignalValue list_allow(const Facts& facts) {
  return kinds_hit(facts, ListName::allow);
}

SignalValue list_deny(const Facts& facts) {
  return kinds_hit(facts, ListName::deny);
}

}  // namespace sekisho::scoring::signals
