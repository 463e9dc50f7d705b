#pragma once

#include <optional>

#include <SQLiteCpp/Database.h>
#include <storage/records.h>

#include "sqlite/query.h"
#include "sqlite/row_hasher.h"

namespace sekisho::storage {

/// The table `conversations`: the row of each one.
class Conversations {
 public:
  Conversations(SQLite::Database& database, RowHasher& hasher);

  [[nodiscard]] std::optional<RowId> find(const HookId& hook, const MerchantId& merchant,
                                          const ConversationId& id);
  /// Its row, made when there is none.
  RowId ensure(const HookId& hook, const MerchantId& merchant, const ConversationId& id);

  /// A rolled back transaction may have made the row that is remembered.
  void forget() { last_.reset(); }

 private:
  /// A unit names one conversation several times.
  struct Last {
    ConversationKey key;
    std::int64_t hash = 0;
    std::optional<RowId> row;
  };

  SQLite::Database& database_;
  RowHasher& hasher_;
  Query find_;
  Query insert_;
  std::optional<Last> last_;
};

}  // namespace sekisho::storage
