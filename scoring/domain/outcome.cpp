#include <array>
#include <utility>

#include <domain/enum_names.h>
#include <domain/outcome.h>

namespace sekisho {
namespace {

using enum Outcome;

constexpr std::array names{
    std::pair{legitimate, std::string_view{"legitimate"}},
    std::pair{fraud_affiliate, std::string_view{"fraud.affiliate"}},
    std::pair{fraud_resale, std::string_view{"fraud.resale"}},
    std::pair{fraud_stolen_card, std::string_view{"fraud.stolen_card"}},
    std::pair{fraud_nonpayment, std::string_view{"fraud.nonpayment"}},
    std::pair{fraud_other, std::string_view{"fraud.other"}},
};

}  // namespace

std::string_view to_string(Outcome outcome) {
  return name_of(names, outcome);
}

std::optional<Outcome> outcome_from(std::string_view text) {
  return named(names, text);
}

}  // namespace sekisho
