#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sekisho::scoring::rules {

/// The whole of `text` as a number; nothing when it is not one, or out of range. A sign may lead where the
/// type has one.
[[nodiscard]] std::optional<std::int64_t> integer_in(std::string_view text);
[[nodiscard]] std::optional<std::uint64_t> natural_in(std::string_view text);
/// As above; `inf` and `nan` too. What is too small to tell from zero is zero.
[[nodiscard]] std::optional<double> real_in(std::string_view text);

}  // namespace sekisho::scoring::rules
