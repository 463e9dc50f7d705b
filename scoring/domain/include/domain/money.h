#pragma once

#include <cstdint>
#include <string>

namespace sekisho {

/// A non-negative amount in the currency's smallest unit (yen for JPY, cents for USD).
struct Money {
  std::int64_t amount = 0;
  std::string currency = "JPY";  ///< ISO 4217
  bool operator==(const Money&) const = default;
};

}  // namespace sekisho
