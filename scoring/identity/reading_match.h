#pragma once

#include <optional>
#include <string_view>

#include "reference/name_dictionary.h"

namespace sekisho::scoring {

/// What a match had to rely on, the least doubtful first: costs of a word of the dictionary, of a kanji's
/// reading in other names, and of the beginning of one.
enum class ReadingCost : int { none = 0, word = 1, kanji = 2, short_kanji = 3 };

/// The cheapest way in which both texts are one name: kanji stand against the same kanji or are read as the
/// other's kana. Nothing when there is none.
[[nodiscard]] std::optional<ReadingCost> match_in_kana(std::u32string_view a, std::u32string_view b,
                                                       const NameDictionary& dictionary);

/// The same against sounds_of_latin().
[[nodiscard]] std::optional<ReadingCost> match_in_latin(std::u32string_view text, std::string_view latin,
                                                        const NameDictionary& dictionary);

}  // namespace sekisho::scoring
