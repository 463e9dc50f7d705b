#pragma once

#include <SQLiteCpp/Database.h>
#include <storage/store.h>

#include "sealing.h"
#include "sqlite/query.h"

namespace sekisho::storage {

/// Writes merchants, hooks, secrets, policies and list entries.
class SettingsWriter {
 public:
  SettingsWriter(SQLite::Database& database, Sealer& sealer);

  /// Whether what the unit was decided on still holds: what it makes is not there yet, a hook has the
  /// revision that it was read with, a secret's hook and a policy to activate are there.
  [[nodiscard]] bool stands(const Unit& unit);
  /// Writes a unit that stands.
  void apply(const Unit& unit);

  [[nodiscard]] std::int64_t latest_policy_version(const MerchantId& merchant);

 private:
  bool hook_stands(const HookRecord& hook);
  bool has_hook(const Unit& unit, const HookId& hook);

  void put(const HookRecord& hook);
  void remove(const HookId& hook);
  void insert(const SecretRecord& secret);
  void insert(const PolicyRecord& policy);
  void insert(const ListEntryRecord& entry);

  Sealer& sealer_;
  Query has_merchant_;
  Query insert_merchant_;
  Query hook_revision_;
  Query put_hook_;
  Query remove_hook_;
  Query insert_hook_merchant_;
  Query remove_hook_merchants_;
  Query has_secret_;
  Query insert_secret_;
  Query remove_secret_;
  Query remove_secrets_of_hook_;
  Query has_policy_;
  Query insert_policy_;
  Query deactivate_policy_;
  Query activate_policy_;
  Query latest_policy_;
  Query has_list_entry_;
  Query insert_list_entry_;
  Query remove_list_entry_;
};

}  // namespace sekisho::storage
