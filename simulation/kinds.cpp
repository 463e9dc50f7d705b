#include <algorithm>
#include <array>

#include "fraud.h"
#include "honest.h"

namespace sekisho::simulation {
namespace {

// Shares of the honest orders. What is ordinary has no name of its own; it is what most orders are.
constexpr auto honest_table = std::to_array<Kind>({
    {"", 42, ordinary},
    {"autofill", 6, autofill},
    {"slow_typist", 3, slow_typist},
    {"older_person", 5, older_person},
    {"assisted", 1.2, assisted},
    {"night_shift", 3, night_shift},
    {"foreigner", 3, foreigner},
    {"business", 2.5, business},
    {"variant_kanji", 2, variant_kanji},
    {"private_relay", 3, private_relay},
    {"carrier_nat", 4, carrier_nat},
    {"family", 4, family},
    {"apartment", 3, apartment},
    {"dormitory", 2, dormitory},
    {"office", 2, office},
    {"campaign", 5, campaign},
    {"gift", 4, gift},
    {"mover", 2, mover},
    {"marriage", 1, marriage},
    {"reused_phone", 0.8, reused_phone},
    {"repeat_customer", 8, repeat_customer},
    {"temporary_stay", 0.8, temporary_stay},
    {"postal_typo", 1.2, postal_typo},
});

// Shares of the fraud: what shops complain of most comes first.
constexpr auto fraud_table = std::to_array<Kind>({
    {"affiliate_ring", 20, affiliate_ring},
    {"affiliate_drip", 12, affiliate_drip},
    {"resale_multi_account", 16, resale_multi_account},
    {"resale_forwarder", 8, resale_forwarder},
    {"stolen_card", 11, stolen_card},
    {"card_testing", 5, card_testing},
    {"nonpayment_deferred", 9, nonpayment_deferred},
    {"nonpayment_cod", 8, nonpayment_cod},
    {"prank", 3, prank},
    {"harassment", 3, harassment},
    {"hijacked_identity", 5, hijacked_identity},
    {"resale_round", 7, resale_round},
});

}  // namespace

std::span<const Kind> honest_kinds() {
  return honest_table;
}

std::span<const Kind> fraud_kinds() {
  return fraud_table;
}

std::vector<std::string_view> look_alike_kinds() {
  std::vector<std::string_view> names;
  for (const Kind& kind : honest_table) {
    if (!kind.name.empty()) names.push_back(kind.name);
  }
  return names;
}

std::vector<std::string_view> fraud_patterns() {
  std::vector<std::string_view> names;
  for (const Kind& kind : fraud_table)
    names.push_back(kind.name);
  return names;
}

}  // namespace sekisho::simulation
