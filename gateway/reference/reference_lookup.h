#pragma once

#include <optional>
#include <string>
#include <vector>

#include <domain/contact.h>
#include <domain/order.h>
#include <scoring/place_key.h>
#include <scoring/reference_facts.h>
#include <storage/vault.h>

#include "reference/reference_sets.h"

namespace sekisho::gateway {

/// Asks the imported sets about orders: microseconds each, no lock but one to get the sets in force. Owns its
/// keyed hasher: belongs to one thread; make one a thread.
class ReferenceLookup {
 public:
  /// `board` must outlive it.
  explicit ReferenceLookup(const ReferenceBoard& board) : board_(board), hasher_(board.master()) {}

  /// What the sets in force say of the order, and which versions they are. Of an order without a visitor the
  /// network is not known.
  [[nodiscard]] scoring::ReferenceFacts facts_of(const Order& order);

 private:
  std::optional<scoring::PhoneCheck> check_of(const storage::KeyedFile& phones, const std::string& typed);
  bool is_vacant(const storage::KeyedFile& vacancies, const scoring::PlaceKey& place, Timestamp at);
  std::string forwarder_at(const storage::KeyedFile& forwarders, const scoring::PlaceKey& place);
  std::vector<scoring::NegativeHit> negatives_of(const storage::KeyedFile& negatives, const Order& order);
  void look_up_phones(const ReferenceSets& sets, const Order& order, scoring::ReferenceFacts& facts);
  void look_up_place(const ReferenceSets& sets, const Order& order, scoring::ReferenceFacts& facts);

  const ReferenceBoard& board_;
  storage::LookupHasher hasher_;
};

}  // namespace sekisho::gateway
