#pragma once

#include <string_view>

namespace sekisho::scoring {

/// The official name of a prefecture typed with or without its 都, 道, 府 or 県; empty when it is none.
[[nodiscard]] std::u32string_view prefecture_named(std::u32string_view typed);

/// The prefecture whose full name `text` begins with; empty when there is none.
[[nodiscard]] std::u32string_view prefecture_before(std::u32string_view text);

/// The prefecture of an address that begins with a designated city or one of Tokyo's own ward names, which
/// people type without it; empty for all other cities: many of their names exist twice.
[[nodiscard]] std::u32string_view prefecture_of_city(std::u32string_view place);

}  // namespace sekisho::scoring
