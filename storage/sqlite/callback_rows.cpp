#include "sqlite/callback_rows.h"

namespace sekisho::storage {

Place body_place(const CallbackRecord& callback) {
  return {.merchant = callback.merchant_id.str(),
          .table = "callbacks",
          .row = callback.id.str(),
          .column = "body"};
}

const std::string& select_callbacks() {
  static const std::string columns =
      "SELECT callbacks.id, callbacks.public_id, coalesce(orders.public_id, ''), callbacks.merchant_id, "
      "callbacks.hook_id, callbacks.type, callbacks.sequence, callbacks.created_at, callbacks.status, "
      "callbacks.attempts_made, callbacks.next_attempt_at, callbacks.failure, callbacks.lease_owner, "
      "callbacks.lease_until, callbacks.body "
      "FROM callbacks LEFT JOIN orders ON orders.id = callbacks.order_row ";
  return columns;
}

CallbackRow read_callback(Rows& rows) {
  CallbackRow row;
  row.id = rows.integer();
  row.view.callback = {.id = rows.id<CallbackId>(),
                       .order_id = rows.id<OrderId>(),
                       .merchant_id = rows.id<MerchantId>(),
                       .hook_id = rows.id<HookId>(),
                       .type = rows.text(),
                       .sequence = rows.integer(),
                       .body = {},
                       .created_at = rows.time(),
                       .status = known(callback_status_from(rows.bytes()), "callbacks.status"),
                       .attempts_made = rows.integer(),
                       .next_attempt_at = rows.optional_time(),
                       .lease = std::nullopt};
  row.view.failure = rows.text();
  auto owner = rows.optional_text();
  const auto until = rows.optional_time();
  if (owner && until) row.view.callback.lease = Lease{.owner = std::move(*owner), .until = *until};
  row.sealed_body = rows.text();
  return row;
}

AttemptRows::AttemptRows(SQLite::Database& database)
    : select_(database,
              "SELECT at, status, error, duration_ms FROM callback_attempts WHERE callback_row = ?1 ORDER BY "
              "id") {}

std::vector<AttemptRecord> AttemptRows::of_callback(RowId callback_row) {
  std::vector<AttemptRecord> attempts;
  auto rows = select_.rows(callback_row);
  while (rows.next()) {
    AttemptRecord attempt{.at = rows.time(), .status = std::nullopt, .error = {}, .duration_ms = 0};
    if (const auto status = rows.optional_integer()) attempt.status = static_cast<int>(*status);
    attempt.error = rows.text();
    attempt.duration_ms = rows.integer();
    attempts.push_back(std::move(attempt));
  }
  return attempts;
}

}  // namespace sekisho::storage
