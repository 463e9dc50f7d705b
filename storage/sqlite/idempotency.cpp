#include "sqlite/idempotency.h"

namespace sekisho::storage {
namespace {

Place answer_place(const LookupKey& key) {
  return {.merchant = "", .table = "idempotency", .row = blob(key).bytes, .column = "answer"};
}

}  // namespace

Idempotency::Idempotency(SQLite::Database& database, Sealer& sealer)
    : sealer_(sealer),
      contains_(database, "SELECT 1 FROM idempotency WHERE key = ?1"),
      find_(database, "SELECT body_hash, status, answer, etag, created_at FROM idempotency WHERE key = ?1"),
      insert_(database,
              "INSERT INTO idempotency (key, body_hash, status, answer, etag, created_at) "
              "VALUES (?1, ?2, ?3, ?4, ?5, ?6)") {}

std::optional<IdempotencyRecord> Idempotency::find(const LookupKey& key) {
  auto rows = find_.rows(blob(key));
  if (!rows.next()) return std::nullopt;
  return IdempotencyRecord{.key = key,
                           .body_hash = rows.lookup_key(),
                           .status = static_cast<int>(rows.integer()),
                           .answer = sealer_.open(answer_place(key), rows.bytes()),
                           .etag = rows.text(),
                           .created_at = rows.time()};
}

void Idempotency::insert(const IdempotencyRecord& record) {
  insert_.run(blob(record.key), blob(record.body_hash), record.status,
              Blob{sealer_.seal(answer_place(record.key), record.answer)}, record.etag, record.created_at);
}

}  // namespace sekisho::storage
