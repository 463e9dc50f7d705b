#include "sqlite/conversations.h"

namespace sekisho::storage {

Conversations::Conversations(SQLite::Database& database, RowHasher& hasher)
    : database_(database),
      hasher_(hasher),
      find_(database,
            "SELECT id FROM conversations "
            "WHERE key_hash = ?1 AND conversation_id = ?2 AND hook_id = ?3 AND merchant_id = ?4"),
      insert_(database,
              "INSERT INTO conversations (key_hash, conversation_id, hook_id, merchant_id) VALUES (?1, ?2, "
              "?3, ?4)") {}

std::optional<RowId> Conversations::find(const HookId& hook, const MerchantId& merchant,
                                         const ConversationId& id) {
  const bool same = last_ && last_->key.conversation_id == id && last_->key.hook_id == hook &&
                    last_->key.merchant_id == merchant;
  if (same && last_->row) return last_->row;
  if (!same) last_ = Last{.key = {hook, merchant, id}, .hash = hasher_.conversation(merchant, id), .row = {}};
  auto rows = find_.rows(last_->hash, id, hook, merchant);
  if (rows.next()) last_->row = rows.integer();
  return last_->row;
}

RowId Conversations::ensure(const HookId& hook, const MerchantId& merchant, const ConversationId& id) {
  if (const auto row = find(hook, merchant, id)) return *row;
  insert_.run(last_->hash, id, hook, merchant);
  last_->row = database_.getLastInsertRowid();
  return *last_->row;
}

}  // namespace sekisho::storage
