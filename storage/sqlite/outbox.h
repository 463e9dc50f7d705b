#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <storage/store.h>

#include "sealing.h"
#include "sqlite/order_writer.h"
#include "sqlite/query.h"

namespace sekisho::storage {

/// Writes callbacks and what becomes of them. The calls that write belong into a transaction.
class Outbox {
 public:
  Outbox(SQLite::Database& database, Sealer& sealer, OrderWriter& orders);

  void apply(const Unit& unit);
  [[nodiscard]] std::vector<CallbackRecord> claim(std::string_view owner, Timestamp now, Timestamp until,
                                                  std::size_t limit);
  [[nodiscard]] std::optional<Timestamp> next_due();
  [[nodiscard]] Store::Backlog backlog();

  /// No process that held a lease is alive.
  int free_all_leases() { return free_all_.run(); }

 private:
  void insert(const CallbackRecord& callback);
  void settle(const Settlement& settlement);
  std::vector<RowId> due_rows(Timestamp now, std::size_t limit);
  std::optional<CallbackRecord> claimed(RowId row);

  Sealer& sealer_;
  OrderWriter& orders_;
  Query insert_;
  Query find_;
  Query settle_;
  Query insert_attempt_;
  Query free_expired_;
  Query free_all_;
  Query due_;
  Query lease_;
  Query claimed_;
  Query give_up_;
  Query next_due_;
  Query next_freed_;
  Query backlog_;
};

}  // namespace sekisho::storage
