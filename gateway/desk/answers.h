#pragma once

#include <optional>
#include <span>
#include <string>

#include <domain/assessment.h>
#include <storage/records.h>

#include "orders/order_changes.h"

namespace sekisho::gateway {

/// What the vendor reads (contract §3), written straight into a string.

/// `{"status":"accepted","conversation_id":…}`
[[nodiscard]] std::string accepted_answer(const ConversationId& conversation);

/// The decision document; its `action` is `null` when the decision causes no callback.
[[nodiscard]] std::string decision_answer(const storage::OrderState& state, Tenths base,
                                          std::span<const Reason> reasons, const OrderAction& action);

/// The decision document of an order that exists: its latest assessment, and the action that its status
/// stands for.
[[nodiscard]] std::string existing_decision_answer(const storage::OrderState& state);

/// `{"order":{"id","status"}}`, and `attempts_left` when a code was submitted.
[[nodiscard]] std::string order_answer(const storage::OrderRecord& order,
                                       std::optional<std::int64_t> attempts_left = {});

}  // namespace sekisho::gateway
