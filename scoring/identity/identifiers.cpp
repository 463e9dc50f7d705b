#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include <arpa/inet.h>
#include <scoring/identifiers.h>

#include "identity/address.h"
#include "identity/email.h"
#include "identity/name.h"
#include "identity/phone.h"
#include "identity/text.h"

namespace sekisho::scoring {
namespace {

constexpr std::array<std::pair<IdentifierKind, std::string_view>, 8> kind_names{{
    {IdentifierKind::phone, "phone"},
    {IdentifierKind::email, "email"},
    {IdentifierKind::address, "address"},
    {IdentifierKind::device, "device"},
    {IdentifierKind::ip, "ip"},
    {IdentifierKind::card, "card"},
    {IdentifierKind::name, "name"},
    {IdentifierKind::media, "media"},
}};

std::optional<std::string> non_empty(std::string text) {
  if (text.empty()) return std::nullopt;
  return text;
}

std::optional<std::string> canonical_token(std::string_view typed) {
  return non_empty(std::string(trimmed(typed)));
}

std::optional<std::string> canonical_mail(std::string_view typed) {
  const auto mailbox = parse_mailbox(typed);
  if (!mailbox) return std::nullopt;
  return canonical_email(*mailbox);
}

// The operating system's own reading of the text, which opens no socket. An IPv4 address in IPv6's clothes is
// the same visitor.
std::optional<std::string> canonical_ip(std::string_view typed) {
  const std::string text(trimmed(typed));
  std::array<char, INET6_ADDRSTRLEN> out{};
  in_addr four{};
  if (inet_pton(AF_INET, text.c_str(), &four) == 1) {
    return inet_ntop(AF_INET, &four, out.data(), out.size());
  }
  in6_addr six{};
  if (inet_pton(AF_INET6, text.c_str(), &six) != 1) return std::nullopt;
  if (IN6_IS_ADDR_V4MAPPED(&six)) return inet_ntop(AF_INET, &six.s6_addr[12], out.data(), out.size());
  return inet_ntop(AF_INET6, &six, out.data(), out.size());
}

/// Collects identifiers; the recipient's are left out where they equal the buyer's, so that no order counts
/// twice.
class Collector {
 public:
  void add(IdentifierKind kind, Party party, std::optional<std::string> canonical) {
    if (!canonical) return;
    for (const Identifier& known : found_) {
      if (known.kind == kind && known.canonical == *canonical) return;
    }
    found_.push_back({.kind = kind, .party = party, .canonical = std::move(*canonical)});
  }

  void add(Party party, const Contact& contact) {
    add(IdentifierKind::phone, party, canonical_phone(contact.phone));
    add(IdentifierKind::email, party, canonical_mail(contact.email));
    add(IdentifierKind::address, party,
        canonical_address(parse_address(contact.prefecture, contact.address)));
    add(IdentifierKind::name, party, non_empty(canonical_name(contact.name)));
  }

  std::vector<Identifier> take() { return std::move(found_); }

 private:
  std::vector<Identifier> found_;
};

// A medium's id is its network's own: two networks may give the same one.
std::optional<std::string> canonical_media(const Affiliate& affiliate) {
  const auto media = canonical_token(affiliate.media_id);
  if (!media) return std::nullopt;
  const auto network = canonical_token(affiliate.network);
  return network ? *network + '/' + *media : *media;
}

}  // namespace

std::vector<Identifier> identifiers_of(const Order& order) {
  Collector collector;
  collector.add(Party::buyer, order.buyer);
  if (const auto& visitor = order.conversation.visitor) {
    collector.add(IdentifierKind::device, Party::buyer, canonical_token(visitor->device_id));
    collector.add(IdentifierKind::ip, Party::buyer, canonical_ip(visitor->ip));
    if (visitor->affiliate) {
      collector.add(IdentifierKind::media, Party::buyer, canonical_media(*visitor->affiliate));
    }
  }
  if (order.payment.card) {
    collector.add(IdentifierKind::card, Party::buyer, canonical_token(order.payment.card->token));
  }
  if (order.delivery) collector.add(Party::recipient, order.delivery->recipient);
  return collector.take();
}

std::optional<std::string> canonical_value(IdentifierKind kind, std::string_view spelled) {
  switch (kind) {
    case IdentifierKind::phone:
      return canonical_phone(spelled);
    case IdentifierKind::email:
      return canonical_mail(spelled);
    case IdentifierKind::address:
      return canonical_address(parse_address("", spelled));
    case IdentifierKind::ip:
      return canonical_ip(spelled);
    case IdentifierKind::name:
      return non_empty(canonical_name(spelled));
    case IdentifierKind::device:
    case IdentifierKind::card:
    case IdentifierKind::media:
      break;
  }
  return canonical_token(spelled);
}

std::string_view to_string(IdentifierKind kind) {
  return kind_names[static_cast<std::size_t>(kind)].second;
}

std::optional<IdentifierKind> identifier_kind_from(std::string_view text) {
  for (const auto& [kind, name] : kind_names) {
    if (name == text) return kind;
  }
  return std::nullopt;
}

}  // namespace sekisho::scoring
