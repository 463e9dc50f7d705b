#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <domain/assessment.h>
#include <domain/order.h>
#include <domain/policy.h>
#include <domain/random.h>
#include <domain/time.h>
#include <storage/store.h>

#include "orders/order_fsm.h"
#include "settings/settings.h"

namespace sekisho::gateway {

/// What a change of an order needs to know of the world around it.
struct ChangeContext {
  std::shared_ptr<const Hook> hook;
  const Policy& policy;
  Random& random;
  Timestamp now;       ///< the order's time: of receipt, or the event's own under the event clock
  Timestamp wall_now;  ///< what callback attempts are scheduled by
  std::chrono::milliseconds first_attempt_after;  ///< the retry schedule's first entry
  std::optional<storage::Lease> lease;            ///< for callbacks that this node sends itself
  std::string_view actor;
  std::span<const Reason> reasons;  ///< of the order's latest assessment
};

/// What a step sets going: the callback it causes and, when that asks for a confirmation, which one.
struct OrderAction {
  OrderEffect effect = OrderEffect::none;
  std::optional<storage::ConfirmationRecord> confirmation;
};

/// Takes one step: changes the order's state and writes history, confirmation and callback into the unit. The
/// order itself is the caller's to put into the unit; a unit that has a `new_order` already places it.
OrderAction take_step(storage::OrderState& state, const OrderStep& step, OrderEvent event,
                      const ChangeContext& context, storage::Unit& unit);

/// Ends the confirmation that is being waited for, if any, with that status.
void end_pending_confirmation(storage::OrderState& state, std::string_view status, storage::Unit& unit);

/// The assessment as it is stored.
[[nodiscard]] storage::AssessmentRecord to_record(const Assessment& assessment, std::int64_t order_version,
                                                  Timestamp at);

/// The reasons of a stored assessment. Throws on a document that to_record did not write.
[[nodiscard]] std::vector<Reason> reasons_of(const storage::AssessmentRecord& assessment);

/// A callback that belongs to no order: `POST /v1/hooks/{h}/test`.
[[nodiscard]] storage::CallbackRecord test_callback(const Hook& hook, Random& random, Timestamp now);

}  // namespace sekisho::gateway
