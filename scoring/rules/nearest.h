#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace sekisho::scoring::rules {

/// The known word that `word` was most likely meant to be: the one with the fewest letters to add, drop,
/// change or swap with a neighbour. Nothing when none is near enough to be a slip of the pen.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view word,
                                                      std::span<const std::string_view> known);

}  // namespace sekisho::scoring::rules
