#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <storage/store.h>

namespace sekisho::storage {

using namespace std::chrono_literals;

/// When the tests of stores take place.
inline constexpr Timestamp noon{std::chrono::sys_days{std::chrono::November / 23 / 2026} + 12h};

/// A look-up key that is different for each text. Real ones are keyed hashes.
[[nodiscard]] LookupKey key_of(std::string_view text);

[[nodiscard]] ConversationKey conversation(const std::string& id, const std::string& merchant = "acme",
                                           const std::string& hook = "hook_1");

/// `conversation.updated` of that conversation.
[[nodiscard]] EventRecord an_event(const std::string& event_id, const std::string& conversation_id);

[[nodiscard]] OrderRecord an_order(const std::string& id, const std::string& conversation_id);

[[nodiscard]] AssessmentRecord an_assessment(Verdict verdict, Tenths score);

[[nodiscard]] ConfirmationRecord a_confirmation(const std::string& id);

/// A pending callback that is due at noon.
[[nodiscard]] CallbackRecord a_callback(const std::string& id, const std::string& order_id,
                                        std::int64_t sequence);

/// What a completed conversation commits: event `evt-N`, conversation `c-N`, order `ord_N` in review with its
/// assessment and first history row, and callback `cb_N`.
[[nodiscard]] Unit completed(const std::string& n);

/// The unit that an admin command makes which changes the order that was read.
[[nodiscard]] Unit change_of(const OrderState& state, OrderStatus to);

[[nodiscard]] Unit with_callback(const CallbackRecord& callback);
[[nodiscard]] Unit with_settlement(const Settlement& settlement);

[[nodiscard]] MerchantRecord a_merchant(const std::string& id);
[[nodiscard]] HookRecord a_hook(const std::string& id);
[[nodiscard]] SecretRecord a_secret(const std::string& id, const std::string& hook);
[[nodiscard]] PolicyRecord a_policy(std::int64_t version, bool active, const std::string& merchant = "acme");
[[nodiscard]] ListEntryRecord a_list_entry(const std::string& id, const std::string& value);

}  // namespace sekisho::storage
