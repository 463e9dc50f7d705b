#pragma once

#include <SQLiteCpp/Database.h>
#include <domain/random.h>
#include <storage/store.h>
#include <storage/vault.h>

#include "sealing.h"
#include "sqlite/callback_rows.h"
#include "sqlite/conversations.h"
#include "sqlite/data_keys.h"
#include "sqlite/events.h"
#include "sqlite/order_rows.h"
#include "sqlite/paging.h"
#include "sqlite/row_hasher.h"
#include "sqlite/transaction.h"

namespace sekisho::storage {

/// A reader on its own connection. Each call sees one state of the database, from its first row to its last.
class SqliteReader final : public Reader {
 public:
  SqliteReader(SQLite::Database database, const MasterKey& master, const Clock& clock, Random& random);

  [[nodiscard]] Result<Page<OrderState>> orders(const OrderFilter& filter, const PageRequest& page) override;
  [[nodiscard]] Result<std::optional<OrderState>> order(const OrderId& id) override;
  [[nodiscard]] Result<std::vector<AssessmentRecord>> assessments(const OrderId& id) override;
  [[nodiscard]] Result<std::vector<HistoryRecord>> history(const OrderId& id) override;
  [[nodiscard]] Result<std::vector<std::string>> conversation_bodies(const ConversationKey& key) override;
  [[nodiscard]] Result<Page<CallbackView>> callbacks(const CallbackFilter& filter,
                                                     const PageRequest& page) override;
  [[nodiscard]] Result<std::optional<CallbackView>> callback(const CallbackId& id) override;
  [[nodiscard]] Result<Page<PolicyRecord>> policy_versions(const MerchantId& merchant,
                                                           const PageRequest& page) override;
  [[nodiscard]] Result<std::optional<PolicyRecord>> policy(const MerchantId& merchant,
                                                           std::int64_t version) override;
  [[nodiscard]] Result<Page<ListEntryRecord>> list_entries(const MerchantId& merchant, std::string_view list,
                                                           const PageRequest& page) override;
  [[nodiscard]] Result<std::optional<ListEntryRecord>> list_entry(const MerchantId& merchant,
                                                                  std::string_view list,
                                                                  std::string_view id) override;

 private:
  template <class Work>
  auto read(const Work& work) -> Result<decltype(work())>;

  std::vector<RowId> conversation_rows(const ConversationId& id, const std::optional<MerchantId>& merchant);
  std::vector<MerchantId> merchants();

  SQLite::Database database_;
  TransactionControl transactions_;
  SqliteDataKeys data_keys_;
  Sealer sealer_;
  RowHasher hasher_;
  EventBodies event_bodies_;
  OrderRows order_rows_;
  AttemptRows attempts_;
};

}  // namespace sekisho::storage
