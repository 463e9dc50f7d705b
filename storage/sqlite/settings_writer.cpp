#include "sqlite/settings_writer.h"

#include <algorithm>

#include "sqlite/settings.h"

namespace sekisho::storage {

SettingsWriter::SettingsWriter(SQLite::Database& database, Sealer& sealer)
    : sealer_(sealer),
      has_merchant_(database, "SELECT 1 FROM merchants WHERE id = ?1"),
      insert_merchant_(database, "INSERT INTO merchants (id, name, created_at) VALUES (?1, ?2, ?3)"),
      hook_revision_(database, "SELECT revision FROM hooks WHERE id = ?1"),
      put_hook_(
          database,
          "INSERT INTO hooks (id, adapter, callback_url, enabled, callbacks_enabled, revision, created_at) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE SET adapter = ?2, "
          "callback_url = ?3, enabled = ?4, callbacks_enabled = ?5, revision = ?6"),
      remove_hook_(database, "DELETE FROM hooks WHERE id = ?1"),
      insert_hook_merchant_(
          database, "INSERT INTO hook_merchants (hook_id, position, merchant_id) VALUES (?1, ?2, ?3)"),
      remove_hook_merchants_(database, "DELETE FROM hook_merchants WHERE hook_id = ?1"),
      has_secret_(database, "SELECT 1 FROM secrets WHERE id = ?1"),
      insert_secret_(
          database, "INSERT INTO secrets (id, hook_id, use, secret, created_at) VALUES (?1, ?2, ?3, ?4, ?5)"),
      remove_secret_(database, "DELETE FROM secrets WHERE id = ?1"),
      remove_secrets_of_hook_(database, "DELETE FROM secrets WHERE hook_id = ?1"),
      has_policy_(database, "SELECT 1 FROM policies WHERE merchant_id = ?1 AND version = ?2"),
      insert_policy_(database,
                     "INSERT INTO policies (merchant_id, version, document, created_at, created_by, active) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
      deactivate_policy_(database, "UPDATE policies SET active = 0 WHERE merchant_id = ?1 AND active = 1"),
      activate_policy_(database, "UPDATE policies SET active = 1 WHERE merchant_id = ?1 AND version = ?2"),
      latest_policy_(database, "SELECT coalesce(max(version), 0) FROM policies WHERE merchant_id = ?1"),
      has_list_entry_(database, "SELECT 1 FROM list_entries WHERE public_id = ?1"),
      insert_list_entry_(database,
                         "INSERT INTO list_entries (public_id, merchant_id, list, kind, key, value, reason, "
                         "expires_at, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"),
      remove_list_entry_(database, "DELETE FROM list_entries WHERE public_id = ?1") {}

bool SettingsWriter::stands(const Unit& unit) {
  const auto merchant_is_new = [&](const auto& merchant) { return !has_merchant_.rows(merchant.id).next(); };
  const auto secret_stands = [&](const auto& secret) {
    return has_hook(unit, secret.hook_id) && !has_secret_.rows(secret.id).next();
  };
  const auto policy_is_new = [&](const auto& policy) {
    return !has_policy_.rows(policy.merchant_id, policy.version).next();
  };
  const auto entry_is_new = [&](const auto& entry) { return !has_list_entry_.rows(entry.id).next(); };
  if (unit.activated_policy && policy_is_new(*unit.activated_policy)) return false;
  return std::ranges::all_of(unit.merchants, merchant_is_new) &&
         std::ranges::all_of(unit.hooks, [&](const auto& hook) { return hook_stands(hook); }) &&
         std::ranges::all_of(unit.secrets, secret_stands) &&
         std::ranges::all_of(unit.policies, policy_is_new) &&
         std::ranges::all_of(unit.list_entries, entry_is_new);
}

bool SettingsWriter::hook_stands(const HookRecord& hook) {
  auto stored = hook_revision_.rows(hook.id);
  const auto revision = stored.next() ? stored.integer() : 0;
  return revision == hook.revision;
}

bool SettingsWriter::has_hook(const Unit& unit, const HookId& hook) {
  const bool made_here = std::ranges::find(unit.hooks, hook, &HookRecord::id) != unit.hooks.end();
  return made_here || hook_revision_.rows(hook).next();
}

void SettingsWriter::apply(const Unit& unit) {
  for (const auto& merchant : unit.merchants)
    insert_merchant_.run(merchant.id, merchant.name, merchant.created_at);
  for (const auto& hook : unit.hooks)
    put(hook);
  for (const auto& secret : unit.secrets)
    insert(secret);
  for (const auto& hook : unit.removed_hooks)
    remove(hook);
  for (const auto& secret : unit.removed_secrets)
    remove_secret_.run(secret);
  for (const auto& policy : unit.policies)
    insert(policy);
  if (unit.activated_policy) {
    deactivate_policy_.run(unit.activated_policy->merchant_id);
    activate_policy_.run(unit.activated_policy->merchant_id, unit.activated_policy->version);
  }
  for (const auto& entry : unit.list_entries)
    insert(entry);
  for (const auto& entry : unit.removed_list_entries)
    remove_list_entry_.run(entry);
}

std::int64_t SettingsWriter::latest_policy_version(const MerchantId& merchant) {
  auto rows = latest_policy_.rows(merchant);
  return rows.next() ? rows.integer() : 0;
}

void SettingsWriter::put(const HookRecord& hook) {
  put_hook_.run(hook.id, hook.adapter, Blob{sealer_.seal(callback_url_place(hook.id), hook.callback_url)},
                hook.enabled, hook.callbacks_enabled, hook.revision + 1, hook.created_at);
  remove_hook_merchants_.run(hook.id);
  std::int64_t position = 0;
  for (const auto& merchant : hook.merchants)
    insert_hook_merchant_.run(hook.id, position++, merchant);
}

void SettingsWriter::remove(const HookId& hook) {
  remove_secrets_of_hook_.run(hook);
  remove_hook_merchants_.run(hook);
  remove_hook_.run(hook);
}

void SettingsWriter::insert(const SecretRecord& secret) {
  insert_secret_.run(secret.id, secret.hook_id, to_string(secret.use),
                     Blob{sealer_.seal(secret_place(secret.id), secret.secret.reveal())}, secret.created_at);
}

void SettingsWriter::insert(const PolicyRecord& policy) {
  if (policy.active) deactivate_policy_.run(policy.merchant_id);
  const auto name = policy_row_name(policy.merchant_id, policy.version);
  insert_policy_.run(policy.merchant_id, policy.version,
                     Blob{sealer_.seal(policy_place(policy.merchant_id, name), policy.document)},
                     policy.created_at, policy.created_by, policy.active);
}

void SettingsWriter::insert(const ListEntryRecord& entry) {
  insert_list_entry_.run(entry.id, entry.merchant_id, entry.list, entry.kind, blob(entry.key),
                         Blob{sealer_.seal(list_entry_place(entry, "value"), entry.value)},
                         Blob{sealer_.seal(list_entry_place(entry, "reason"), entry.reason)},
                         entry.expires_at, entry.created_at);
}

}  // namespace sekisho::storage
