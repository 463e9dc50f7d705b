#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace sekisho::storage {

/// The four bytes, low one first, that stand before a part of hashed or authenticated text, so that no two
/// different lists of parts are one text.
[[nodiscard]] inline std::array<char, 4> length_prefix(std::string_view part) {
  const auto size = static_cast<std::uint32_t>(part.size());
  return {static_cast<char>(size), static_cast<char>(size >> 8U), static_cast<char>(size >> 16U),
          static_cast<char>(size >> 24U)};
}

[[nodiscard]] inline std::string_view view_of(const std::array<char, 4>& prefix) {
  return {prefix.data(), prefix.size()};
}

}  // namespace sekisho::storage
