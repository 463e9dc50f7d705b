#include "sqlite/sqlite_store.h"

#include <sqlite3.h>

#include "sqlite/settings.h"

namespace sekisho::storage {
namespace {

/// In pages of the WAL. Checkpoints are rare because each one stalls commits, and commits wait for fsync
/// anyway.
constexpr int checkpoint_pages = 10'000;
/// So much more is let pile up before commits make a checkpoint themselves, should the writer never be idle.
constexpr int checkpoint_patience = 30'000;

}  // namespace

/// A transaction together with what is remembered of it: neither outlives a rollback.
class SqliteStore::Attempt {
 public:
  explicit Attempt(SqliteStore& store) : store_(store) { store_.forget_unproven(); }

  Attempt(const Attempt&) = delete;
  Attempt& operator=(const Attempt&) = delete;

  ~Attempt() {
    if (!succeeded_) store_.forget_unproven();
  }

  template <class Work>
  auto run(const Work& work) {
    Transaction transaction(store_.transactions_);
    auto outcome = work();
    transaction.commit();
    store_.sealer_.keep_new_keys();
    succeeded_ = true;
    return outcome;
  }

 private:
  SqliteStore& store_;
  bool succeeded_ = false;
};

template <class Work>
auto SqliteStore::read(const Work& work) -> Stored<decltype(work())> {
  if (fatal_) return std::unexpected(*fatal_);
  auto outcome = guarded(work);
  if (!outcome && outcome.error().fatal) fatal_ = outcome.error();
  return outcome;
}

template <class Work>
auto SqliteStore::write(const Work& work) -> Stored<decltype(work())> {
  auto outcome = read([&] { return Attempt{*this}.run(work); });
  if (outcome && wal_pages_ >= checkpoint_at_ + checkpoint_patience) checkpoint();
  return outcome;
}

SqliteStore::SqliteStore(SQLite::Database database, const MasterKey& master, const Clock& clock,
                         Random& random)
    : database_(std::move(database)),
      transactions_(database_, "BEGIN IMMEDIATE"),
      data_keys_(database_, clock),
      sealer_(master, data_keys_, random),
      hasher_(master),
      conversations_(database_, hasher_),
      events_(database_, hasher_, sealer_),
      event_bodies_(database_, sealer_),
      order_rows_(database_, sealer_),
      orders_(database_, sealer_, conversations_),
      outbox_(database_, sealer_, orders_),
      settings_(database_, sealer_),
      idempotency_(database_, sealer_),
      // By row id from the first one on: a walk through neighbouring pages, where the index would jump. The
      // `+` keep SQLite from looking for the first one by walking through all that is older.
      traces_(database_,
              "SELECT public_id, merchant_id, created_at, status, outcome, outcome_at, trace FROM orders "
              "CROSS JOIN order_traces ON order_row = orders.id "
              "WHERE orders.id >= (SELECT min(+id) FROM orders WHERE created_at >= ?1) "
              "AND +created_at >= ?1 ORDER BY orders.id"),
      // A value that stays the same would be written nowhere.
      touch_(database_, "UPDATE installation SET write_checks = write_checks + 1"),
      checkpoint_(database_, "PRAGMA wal_checkpoint(PASSIVE)"),
      checkpoint_at_(checkpoint_pages) {
  sqlite3_wal_hook(database_.getHandle(), &SqliteStore::on_commit, this);
}

int SqliteStore::on_commit(void* store, sqlite3*, const char*, int wal_pages) {
  static_cast<SqliteStore*>(store)->wal_pages_ = wal_pages;
  return SQLITE_OK;
}

Stored<std::vector<std::optional<StoredAnswer>>> SqliteStore::find_answers(std::span<const EventKey> keys) {
  return read([&] {
    std::vector<std::optional<StoredAnswer>> answers;
    for (const auto& key : keys)
      answers.push_back(events_.answer(key));
    return answers;
  });
}

Stored<std::vector<std::string>> SqliteStore::conversation_bodies(const ConversationKey& key) {
  return read([&] {
    const auto row = conversations_.find(key.hook_id, key.merchant_id, key.conversation_id);
    return row ? event_bodies_.of_conversation(*row) : std::vector<std::string>{};
  });
}

Stored<std::vector<std::optional<OrderState>>> SqliteStore::find_orders(std::span<const OrderId> ids) {
  return read([&] {
    std::vector<std::optional<OrderState>> orders;
    for (const auto& id : ids)
      orders.push_back(order_rows_.find(id));
    return orders;
  });
}

Stored<std::vector<std::optional<OrderState>>> SqliteStore::find_orders_of(
    std::span<const ConversationKey> conversations) {
  return read([&] {
    std::vector<std::optional<OrderState>> orders;
    for (const auto& key : conversations) {
      const auto row = conversations_.find(key.hook_id, key.merchant_id, key.conversation_id);
      orders.push_back(row ? order_rows_.find_of_conversation(*row) : std::nullopt);
    }
    return orders;
  });
}

Stored<std::optional<Timestamp>> SqliteStore::latest_event_at() {
  return read([&] { return events_.latest_at(); });
}

Stored<std::int64_t> SqliteStore::visit_traces(Timestamp since, const TraceVisitor& visit) {
  return read([&] {
    std::int64_t unreadable = 0;
    auto rows = traces_.rows(since);
    while (rows.next()) {
      TraceRecord record{.order_id = rows.id<OrderId>(),
                         .merchant_id = rows.id<MerchantId>(),
                         .received_at = rows.time(),
                         .status = known(order_status_from(rows.bytes()), "orders.status"),
                         .outcome = read_outcome(rows),
                         .outcome_at = rows.optional_time(),
                         .trace = {}};
      const auto place = trace_place(record.merchant_id.str(), record.order_id.str());
      try {
        record.trace = sealer_.open(place, rows.bytes());
      } catch (const BrokenSeal&) {
        ++unreadable;
        continue;
      }
      visit(record);
    }
    return unreadable;
  });
}

Stored<std::vector<CallbackRecord>> SqliteStore::claim_due(std::string_view owner, Timestamp now,
                                                           Timestamp until, std::size_t limit) {
  return write([&] { return outbox_.claim(owner, now, until, limit); });
}

Stored<std::optional<Timestamp>> SqliteStore::next_due() {
  return read([&] { return outbox_.next_due(); });
}

Stored<Store::Backlog> SqliteStore::backlog() {
  return read([&] { return outbox_.backlog(); });
}

Stored<Store::Settings> SqliteStore::load_settings() {
  return read([&] { return storage::load_settings(database_, sealer_); });
}

Stored<std::int64_t> SqliteStore::latest_policy_version(const MerchantId& merchant) {
  return read([&] { return settings_.latest_policy_version(merchant); });
}

Stored<std::optional<IdempotencyRecord>> SqliteStore::find_idempotency(const LookupKey& key) {
  return read([&] { return idempotency_.find(key); });
}

Stored<CommitReport> SqliteStore::commit(std::span<const Unit> batch) {
  return write([&] {
    CommitReport report;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (stands(batch[i])) {
        apply(batch[i]);
      } else {
        report.refused.push_back(i);
      }
    }
    return report;
  });
}

