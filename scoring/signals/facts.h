#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <domain/assessment.h>
#include <domain/order.h>
#include <scoring/past.h>
#include <scoring/reference_facts.h>

#include "history/chat_rhythm.h"
#include "identity/address.h"
#include "identity/email.h"
#include "reference/tables.h"

namespace sekisho::scoring {

/// What the signals of one order are computed from: the order, what may be known, and the readings that
/// several signals share. It refers to its arguments; it lives as long as one assessment.
struct Facts {
  Facts(const Order& order, const Past& past, const ReferenceTables& tables, ReferenceFacts reference = {});

  const Order& order;
  const Past& past;
  const ReferenceTables& tables;
  const ReferenceFacts reference;
  std::optional<std::string> phone;  ///< the buyer's, canonical
  std::optional<Mailbox> mailbox;    ///< the buyer's
  Address address;                   ///< the buyer's
  ChatRhythm rhythm;
};

/// The value, or Missing.
template <class T>
[[nodiscard]] SignalValue optional_value(const std::optional<T>& value) {
  if (!value) return Missing{};
  return *value;
}

/// The day that `at` falls on in Japan.
[[nodiscard]] inline std::chrono::sys_days japanese_day(Timestamp at) {
  return std::chrono::floor<std::chrono::days>(at + std::chrono::hours{9});  // no summer time since 1951
}

[[nodiscard]] inline SignalValue text_value(std::string_view text) {
  return std::string(text);
}

}  // namespace sekisho::scoring
