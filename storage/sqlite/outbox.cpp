#include "sqlite/outbox.h"

#include <algorithm>
#include <initializer_list>
#include <stdexcept>

#include "sqlite/callback_rows.h"

namespace sekisho::storage {
namespace {

/// Only one callback of an order is under way at a time: a pending one waits for those before it.
constexpr std::string_view first_of_its_order =
    " NOT EXISTS (SELECT 1 FROM callbacks AS before WHERE before.order_row = callbacks.order_row "
    "AND before.sequence < callbacks.sequence AND before.status = 'pending') ";

constexpr std::string_view pending_and_free = " status = 'pending' AND lease_owner IS NULL ";

std::string sql(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const auto part : parts)
    text += part;
  return text;
}

}  // namespace

Outbox::Outbox(SQLite::Database& database, Sealer& sealer, OrderWriter& orders)
    : sealer_(sealer),
      orders_(orders),
      insert_(database,
              "INSERT INTO callbacks (public_id, order_row, merchant_id, hook_id, type, sequence, body, "
              "created_at, "
              "status, attempts_made, next_attempt_at, failure, lease_owner, lease_until) "
              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, '', ?12, ?13)"),
      find_(database, "SELECT id, status FROM callbacks WHERE public_id = ?1"),
      settle_(database,
              "UPDATE callbacks SET status = ?2, next_attempt_at = ?3, failure = ?4, "
              "attempts_made = attempts_made + ?5, lease_owner = NULL, lease_until = NULL WHERE id = ?1"),
      insert_attempt_(database,
                      "INSERT INTO callback_attempts (callback_row, at, status, error, duration_ms) "
                      "VALUES (?1, ?2, ?3, ?4, ?5)"),
      free_expired_(database,
                    "UPDATE callbacks SET lease_owner = NULL, lease_until = NULL "
                    "WHERE status = 'pending' AND lease_owner IS NOT NULL AND lease_until <= ?1"),
      free_all_(database,
                "UPDATE callbacks SET lease_owner = NULL, lease_until = NULL "
                "WHERE status = 'pending' AND lease_owner IS NOT NULL"),
      due_(database, sql({"SELECT id FROM callbacks WHERE", pending_and_free, "AND next_attempt_at <= ?1 AND",
                          first_of_its_order, "ORDER BY next_attempt_at LIMIT ?2"})),
      lease_(database, "UPDATE callbacks SET lease_owner = ?2, lease_until = ?3 WHERE id = ?1"),
      claimed_(database, select_callbacks() + "WHERE callbacks.id = ?1"),
      give_up_(database,
               "UPDATE callbacks SET status = 'failed', next_attempt_at = NULL, failure = 'unreadable', "
               "lease_owner = NULL, lease_until = NULL WHERE id = ?1"),
      next_due_(database, sql({"SELECT next_attempt_at FROM callbacks WHERE", pending_and_free, "AND",
                               first_of_its_order, "ORDER BY next_attempt_at LIMIT 1"})),
      next_freed_(database, sql({"SELECT min(max(next_attempt_at, lease_until)) FROM callbacks "
                                 "WHERE status = 'pending' AND lease_owner IS NOT NULL AND",
                                 first_of_its_order})),
      backlog_(database,
               "SELECT count(*), min(created_at) FROM ("
               "SELECT created_at FROM callbacks WHERE status = 'pending' AND lease_owner IS NULL UNION ALL "
               "SELECT created_at FROM callbacks WHERE status = 'pending' AND lease_owner IS NOT NULL)") {}

void Outbox::apply(const Unit& unit) {
  for (const auto& callback : unit.callbacks)
    insert(callback);
  for (const auto& settlement : unit.settlements)
    settle(settlement);
}

void Outbox::insert(const CallbackRecord& callback) {
  std::optional<RowId> order;
  if (!callback.order_id.empty()) {
    order = orders_.row_of(callback.order_id);
    if (!order) throw std::logic_error("a callback names an order that does not exist");
  }
  const bool pending = callback.status == CallbackStatus::pending;
  const auto lease = pending ? callback.lease : std::nullopt;
  insert_.run(callback.id, order, callback.merchant_id, callback.hook_id, callback.type, callback.sequence,
              Blob{sealer_.seal(body_place(callback), callback.body)}, callback.created_at,
              to_string(callback.status), callback.attempts_made,
              pending ? callback.next_attempt_at : std::nullopt,
              lease ? std::optional{std::string_view{lease->owner}} : std::nullopt,
              lease ? std::optional{lease->until} : std::nullopt);
}

void Outbox::settle(const Settlement& settlement) {
  RowId row = 0;
  bool delivered = false;
  {
    auto rows = find_.rows(settlement.id);
    if (!rows.next()) return;
    row = rows.integer();
    delivered = rows.bytes() == to_string(CallbackStatus::delivered);
  }
  if (const auto& attempt = settlement.attempt)
    insert_attempt_.run(row, attempt->at, attempt->status, attempt->error, attempt->duration_ms);
  // The receiver has it, whatever comes late: an attempt of a node whose lease ran out, a person's retry.
  if (delivered) return;
  const bool pending = settlement.status == CallbackStatus::pending;
  settle_.run(row, to_string(settlement.status), pending ? settlement.next_attempt_at : std::nullopt,
              settlement.failure, settlement.attempt ? 1 : 0);
}

std::vector<CallbackRecord> Outbox::claim(std::string_view owner, Timestamp now, Timestamp until,
                                          std::size_t limit) {
  free_expired_.run(now);
  std::vector<CallbackRecord> callbacks;
  for (const auto row : due_rows(now, limit)) {
    lease_.run(row, owner, until);
    if (auto callback = claimed(row)) callbacks.push_back(std::move(*callback));
  }
  return callbacks;
}

std::vector<RowId> Outbox::due_rows(Timestamp now, std::size_t limit) {
  std::vector<RowId> ids;
  auto rows = due_.rows(now, static_cast<std::int64_t>(limit));
  while (rows.next())
    ids.push_back(rows.integer());
  return ids;
}

/// One damaged body must not hold up all others: it becomes a failure that people see.
std::optional<CallbackRecord> Outbox::claimed(RowId row) {
  CallbackRow callback;
  {
    auto rows = claimed_.rows(row);
    if (!rows.next()) throw BrokenRow("callbacks.id");
    callback = read_callback(rows);
  }
  auto& record = callback.view.callback;
  try {
    record.body = sealer_.open(body_place(record), callback.sealed_body);
  } catch (const BrokenSeal&) {
    give_up_.run(row);
    return std::nullopt;
  }
  return std::move(record);
}

std::optional<Timestamp> Outbox::next_due() {
  auto free = next_due_.rows();
  const auto due = free.next() ? std::optional{free.time()} : std::nullopt;
  // A leased one can be claimed again once its lease has run out.
  auto leased = next_freed_.rows();
  const auto freed = leased.next() ? leased.optional_time() : std::nullopt;
  return due && freed ? std::min(due, freed) : due ? due : freed;
}

Store::Backlog Outbox::backlog() {
  auto rows = backlog_.rows();
  if (!rows.next()) return {};
  return {.pending = rows.integer(), .oldest = rows.optional_time()};
}

}  // namespace sekisho::storage
