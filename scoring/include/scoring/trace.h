#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <domain/order.h>
#include <domain/result.h>
#include <scoring/identifiers.h>
#include <scoring/reference_data.h>

namespace sekisho::scoring {

/// 64 bits of a keyed hash under a key of the installation: equal for equal texts, and of no use without the
/// key. 0 stands for nothing.
using TraceKey = std::uint64_t;

/// Gives the key of a canonical text; `kind` keeps a phone's digits apart from an e-mail's. The caller has
/// the installation's key: this module has none.
using KeyOf = std::function<TraceKey(std::string_view kind, std::string_view canonical)>;

/// One identifier of an order, as the past is counted by.
struct TracedIdentifier {
  IdentifierKind kind = IdentifierKind::phone;
  Party party = Party::buyer;
  TraceKey key = 0;
  bool operator==(const TracedIdentifier&) const = default;
};

/// What later orders are compared with, and what an order is compared by: computed once, before the desk, and
/// kept with the order. Keys are the same for all merchants. `link` is personal data: sealed at rest.
struct Trace {
  std::vector<TracedIdentifier> identifiers;
  std::vector<TraceKey> blocks;  ///< under which orders of the same person are sought, exact ones first
  TraceKey person = 0;           ///< the buyer's name in its reading: what "names" are counted by
  TraceKey family = 0;           ///< the family name alone, likewise
  TraceKey phone_prefix = 0;     ///< the phone's first seven digits
  TraceKey lot = 0;              ///< the lot that the goods go to
  TraceKey room = 0;             ///< the lot and the room there; the lot's own key where no room is told
  TraceKey scenario = 0;         ///< the chat form
  TraceKey rhythm = 0;           ///< timing of the chat's answers, in order; nothing for a short chat
  std::vector<TraceKey> first_offers;            ///< product families bought at a first-time price
  std::optional<std::int64_t> chat_ms;           ///< from the first answer to the last
  std::optional<std::int64_t> us_per_character;  ///< median of what was typed
  std::string link;                              ///< encode_link_record
  bool operator==(const Trace&) const = default;
};

/// Pure; some tens of microseconds, most of them the keyed hashes and the address.
[[nodiscard]] Trace make_trace(const Order& order, const ReferenceData& reference, const KeyOf& key_of);

/// Takes scenario and rhythm from this conversation: parts of it may be known only where it is folded, later
/// than the rest of the trace.
void trace_chat(Trace& trace, const Conversation& conversation, const KeyOf& key_of);

/// For sealing at rest; its form is nobody's business.
[[nodiscard]] std::string encode_trace(const Trace& trace);
/// Fails with ErrorKind::malformed on what encode_trace did not write.
[[nodiscard]] Result<Trace> decode_trace(std::string_view text);

}  // namespace sekisho::scoring
