#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sekisho {

enum class Verdict { approve, challenge, review, reject };
enum class OrderStatus { approved, awaiting_confirmation, in_review, cancelled };

/// Risk in tenths of a point: 0 to 1000 stand for 0.0 to 100.0, higher is riskier. Contributions are signed
/// tenths. Whole tenths add up exactly, which the decision document promises.
using Tenths = std::int64_t;

[[nodiscard]] std::string_view to_string(Verdict verdict);
[[nodiscard]] std::string_view to_string(OrderStatus status);
[[nodiscard]] std::optional<Verdict> verdict_from(std::string_view text);
[[nodiscard]] std::optional<OrderStatus> order_status_from(std::string_view text);

}  // namespace sekisho
