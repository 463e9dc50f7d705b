#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "identity/address.h"
#include "identity/name.h"
#include "identity/text.h"
#include "signals/families.h"

namespace sekisho::scoring::signals {
namespace {

// 物流 and 流通 are left out: they are parts of towns' names (燕市物流センター).
constexpr std::array<std::string_view, 10> forwarder_words = {
    "転送",       "倉庫",      "集運",      "受取代行",   "代行受取",
    "forwarding", "forwarder", "warehouse", "フォワーダ", "フォワーディング"};

// A customer's number at a forwarder: センター内 A-0512. A clinic or a shop inside a centre has none.
bool has_suite_in_centre(std::string_view text) {
  constexpr std::string_view centre = "センター内";
  const auto at = text.find(centre);
  if (at == std::string_view::npos) return false;
  std::string_view rest = trimmed(text.substr(at + centre.size()));
  if (rest.empty() || rest.front() < 'a' || rest.front() > 'z') return false;
  rest.remove_prefix(1);
  if (rest.starts_with('-')) rest.remove_prefix(1);
  const auto digits =
      std::ranges::find_if_not(rest, [](char c) { return c >= '0' && c <= '9'; }) - rest.begin();
  return digits >= 3;
}

bool sounds_like_a_forwarder(std::string_view typed) {
  std::u32string folded = nfkc_lower(typed);
  std::ranges::replace_if(folded, is_dash, U'-');
  const std::string text = to_utf8(folded);
  return has_suite_in_centre(text) ||
         std::ranges::any_of(forwarder_words, [&](auto word) { return text.contains(word); });
}

bool is_forwarder(const Contact& contact) {
  return sounds_like_a_forwarder(contact.address) || sounds_like_a_forwarder(contact.building) ||
         sounds_like_a_forwarder(contact.name);
}

// Differs only where both are known.
bool differ(const std::optional<std::string>& a, const std::optional<std::string>& b) {
  return a && b && *a != *b;
}

}  // namespace

SignalValue delivery_differs(const Facts& facts) {
  if (!facts.order.delivery) return false;
  const Contact& buyer = facts.order.buyer;
  const Contact& recipient = facts.order.delivery->recipient;
  const std::string name = canonical_name(recipient.name);
  const bool other_name = !name.empty() && name != canonical_name(buyer.name);
  const Address address = parse_address(recipient.prefecture, recipient.address);
  return other_name || differ(canonical_address(facts.address), canonical_address(address));
}

SignalValue delivery_forwarder(const Facts& facts) {
  if (const auto& kind = facts.reference.forwarder; kind && !kind->empty()) return true;
  const Contact& buyer = facts.order.buyer;
  if (facts.order.delivery) return is_forwarder(buyer) || is_forwarder(facts.order.delivery->recipient);
  if (trimmed(buyer.address).empty() && trimmed(buyer.building).empty()) return Missing{};
  return is_forwarder(buyer);
}

SignalValue delivery_forwarder_kind(const Facts& facts) {
  const auto& kind = facts.reference.forwarder;
  if (!kind) return Missing{};
  return text_value(kind->empty() ? "none" : *kind);
}

SignalValue delivery_vacant_room(const Facts& facts) {
  const auto vacant = facts.reference.vacant_room;
  return vacant ? SignalValue{*vacant} : Missing{};
}

}  // namespace sekisho::scoring::signals
