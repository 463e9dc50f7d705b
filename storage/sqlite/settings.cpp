#include "sqlite/settings.h"

#include <array>
#include <unordered_map>

#include <domain/enum_names.h>
#include <fmt/core.h>

namespace sekisho::storage {
namespace {

constexpr std::array<std::pair<SecretUse, std::string_view>, 2> secret_uses{{
    {SecretUse::signing, "signing"},
    {SecretUse::callback, "callback"},
}};

/// The whole table, one record a row.
template <class Read>
auto all(SQLite::Database& database, std::string_view sql, const Read& read) {
  Query query(database, std::string{sql});
  auto rows = query.rows();
  std::vector<decltype(read(rows))> records;
  while (rows.next())
    records.push_back(read(rows));
  return records;
}

MerchantRecord read_merchant(Rows& rows) {
  return {.id = rows.id<MerchantId>(), .name = rows.text(), .created_at = rows.time()};
}

HookRecord read_hook(Rows& rows, Sealer& sealer) {
  HookRecord hook;
  hook.id = rows.id<HookId>();
  hook.adapter = rows.text();
  hook.callback_url = sealer.open(callback_url_place(hook.id), rows.bytes());
  hook.enabled = rows.flag();
  hook.callbacks_enabled = rows.flag();
  hook.revision = rows.integer();
  hook.created_at = rows.time();
  return hook;
}

SecretRecord read_secret(Rows& rows, Sealer& sealer) {
  SecretRecord secret;
  secret.id = rows.text();
  secret.hook_id = rows.id<HookId>();
  secret.use = known(secret_use_from(rows.bytes()), "secrets.use");
  secret.secret = Secret{sealer.open(secret_place(secret.id), rows.bytes())};
  secret.created_at = rows.time();
  return secret;
}

std::unordered_map<HookId, std::vector<MerchantId>> merchants_of_hooks(SQLite::Database& database) {
  std::unordered_map<HookId, std::vector<MerchantId>> merchants;
  Query query(database, "SELECT hook_id, merchant_id FROM hook_merchants ORDER BY hook_id, position");
  auto rows = query.rows();
  while (rows.next()) {
    const auto hook = rows.id<HookId>();
    merchants[hook].push_back(rows.id<MerchantId>());
  }
  return merchants;
}

}  // namespace

Place callback_url_place(const HookId& hook) {
  return {.merchant = "", .table = "hooks", .row = hook.str(), .column = "callback_url"};
}

Place secret_place(std::string_view secret_id) {
  return {.merchant = "", .table = "secrets", .row = secret_id, .column = "secret"};
}

Place list_entry_place(const ListEntryRecord& entry, std::string_view column) {
  return {.merchant = entry.merchant_id.str(), .table = "list_entries", .row = entry.id, .column = column};
}

std::string policy_row_name(const MerchantId& merchant, std::int64_t version) {
  return fmt::format("{}/{}", merchant.str(), version);
}

Place policy_place(const MerchantId& merchant, std::string_view row_name) {
  return {.merchant = merchant.str(), .table = "policies", .row = row_name, .column = "document"};
}

std::string_view to_string(SecretUse use) {
  return name_of(secret_uses, use);
}

std::optional<SecretUse> secret_use_from(std::string_view text) {
  return named(secret_uses, text);
}

Numbered<PolicyRecord> read_policy(Rows& rows, Sealer& sealer) {
  Numbered<PolicyRecord> row;
  auto& policy = row.record;
  row.id = rows.integer();
  policy.merchant_id = rows.id<MerchantId>();
  policy.version = rows.integer();
  const auto name = policy_row_name(policy.merchant_id, policy.version);
  policy.document = sealer.open(policy_place(policy.merchant_id, name), rows.bytes());
  policy.created_at = rows.time();
  policy.created_by = rows.text();
  policy.active = rows.flag();
  return row;
}

Numbered<ListEntryRecord> read_list_entry(Rows& rows, Sealer& sealer) {
  Numbered<ListEntryRecord> row;
  auto& entry = row.record;
  row.id = rows.integer();
  entry.id = rows.text();
  entry.merchant_id = rows.id<MerchantId>();
  entry.list = rows.text();
  entry.kind = rows.text();
  entry.key = rows.lookup_key();
  entry.value = sealer.open(list_entry_place(entry, "value"), rows.bytes());
  entry.reason = sealer.open(list_entry_place(entry, "reason"), rows.bytes());
  entry.expires_at = rows.optional_time();
  entry.created_at = rows.time();
  return row;
}

Store::Settings load_settings(SQLite::Database& database, Sealer& sealer) {
  Store::Settings settings;
  settings.merchants = all(database, "SELECT id, name, created_at FROM merchants ORDER BY id", read_merchant);
  settings.hooks = all(database,
                       "SELECT id, adapter, callback_url, enabled, callbacks_enabled, revision, created_at "
                       "FROM hooks ORDER BY id",
                       [&](Rows& rows) { return read_hook(rows, sealer); });
  auto merchants = merchants_of_hooks(database);
  for (auto& hook : settings.hooks)
    hook.merchants = std::move(merchants[hook.id]);
  settings.secrets =
      all(database, "SELECT id, hook_id, use, secret, created_at FROM secrets ORDER BY created_at, id",
          [&](Rows& rows) { return read_secret(rows, sealer); });
  settings.active_policies =
      all(database, std::string{select_policies} + "WHERE active = 1 ORDER BY merchant_id",
          [&](Rows& rows) { return read_policy(rows, sealer).record; });
  settings.list_entries = all(database, std::string{select_list_entries} + "ORDER BY id",
                              [&](Rows& rows) { return read_list_entry(rows, sealer).record; });
  return settings;
}

}  // namespace sekisho::storage
