#include "sqlite/row_hasher.h"

#include <bit>

#include "length_prefix.h"

namespace sekisho::storage {
namespace {

constexpr std::string_view purpose = "sekisho/row hashes/1";

}  // namespace

RowHasher::RowHasher(const MasterKey& master) : hmac_(derive_key(master.bytes(), purpose)) {}

std::int64_t RowHasher::event(const EventKey& key) {
  return hash("event", key.hook_id.str(), key.event_id.str());
}

std::int64_t RowHasher::conversation(const MerchantId& merchant, const ConversationId& conversation) {
  return hash("conversation", merchant.str(), conversation.str());
}

std::int64_t RowHasher::hash(std::string_view kind, std::string_view first, std::string_view second) {
  const auto first_size = length_prefix(first);
  const auto second_size = length_prefix(second);
  const auto mac = hmac_.of({kind, view_of(first_size), first, view_of(second_size), second});
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i)
    number = number << 8U | std::to_integer<std::uint64_t>(mac[i]);
  return std::bit_cast<std::int64_t>(number);
}

}  // namespace sekisho::storage
