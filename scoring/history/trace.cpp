#include <algorithm>
#include <cstddef>

#include <scoring/linkage.h>
#include <scoring/trace.h>

#include "history/chat_rhythm.h"
#include "identity/text.h"

namespace sekisho::scoring {
namespace {

/// Keys of one order.
class Keyring {
 public:
  explicit Keyring(const KeyOf& key_of) : key_of_(key_of) {}

  [[nodiscard]] TraceKey of(std::string_view kind, std::string_view canonical) const {
    return canonical.empty() ? 0 : key_of_(kind, canonical);
  }

  /// Nothing when one of them is missing.
  [[nodiscard]] TraceKey of(std::string_view kind, std::string_view a, std::string_view b) const {
    if (a.empty() || b.empty()) return 0;
    return key_of_(kind, std::string(a) + '|' + std::string(b));
  }

 private:
  const KeyOf& key_of_;
};

/// `SER-01` and `SER-02` are one family: the same serum in another size or campaign.
std::string family_of(std::string_view sku) {
  const std::string folded = to_utf8(nfkc_lower(sku));
  const auto cut = folded.find_last_of("-_/ ");
  return cut == std::string::npos || cut == 0 ? folded : folded.substr(0, cut);
}

std::vector<TraceKey> first_offers_of(const Cart& cart, const Keyring& keys) {
  std::vector<TraceKey> offers;
  for (const Item& item : cart.items) {
    if (!item.first_time_offer) continue;
    const TraceKey key = keys.of("sku", family_of(item.sku.empty() ? item.name : item.sku));
    if (key != 0 && std::ranges::find(offers, key) == offers.end()) offers.push_back(key);
  }
  return offers;
}

void trace_people(Trace& trace, const LinkRecord& link, const Keyring& keys) {
  constexpr std::size_t prefix_digits = 9;  // of +8190…: the carrier's block
  const LinkParty& buyer = link.buyer;
  trace.person = keys.of("person", buyer.kana.empty() ? buyer.name : buyer.kana);
  trace.family = keys.of("family", buyer.family_kana.empty() ? buyer.family : buyer.family_kana);
  if (buyer.phone.size() > prefix_digits)
    trace.phone_prefix = keys.of("phone_prefix", std::string_view(buyer.phone).substr(0, prefix_digits));
  const LinkParty& there = link.recipient && !link.recipient->lot.empty() ? *link.recipient : buyer;
  trace.lot = keys.of("lot", there.lot);
  trace.room = there.room.empty() ? trace.lot : keys.of("room", there.lot, there.wing + '|' + there.room);
}

}  // namespace

Trace make_trace(const Order& order, const ReferenceData& reference, const KeyOf& key_of) {
  const Keyring keys(key_of);
  const LinkRecord link = make_link_record(order, reference);
  Trace trace;
  for (const Identifier& identifier : identifiers_of(order)) {
    trace.identifiers.push_back({.kind = identifier.kind,
                                 .party = identifier.party,
                                 .key = key_of(to_string(identifier.kind), identifier.canonical)});
  }
  for (const BlockingKey& block : blocking_keys(link))
    trace.blocks.push_back(key_of(to_string(block.kind), block.canonical));
  trace_people(trace, link, keys);
  trace_chat(trace, order.conversation, key_of);
  trace.first_offers = first_offers_of(order.cart, keys);
  trace.link = encode_link_record(link);
  return trace;
}

void trace_chat(Trace& trace, const Conversation& conversation, const KeyOf& key_of) {
  const Keyring keys(key_of);
  trace.scenario = conversation.scenario ? keys.of("scenario", conversation.scenario->id) : 0;
  const ChatRhythm rhythm = rhythm_of(conversation);
  trace.rhythm = keys.of("rhythm", rhythm.fingerprint);
  trace.chat_ms = rhythm.chat_ms;
  trace.us_per_character = rhythm.us_per_character;
}

}  // namespace sekisho::scoring
