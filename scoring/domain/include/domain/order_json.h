#pragma once

#include <optional>
#include <string_view>

#include <domain/json_writer.h>
#include <domain/order.h>
#include <domain/result.h>

namespace sekisho {

/// The canonical order as JSON: what is stored (sealed) and what `GET /v1/orders/{id}` shows under `order`.
/// It has the conversation's scenario and visitor, not its messages and answers. Absent members are left out.
void write_json(JsonWriter& out, const Order& order);

/// The conversation with its messages and answers, as the admin API shows it.
void write_json(JsonWriter& out, const Conversation& conversation);

/// Reads back what write_json wrote of an order; messages and answers stay empty, they are folded from the
/// events. A document of any other shape is `malformed`.
[[nodiscard]] Result<Order> read_order(std::string_view text);

[[nodiscard]] std::string_view to_string(ScenarioKind kind);
[[nodiscard]] std::string_view to_string(PaymentMethod method);
[[nodiscard]] std::string_view to_string(ThreeDs state);
[[nodiscard]] std::string_view to_string(Speaker speaker);
[[nodiscard]] std::optional<ScenarioKind> scenario_kind_from(std::string_view text);
[[nodiscard]] std::optional<PaymentMethod> payment_method_from(std::string_view text);
[[nodiscard]] std::optional<ThreeDs> three_ds_from(std::string_view text);
[[nodiscard]] std::optional<Speaker> speaker_from(std::string_view text);

}  // namespace sekisho
