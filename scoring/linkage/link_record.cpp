#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include <scoring/identifiers.h>
#include <scoring/linkage.h>
#include <scoring/normal_address.h>

#include "identity/email.h"
#include "identity/name_match.h"
#include "identity/name_text.h"
#include "identity/phone.h"
#include "identity/text.h"
#include "linkage/dwelling.h"
#include "linkage/mail_stem.h"
#include "reference/tables.h"

namespace sekisho::scoring {
namespace {

constexpr std::array<std::string_view, 10> kind_names{"phone",        "mailbox",     "device",      "card",
                                                      "room",         "lot",         "kana_postal", "name_ip",
                                                      "mail_sibling", "phone_prefix"};

void read_name(LinkParty& party, const Contact& contact, const NameDictionary& dictionary) {
  const std::vector<std::u32string> words = name_words(contact.name);
  std::vector<std::u32string> reading = name_words(contact.name_kana);
  const std::u32string whole = joined(words);
  if (reading.empty() && scripts_of(whole).only_kana()) reading = words;
  const NameParts parts = split_name(words, dictionary);
  const NameParts heard = split_name(reading, dictionary);
  party.name = to_utf8(whole);
  party.family = to_utf8(parts.family);
  party.given = to_utf8(parts.given);
  party.kana = to_utf8(joined(reading));
  party.family_kana = to_utf8(heard.family);
  party.given_kana = to_utf8(heard.given);
  party.family_known = dictionary.is_family_reading(heard.family);
  party.given_known = dictionary.is_given_reading(heard.given);
}

void read_reach(LinkParty& party, const Contact& contact, const PhonePlan& plan) {
  party.phone = canonical_phone(contact.phone).value_or(std::string{});
  const auto national = japanese_national(party.phone);
  party.mobile = national && plan.kind_of(*national) == "mobile";
  const auto mailbox = parse_mailbox(contact.email);
  if (!mailbox) return;
  party.mailbox = canonical_email(*mailbox);
  const std::string stem = stem_of(mailbox->local);
  if (!stem.empty()) party.mail_stem = stem + '@' + mailbox->domain;
}

void read_place(LinkParty& party, const Contact& contact, const ReferenceData& reference) {
  for (const char32_t c : nfkc(contact.postal_code)) {
    if (is_digit(c)) party.postal_code += static_cast<char>(c);
  }
  const NormalAddress address = normalize_address(reference, {.postal_code = contact.postal_code,
                                                              .prefecture = contact.prefecture,
                                                              .address = contact.address,
                                                              .building = contact.building});
  if (address.level != AddressLevel::block) return;
  const Dwelling dwelling = dwelling_of(address);
  party.lot = address.key;
  party.building = dwelling.building;
  for (const std::string& wing : dwelling.wings)
    party.wing += party.wing.empty() ? wing : '-' + wing;
  party.room = dwelling.room;
}

LinkParty party_of(const Contact& contact, const ReferenceData& reference) {
  LinkParty party;
  read_name(party, contact, reference.tables().names);
  read_reach(party, contact, reference.tables().phones);
  read_place(party, contact, reference);
  return party;
}

std::string canonical_or_empty(IdentifierKind kind, std::string_view typed) {
  return canonical_value(kind, typed).value_or(std::string{});
}

/// Collects keys, each once.
class Keys {
 public:
  void add(BlockingKind kind, std::string canonical) {
    BlockingKey key{.kind = kind, .canonical = std::move(canonical)};
    if (std::ranges::find(keys_, key) == keys_.end()) keys_.push_back(std::move(key));
  }

  /// The parts with a bar between them, unless one is missing.
  void add(BlockingKind kind, std::string_view a, std::string_view b) {
    if (!a.empty() && !b.empty()) add(kind, std::string(a) + '|' + std::string(b));
  }

  void add_exact(BlockingKind kind, const std::string& canonical) {
    if (!canonical.empty()) add(kind, canonical);
  }

  std::vector<BlockingKey> take() { return std::move(keys_); }

 private:
  std::vector<BlockingKey> keys_;
};

void add_party(Keys& keys, const LinkParty& party) {
  keys.add_exact(BlockingKind::phone, party.phone);
  keys.add_exact(BlockingKind::mailbox, party.mailbox);
  keys.add(BlockingKind::room, party.lot, party.room);
  keys.add_exact(BlockingKind::lot, party.lot);
  keys.add(BlockingKind::kana_postal, party.kana.empty() ? party.name : party.kana, party.postal_code);
}

}  // namespace

LinkRecord make_link_record(const Order& order, const ReferenceData& reference) {
  LinkRecord record;
  record.buyer = party_of(order.buyer, reference);
  if (order.delivery) record.recipient = party_of(order.delivery->recipient, reference);
  if (const auto& visitor = order.conversation.visitor) {
    record.device = canonical_or_empty(IdentifierKind::device, visitor->device_id);
    record.ip = canonical_or_empty(IdentifierKind::ip, visitor->ip);
  }
  if (order.payment.card) record.card = canonical_or_empty(IdentifierKind::card, order.payment.card->token);
  return record;
}

std::vector<BlockingKey> blocking_keys(const LinkRecord& record) {
  constexpr std::size_t varying_digits = 2;
  const LinkParty& buyer = record.buyer;
  Keys keys;
  add_party(keys, buyer);
  keys.add_exact(BlockingKind::device, record.device);
  keys.add_exact(BlockingKind::card, record.card);
  keys.add(BlockingKind::name_ip, buyer.kana.empty() ? buyer.name : buyer.kana, record.ip);
  keys.add_exact(BlockingKind::mail_sibling, buyer.mail_stem);
  if (buyer.phone.size() > varying_digits)
    keys.add(BlockingKind::phone_prefix, buyer.phone.substr(0, buyer.phone.size() - varying_digits));
  if (record.recipient) add_party(keys, *record.recipient);
  return keys.take();
}

std::string_view to_string(BlockingKind kind) {
  return kind_names[static_cast<std::size_t>(kind)];
}

}  // namespace sekisho::scoring
