#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <storage/store.h>

#include "sealing.h"
#include "sqlite/query.h"

namespace sekisho::storage {

/// Where the sealed columns of the settings stand. What a hook owns is the installation's: its merchants may
/// change.
[[nodiscard]] Place callback_url_place(const HookId& hook);
[[nodiscard]] Place secret_place(std::string_view secret_id);
[[nodiscard]] Place list_entry_place(const ListEntryRecord& entry, std::string_view column);
[[nodiscard]] std::string policy_row_name(const MerchantId& merchant, std::int64_t version);
[[nodiscard]] Place policy_place(const MerchantId& merchant, std::string_view row_name);

[[nodiscard]] std::string_view to_string(SecretUse use);
[[nodiscard]] std::optional<SecretUse> secret_use_from(std::string_view text);

/// What queries of policies and of list entries have to select, each after the row id.
inline constexpr std::string_view select_policies =
    "SELECT id, merchant_id, version, document, created_at, created_by, active FROM policies ";
inline constexpr std::string_view select_list_entries =
    "SELECT id, public_id, merchant_id, list, kind, key, value, reason, expires_at, created_at FROM "
    "list_entries ";

/// The row that `rows` stands on.
[[nodiscard]] Numbered<PolicyRecord> read_policy(Rows& rows, Sealer& sealer);
[[nodiscard]] Numbered<ListEntryRecord> read_list_entry(Rows& rows, Sealer& sealer);

/// Everything that is in force.
[[nodiscard]] Store::Settings load_settings(SQLite::Database& database, Sealer& sealer);

}  // namespace sekisho::storage
