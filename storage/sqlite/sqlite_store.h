#pragma once

#include <optional>
#include <type_traits>

#include <SQLiteCpp/Database.h>
#include <domain/random.h>
#include <domain/time.h>
#include <storage/store.h>
#include <storage/vault.h>

#include "sealing.h"
#include "sqlite/conversations.h"
#include "sqlite/data_keys.h"
#include "sqlite/events.h"
#include "sqlite/faults.h"
#include "sqlite/idempotency.h"
#include "sqlite/order_rows.h"
#include "sqlite/order_writer.h"
#include "sqlite/outbox.h"
#include "sqlite/row_hasher.h"
#include "sqlite/settings_writer.h"
#include "sqlite/transaction.h"

namespace sekisho::storage {

/// The writer. A batch is one transaction. Nothing else writes between its begin and its end, so each unit is
/// checked first and then written: a refused one has written nothing, and no savepoint has to undo it.
///
/// After a fatal fault every call answers with that fault.
class SqliteStore final : public Store {
 public:
  SqliteStore(SQLite::Database database, const MasterKey& master, const Clock& clock, Random& random);

  [[nodiscard]] Stored<std::vector<std::optional<StoredAnswer>>> find_answers(
      std::span<const EventKey> keys) override;
  [[nodiscard]] Stored<std::vector<std::string>> conversation_bodies(const ConversationKey& key) override;
  [[nodiscard]] Stored<std::optional<Timestamp>> latest_event_at() override;
  [[nodiscard]] Stored<std::vector<std::optional<OrderState>>> find_orders(
      std::span<const OrderId> ids) override;
  [[nodiscard]] Stored<std::vector<std::optional<OrderState>>> find_orders_of(
      std::span<const ConversationKey> conversations) override;
  [[nodiscard]] Stored<std::int64_t> visit_traces(Timestamp since, const TraceVisitor& visit) override;
  [[nodiscard]] Stored<std::vector<CallbackRecord>> claim_due(std::string_view owner, Timestamp now,
                                                              Timestamp until, std::size_t limit) override;
  [[nodiscard]] Stored<std::optional<Timestamp>> next_due() override;
  [[nodiscard]] Stored<Backlog> backlog() override;
  [[nodiscard]] Stored<Settings> load_settings() override;
  [[nodiscard]] Stored<std::int64_t> latest_policy_version(const MerchantId& merchant) override;
  [[nodiscard]] Stored<std::optional<IdempotencyRecord>> find_idempotency(const LookupKey& key) override;
  [[nodiscard]] Stored<CommitReport> commit(std::span<const Unit> batch) override;
  [[nodiscard]] Stored<void> check_writable() override;

  /// Leases are for the living: at opening, no process that held one is.
  [[nodiscard]] Stored<void> free_all_leases();
  void checkpoint_if_due();

 private:
  class Attempt;

  bool stands(const Unit& unit);
  void apply(const Unit& unit);
  void forget_unproven();
  void checkpoint();
  static int on_commit(void* store, sqlite3* connection, const char* schema, int wal_pages);

  /// Guards the work, and remembers a fatal fault.
  template <class Work>
  auto read(const Work& work) -> Stored<decltype(work())>;
  /// The same, within a transaction.
  template <class Work>
  auto write(const Work& work) -> Stored<decltype(work())>;

  SQLite::Database database_;
  TransactionControl transactions_;
  SqliteDataKeys data_keys_;
  Sealer sealer_;
  RowHasher hasher_;
  Conversations conversations_;
  Events events_;
  EventBodies event_bodies_;
  OrderRows order_rows_;
  OrderWriter orders_;
  Outbox outbox_;
  SettingsWriter settings_;
  Idempotency idempotency_;
  Query traces_;
  Query touch_;
  Query checkpoint_;
  std::optional<StorageFault> fatal_;
  int wal_pages_ = 0;
  int checkpoint_at_;
};

}  // namespace sekisho::storage
