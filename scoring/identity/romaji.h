#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sekisho::scoring {

/// How a card holder's name compares with the reading of the buyer's name.
enum class HolderMatch { match, partial, mismatch };

/// Compares `HANAKO YAMADA` with `ヤマダ ハナコ`. `match`: each word of the reading is in the holder's name;
/// `partial`: one of them is (a spouse's or a company's card, a maiden name); `mismatch`: none comes near.
/// Long vowels, Hepburn and Kunrei, l and r, double letters and one slip of the pen are taken as equal.
///
/// Nothing when it cannot be told safely: the reading is not two words of kana, the holder not two words of
/// Latin letters, the name is not in kanji, or the surname is a single kanji with a short reading, where the
/// cards of Chinese and Korean bearers rightly carry another reading (李 is リ here and LEE there).
[[nodiscard]] std::optional<HolderMatch> compare_holder(std::string_view name, std::string_view kana,
                                                        std::string_view holder);

/// Katakana or hiragana in the folded romaji of the comparison: シュンイチ is `syuniti`.
[[nodiscard]] std::string romaji_of(std::string_view kana);

/// Katakana in plain Kunrei spelling, vowel by vowel; `q` for ッ, `-` for ー. What is no kana is left out.
[[nodiscard]] std::string kunrei_of(std::u32string_view katakana);

/// Latin letters in the same folding: `Shun'ichi` is `syuniti`.
[[nodiscard]] std::string fold_romaji(std::string_view latin);

[[nodiscard]] std::string_view to_string(HolderMatch match);

}  // namespace sekisho::scoring
