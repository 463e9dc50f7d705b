#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <domain/order.h>

namespace sekisho::scoring {

/// What a person or an order can be recognised by. All but `media` are also the kinds of list entries.
enum class IdentifierKind { phone, email, address, device, ip, card, name, media };

enum class Party { buyer, recipient };

/// One identifier of an order in its canonical spelling: the same phone typed in any width or grouping gives
/// the same text. Personal data: it leaves memory only as a keyed hash (storage::Vault::lookup_key).
struct Identifier {
  IdentifierKind kind = IdentifierKind::phone;
  Party party = Party::buyer;
  std::string canonical;
  bool operator==(const Identifier&) const = default;
};

/// Every identifier that the order carries, buyer's and recipient's; what is absent or beyond recognition is
/// left out, and so is a recipient's identifier that equals the buyer's: no key of an order stands twice. The
/// address ends at the block, so rooms of one building share it; one that does not go down to a lot is no
/// identifier. A medium is `network/media_id`. Pure text: needs no reference data.
[[nodiscard]] std::vector<Identifier> identifiers_of(const Order& order);

/// The canonical spelling of one value of a list entry; nothing when the text cannot be a value of that kind.
[[nodiscard]] std::optional<std::string> canonical_value(IdentifierKind kind, std::string_view spelled);

[[nodiscard]] std::string_view to_string(IdentifierKind kind);
[[nodiscard]] std::optional<IdentifierKind> identifier_kind_from(std::string_view text);

}  // namespace sekisho::scoring
