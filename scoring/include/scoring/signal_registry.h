#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace sekisho::scoring {

enum class SignalType { boolean, integer, number, text };

/// One named fact about an order, as `GET /v1/signals` describes it.
struct SignalDefinition {
  std::string_view name;  ///< `velocity.phone.orders_24h`
  SignalType type;
  std::string_view unit;     ///< `orders`, `ms`, `1` for a share, `` for none
  std::string_view meaning;  ///< Japanese
  std::string_view meaning_en;
  std::string_view values = {};  ///< what a text can be, `mobile|fixed|…`; `` when it is open, or no text
};

/// Every signal of this version, in the order in which assessments list them.
[[nodiscard]] std::span<const SignalDefinition> signal_registry();

[[nodiscard]] std::string_view to_string(SignalType type);

}  // namespace sekisho::scoring
