#pragma once

#include <optional>

#include <SQLiteCpp/Database.h>
#include <storage/records.h>

#include "sealing.h"
#include "sqlite/query.h"

namespace sekisho::storage {

/// The table `idempotency`.
class Idempotency {
 public:
  Idempotency(SQLite::Database& database, Sealer& sealer);

  [[nodiscard]] bool contains(const LookupKey& key) { return contains_.rows(blob(key)).next(); }

  [[nodiscard]] std::optional<IdempotencyRecord> find(const LookupKey& key);
  void insert(const IdempotencyRecord& record);

 private:
  Sealer& sealer_;
  Query contains_;
  Query find_;
  Query insert_;
};

}  // namespace sekisho::storage