bool SqliteStore::stands(const Unit& unit) {
  if (unit.event && events_.contains(unit.event->key)) return false;
  if (unit.idempotency && idempotency_.contains(unit.idempotency->key)) return false;
  return orders_.stands(unit) && settings_.stands(unit);
}

void SqliteStore::apply(const Unit& unit) {
  if (const auto& key = unit.conversation)
    conversations_.ensure(key->hook_id, key->merchant_id, key->conversation_id);
  if (const auto& event = unit.event) {
    std::optional<RowId> conversation;
    if (!event->conversation_id.empty()) {
      conversation = conversations_.ensure(event->key.hook_id, event->merchant_id, event->conversation_id);
    }
    events_.insert(*event, conversation);
  }
  settings_.apply(unit);
  orders_.apply(unit);
  outbox_.apply(unit);
  if (unit.idempotency) idempotency_.insert(*unit.idempotency);
}

Stored<void> SqliteStore::check_writable() {
  auto touched = write([&] { return touch_.run(); });
  if (!touched) return std::unexpected(std::move(touched.error()));
  return {};
}

Stored<void> SqliteStore::free_all_leases() {
  auto freed = write([&] { return outbox_.free_all_leases(); });
  if (!freed) return std::unexpected(std::move(freed.error()));
  return {};
}

void SqliteStore::forget_unproven() {
  conversations_.forget();
  orders_.forget();
  sealer_.forget_new_keys();
}

void SqliteStore::checkpoint_if_due() {
  if (wal_pages_ >= checkpoint_at_) checkpoint();
}

/// What goes wrong here shows in the next call: a fatal fault is remembered, and anything else is tried
/// again.
void SqliteStore::checkpoint() {
  const auto complete = read([&] {
    auto rows = checkpoint_.rows();
    if (!rows.next()) return false;
    const bool busy = rows.flag();
    const auto pages = rows.integer();
    return !busy && pages == rows.integer();
  });
  // A reader in the midst of an old state holds the rest back; trying again at every commit would not help.
  const bool done = complete && *complete;
  checkpoint_at_ = done ? checkpoint_pages : wal_pages_ + checkpoint_pages;
  if (done) wal_pages_ = 0;
}

}  // namespace sekisho::storage
