#pragma once

#include <string_view>

namespace sekisho::gateway {

/// The project's version, as the build names it.
inline constexpr std::string_view version = SEKISHO_VERSION;

}  // namespace sekisho::gateway
