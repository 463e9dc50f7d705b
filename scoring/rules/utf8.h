#pragma once

#include <string_view>

namespace sekisho::scoring::rules {

/// Whether the bytes are UTF-8: no overlong form, no surrogate, nothing beyond U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view bytes);

}  // namespace sekisho::scoring::rules
