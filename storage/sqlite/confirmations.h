#pragma once

#include <vector>

#include <SQLiteCpp/Database.h>
#include <storage/records.h>

#include "sqlite/query.h"

namespace sekisho::storage {

/// The table `confirmations`, as readers see it.
class ConfirmationRows {
 public:
  explicit ConfirmationRows(SQLite::Database& database);

  /// In the order they were asked for.
  [[nodiscard]] std::vector<ConfirmationRecord> of_order(RowId order_row);

 private:
  Query select_;
};

/// The table `confirmations`, as the writer changes it.
class ConfirmationWriter {
 public:
  explicit ConfirmationWriter(SQLite::Database& database);

  /// Makes it, or replaces the one of the same id.
  void put(RowId order_row, const ConfirmationRecord& confirmation);

 private:
  Query upsert_;
};

}  // namespace sekisho::storage
