#include "past_orders.h"

#include "shipped_data.h"

namespace sekisho::scoring::testing {

TraceKey plain_key(std::string_view kind, std::string_view canonical) {
  TraceKey key = 0xcbf29ce484222325U;
  for (const auto text : {kind, std::string_view{":"}, canonical}) {
    for (const char c : text)
      key = (key ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  return key == 0 ? 1 : key;
}

Trace trace_of(const Order& order) {
  return make_trace(order, shipped_data(), plain_key);
}

PastOrder past_order(std::string_view id, const Order& order, Timestamp at) {
  return {.id = OrderId{id},
          .merchant = order.merchant_id,
          .at = at,
          .status = OrderStatus::approved,
          .outcome = {},
          .outcome_at = {},
          .shared = true,
          .trace = trace_of(order)};
}

}  // namespace sekisho::scoring::testing
