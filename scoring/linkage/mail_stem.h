#pragma once

#include <string>
#include <string_view>

namespace sekisho::scoring {

/// The letters of a mailbox's local part: `tanaka` of `tanaka.01` and `tanaka_02`. Empty where fewer than
/// four are left: such a stem brings strangers together.
[[nodiscard]] std::string stem_of(std::string_view local);

}  // namespace sekisho::scoring
