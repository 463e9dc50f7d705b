#pragma once

#include <string>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <storage/store.h>

#include "sealing.h"
#include "sqlite/query.h"

namespace sekisho::storage {

[[nodiscard]] Place body_place(const CallbackRecord& callback);

/// What a query of callbacks has to select, for read_callback().
[[nodiscard]] const std::string& select_callbacks();

struct CallbackRow {
  RowId id = 0;
  CallbackView view;  ///< without body and attempts
  std::string sealed_body;
};

/// The row that `rows` stands on.
[[nodiscard]] CallbackRow read_callback(Rows& rows);

/// The table `callback_attempts`, as readers see it.
class AttemptRows {
 public:
  explicit AttemptRows(SQLite::Database& database);

  /// In the order they were made.
  [[nodiscard]] std::vector<AttemptRecord> of_callback(RowId callback_row);

 private:
  Query select_;
};

}  // namespace sekisho::storage
