#include "sqlite/confirmations.h"

namespace sekisho::storage {

ConfirmationRows::ConfirmationRows(SQLite::Database& database)
    : select_(database,
              "SELECT public_id, order_version, channel, provider, status, attempt, attempts, requested_at, "
              "expires_at "
              "FROM confirmations WHERE order_row = ?1 ORDER BY id") {}

std::vector<ConfirmationRecord> ConfirmationRows::of_order(RowId order_row) {
  std::vector<ConfirmationRecord> confirmations;
  auto rows = select_.rows(order_row);
  while (rows.next()) {
    confirmations.push_back({.id = rows.id<ConfirmationId>(),
                             .order_version = rows.integer(),
                             .channel = rows.text(),
                             .provider = rows.text(),
                             .status = rows.text(),
                             .attempt = rows.integer(),
                             .attempts = rows.integer(),
                             .requested_at = rows.time(),
                             .expires_at = rows.time()});
  }
  return confirmations;
}

ConfirmationWriter::ConfirmationWriter(SQLite::Database& database)
    : upsert_(database,
              "INSERT INTO confirmations (public_id, order_row, order_version, channel, provider, status, "
              "attempt, "
              "attempts, requested_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
              "ON CONFLICT (public_id) DO UPDATE SET order_version = ?3, channel = ?4, provider = ?5, status "
              "= ?6, "
              "attempt = ?7, attempts = ?8, requested_at = ?9, expires_at = ?10") {}

void ConfirmationWriter::put(RowId order_row, const ConfirmationRecord& confirmation) {
  upsert_.run(confirmation.id, order_row, confirmation.order_version, confirmation.channel,
              confirmation.provider, confirmation.status, confirmation.attempt, confirmation.attempts,
              confirmation.requested_at, confirmation.expires_at);
}

}  // namespace sekisho::storage
