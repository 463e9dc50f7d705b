#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "signals/families.h"

namespace sekisho::scoring::signals {
namespace {

using enum IdentifierKind;

// The kinds that hit, each once, in this order, so that the order of hits changes nothing.
SignalValue kinds_hit(const Facts& facts, std::span<const IdentifierKind> kinds) {
  const auto& negatives = facts.reference.negatives;
  if (!negatives) return Missing{};
  std::string hit;
  for (const IdentifierKind kind : kinds) {
    if (std::ranges::find(*negatives, kind, &NegativeHit::kind) == negatives->end()) continue;
    if (!hit.empty()) hit += ',';
    hit += to_string(kind);
  }
  return hit.empty() ? "none" : hit;
}

}  // namespace

SignalValue negative_imported(const Facts& facts) {
  return kinds_hit(facts, std::array{phone, email, address, device, card});
}

// Many share a name, and many an address of a carrier: these alone say little of who it is.
SignalValue negative_imported_weak(const Facts& facts) {
  return kinds_hit(facts, std::array{ip, name});
}

}  // namespace sekisho::scoring::signals
