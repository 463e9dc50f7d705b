#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sekisho::scoring {

/// What a name is written in. `japanese` is kanji with kana, `mixed` is Japanese with Latin, `other` has
/// digits, symbols or another script.
enum class NameScript { kanji, kana, japanese, latin, mixed, other };

/// NFKC, lower case, variant kanji folded, spaces removed: `髙橋　翔` and `高橋 翔` are equal.
[[nodiscard]] std::string canonical_name(std::string_view typed);

/// The name's form that the table of prank names is kept in: NFKC, lower case, katakana; the words apart.
[[nodiscard]] std::vector<std::string> folded_name_words(std::string_view typed);

[[nodiscard]] NameScript name_script(std::string_view typed);
[[nodiscard]] std::string_view to_string(NameScript script);

/// True when all of it is kana, with spaces and middle dots.
[[nodiscard]] bool is_kana_name(std::string_view typed);

/// True for one character again and again: ああああ, xxx.
[[nodiscard]] bool is_one_character_repeated(std::string_view typed);

}  // namespace sekisho::scoring
