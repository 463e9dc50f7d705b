#pragma once

#include <string>
#include <string_view>

#include <domain/order.h>
#include <scoring/history.h>
#include <scoring/trace.h>

namespace sekisho::scoring::testing {

/// A key that needs no secret: 64 bits of FNV-1a.
TraceKey plain_key(std::string_view kind, std::string_view canonical);

Trace trace_of(const Order& order);

/// The order with this id, received then, as the past keeps it.
PastOrder past_order(std::string_view id, const Order& order, Timestamp at);

}  // namespace sekisho::scoring::testing
