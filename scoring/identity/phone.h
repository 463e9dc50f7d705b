#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sekisho::scoring {

/// A phone number in E.164, `+819012345678`, from any width, grouping and prefix: `０９０−１２３４−５６７８`,
/// `+81 (0)90…`, `0081…`, and `90…` from a spreadsheet that ate the zero. A number without a country is
/// Japanese. Says nothing about whether the number can exist. Nothing when the text cannot be meant as a
/// phone number.
[[nodiscard]] std::optional<std::string> canonical_phone(std::string_view text);

/// What follows `+81` in a canonical phone; nothing for other countries.
[[nodiscard]] std::optional<std::string_view> japanese_national(std::string_view canonical);

}  // namespace sekisho::scoring
