#include "identity/address.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "identity/text.h"
#include "signals/families.h"

namespace sekisho::scoring::signals {
namespace {

std::string postal_digits(std::string_view typed) {
  std::string digits;
  for (const char32_t c : nfkc(typed)) {
    if (is_digit(c)) digits += static_cast<char>(c);
  }
  return digits;
}

// The ward of a designated city, which people give without the city: 大阪市北区 is 北区.
std::string_view ward_of(std::string_view city) {
  const auto end = city.find("市");
  if (end == std::string_view::npos || !city.ends_with("区")) return {};
  return city.substr(end + std::string_view("市").size());
}

// True when the typed place can lie in the postal code's. Kyoto's street names stand between city and town,
// and some leave the city out; so the town may come anywhere after the city, or the place begin with it.
bool agrees(const Address& typed, const PostalCodes::Place& place) {
  if (!typed.prefecture.empty() && typed.prefecture != place.prefecture) return false;
  const std::string city = parse_address(place.prefecture, place.city).place;
  const std::string town = fold_place(place.town);
  const std::string_view rest = typed.place;
  const std::string_view ward = ward_of(city);
  const bool in_city = rest.starts_with(city) || (!ward.empty() && rest.starts_with(ward));
  if (town.empty()) return in_city;
  return in_city ? rest.contains(town) : rest.starts_with(town);
}

}  // namespace

SignalValue address_postal_code(const Facts& facts) {
  const Contact& buyer = facts.order.buyer;
  if (trimmed(buyer.postal_code).empty() || facts.address.place.empty()) return Missing{};
  const auto places = facts.tables.postal_codes.find(postal_digits(buyer.postal_code));
  if (places.empty()) return text_value("unknown_code");
  const bool match =
      std::ranges::any_of(places, [&](const auto& place) { return agrees(facts.address, place); });
  return text_value(match ? "match" : "mismatch");
}

SignalValue address_lot_number(const Facts& facts) {
  if (trimmed(facts.order.buyer.address).empty()) return Missing{};
  return facts.address.has_lot_number;
}

}  // namespace sekisho::scoring::signals
