#pragma once

#include <cstdint>

#include <domain/crypto.h>
#include <storage/records.h>

namespace sekisho::storage {

/// The 64-bit hashes by which events and conversations are found: integers, so that their indexes stay small.
/// Keyed, so that nobody who chooses ids can choose equal hashes. Belongs to one thread at a time.
class RowHasher {
 public:
  explicit RowHasher(const MasterKey& master);

  [[nodiscard]] std::int64_t event(const EventKey& key);
  [[nodiscard]] std::int64_t conversation(const MerchantId& merchant, const ConversationId& conversation);

 private:
  std::int64_t hash(std::string_view kind, std::string_view first, std::string_view second);

  Hmac hmac_;
};

}  // namespace sekisho::storage
