#pragma once

#include <span>
#include <string_view>

namespace sekisho::simulation::vocabulary {

/// Small word lists; the first entries are no likelier than the last unless the list repeats them.

[[nodiscard]] std::span<const std::string_view> phone_browsers();
[[nodiscard]] std::span<const std::string_view> desktop_browsers();
/// Browsers that automation drives: ordinary names, which is the point.
[[nodiscard]] std::span<const std::string_view> driven_browsers();

/// With a `%` where the town or a number goes.
[[nodiscard]] std::span<const std::string_view> apartment_names();
[[nodiscard]] std::span<const std::string_view> warehouse_names();
[[nodiscard]] std::span<const std::string_view> weekly_mansion_names();
[[nodiscard]] std::span<const std::string_view> company_names();

[[nodiscard]] std::span<const std::string_view> free_mail();
[[nodiscard]] std::span<const std::string_view> carrier_mail();
[[nodiscard]] std::span<const std::string_view> provider_mail();
/// Services that give a mailbox to anybody without asking: widely known ones and others.
[[nodiscard]] std::span<const std::string_view> throwaway_mail();
[[nodiscard]] std::span<const std::string_view> mail_words();

/// Names that somebody types for fun or for spite.
[[nodiscard]] std::span<const std::string_view> prank_names();
/// Addresses that everybody knows, as `postal_code|prefecture|address`.
[[nodiscard]] std::span<const std::string_view> landmarks();

/// Digits behind the 0 that fixed lines of the prefecture may begin with.
[[nodiscard]] std::string_view fixed_line_prefix(std::string_view prefecture);

}  // namespace sekisho::simulation::vocabulary
