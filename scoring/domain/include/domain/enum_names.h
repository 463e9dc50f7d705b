#pragma once

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace sekisho {

/// An enumeration's names in the contract's spelling are one table of (value, name) pairs, read both ways.
template <class Table, class Enum>
[[nodiscard]] constexpr std::string_view name_of(const Table& table, Enum value) {
  const auto row = std::ranges::find(table, value, [](const auto& pair) { return pair.first; });
  return row == table.end() ? std::string_view{} : row->second;
}

template <class Table>
[[nodiscard]] constexpr auto named(const Table& table, std::string_view name)
    -> std::optional<typename Table::value_type::first_type> {
  const auto row = std::ranges::find(table, name, [](const auto& pair) { return pair.second; });
  if (row == table.end()) return std::nullopt;
  return row->first;
}

}  // namespace sekisho
