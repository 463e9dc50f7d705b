#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <domain/time.h>

namespace sekisho::gateway {

/// RFC 9110 IMF-fixdate, whole seconds: `Mon, 23 Nov 2026 10:02:11 GMT`.
[[nodiscard]] std::string http_date(Timestamp at);

/// Reads an IMF-fixdate. Nothing for the two obsolete forms, a wrong day of the week and anything else.
[[nodiscard]] std::optional<Timestamp> parse_http_date(std::string_view text);

}  // namespace sekisho::gateway
