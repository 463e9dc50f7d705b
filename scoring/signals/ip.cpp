#include <optional>
#include <string>
#include <string_view>

#include "signals/families.h"

namespace sekisho::scoring::signals {
namespace {

std::optional<std::string_view> class_of(const Facts& facts) {
  const auto& network = facts.reference.network;
  if (!network) return std::nullopt;
  return facts.tables.networks.class_of(network->asn, network->organization);
}

}  // namespace

SignalValue ip_country(const Facts& facts) {
  const auto& visitor = facts.order.conversation.visitor;
  if (!visitor) return Missing{};
  const auto ip = canonical_value(IdentifierKind::ip, visitor->ip);
  if (!ip) return Missing{};
  const auto country = facts.tables.ip_countries.country_of(*ip);
  return country ? text_value(*country) : Missing{};
}

SignalValue ip_asn_class(const Facts& facts) {
  const auto network_class = class_of(facts);
  return network_class ? text_value(*network_class) : Missing{};
}

SignalValue ip_hosting(const Facts& facts) {
  const auto network_class = class_of(facts);
  if (!network_class) return Missing{};
  return *network_class == "hosting";
}

}  // namespace sekisho::scoring::signals
