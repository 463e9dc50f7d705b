#pragma once

#include <optional>

#include <SQLiteCpp/Database.h>
#include <storage/store.h>

#include "sealing.h"
#include "sqlite/confirmations.h"
#include "sqlite/conversations.h"
#include "sqlite/order_rows.h"
#include "sqlite/query.h"

namespace sekisho::storage {

/// Writes orders and what belongs to them: documents, assessments, confirmations, history, look-up rows.
class OrderWriter {
 public:
  OrderWriter(SQLite::Database& database, Sealer& sealer, Conversations& conversations);

  /// Whether what the unit was decided on still holds: a new order's conversation has none, a changed one has
  /// the revision that it was read with.
  [[nodiscard]] bool stands(const Unit& unit);
  /// Writes a unit that stands.
  void apply(const Unit& unit);

  /// Nothing when there is no such order.
  [[nodiscard]] std::optional<RowId> row_of(const OrderId& id);

  /// A rolled back transaction may have made the row that is remembered.
  void forget() { last_ = {}; }

 private:
  void insert(const OrderRecord& order);
  void update(const OrderRecord& order);
  void put_trace(RowId row, const OrderRecord& order);
  void insert_lookups(RowId row, const LookupKeys& keys);
  void replace_lookups(RowId row, const LookupKeys& keys);
  void insert_assessment(RowId row, const OrderRecord& order, const AssessmentRecord& assessment);
  void insert_history(const HistoryRecord& step, const OrderRecord* order);
  RowId existing_row(const OrderId& id);

  /// A unit names one order several times.
  struct Last {
    OrderId id;
    RowId row = 0;
  };

  SQLite::Database& database_;
  Sealer& sealer_;
  Conversations& conversations_;
  ConfirmationWriter confirmations_;
  Query row_of_;
  Query of_conversation_;
  Query revision_;
  Query insert_;
  Query insert_document_;
  Query update_;
  Query update_document_;
  Query put_trace_;
  Query lookup_keys_;
  Query insert_lookup_;
  Query remove_lookup_;
  Query insert_assessment_;
  Query insert_history_;
  Last last_;
};

}  // namespace sekisho::storage
