#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <domain/time.h>
#include <nlohmann/json.hpp>

/// Webhook bodies in the format of the adapter `qualva`, as a chat-form vendor sends them.
namespace sekisho::testing {

inline constexpr std::string_view merchant_name = "hadaiku";

/// When the tests take place: 23 November 2026, noon in UTC.
inline constexpr Timestamp noon{std::chrono::sys_days{std::chrono::November / 23 / 2026} +
                                std::chrono::hours{12}};

/// Any event of that type; `data` as the contract names it.
[[nodiscard]] nlohmann::json event_body(std::string_view type, nlohmann::json data, Timestamp at = noon);

/// `conversation.completed`: an honest order.
[[nodiscard]] nlohmann::json completed(std::string_view conversation = "c-1", Timestamp at = noon);

/// `conversation.updated` with what the visitor typed so far, a line each, and a second between the lines.
[[nodiscard]] nlohmann::json updated(std::string_view conversation, const std::vector<std::string>& lines,
                                     Timestamp at = noon);

/// An event that names its order by its conversation, with nothing else in it: `order.cancelled` and the
/// like.
[[nodiscard]] nlohmann::json about(std::string_view type, std::string_view conversation, Timestamp at = noon);

/// `order.amended` to a cart of that total.
[[nodiscard]] nlohmann::json amended(std::string_view conversation, std::int64_t total, Timestamp at = noon);

}  // namespace sekisho::testing
