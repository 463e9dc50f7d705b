#include "identity/name_match.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "identity/name_text.h"
#include "identity/phonemes.h"
#include "identity/reading_match.h"
#include "identity/text.h"

namespace sekisho::scoring {
namespace {

NameTie tie_of(ReadingCost cost) {
  switch (cost) {
    case ReadingCost::none:
      return NameTie::kana;
    case ReadingCost::word:
      return NameTie::reading;
    case ReadingCost::kanji:
      return NameTie::likely_reading;
    case ReadingCost::short_kanji:
      break;
  }
  return NameTie::short_reading;
}

std::optional<NameTie> match_latin(std::u32string_view a, std::u32string_view b) {
  for (const std::string& sounds : sounds_of_latin(a)) {
    for (const std::string& others : sounds_of_latin(b)) {
      if (!sounds.empty() && may_sound_alike(sounds, others)) return NameTie::romaji;
    }
  }
  return std::nullopt;
}

std::optional<NameTie> match_latin_with_japanese(std::u32string_view latin, std::u32string_view text,
                                                 const NameDictionary& dictionary) {
  std::optional<NameTie> best;
  for (const std::string& sounds : sounds_of_latin(latin)) {
    const auto cost = match_in_latin(text, sounds, dictionary);
    if (!cost) continue;
    const NameTie tie = *cost == ReadingCost::none ? NameTie::romaji : tie_of(*cost);
    best = best ? std::min(*best, tie) : tie;
  }
  return best;
}

// True when some kanji of the word is read like the beginning or the end of `kana`.
bool shares_a_reading(std::u32string_view word, std::u32string_view kana, const NameDictionary& dictionary) {
  return std::ranges::any_of(word, [&](char32_t c) {
    return std::ranges::any_of(dictionary.kanji(c), [&](std::u32string_view reading) {
      return kana.starts_with(reading) || kana.ends_with(reading);
    });
  });
}

Plausible both(Plausible a, Plausible b) {
  if (a == Plausible::no || b == Plausible::no) return Plausible::no;
  return a == Plausible::yes && b == Plausible::yes ? Plausible::yes : Plausible::unknown;
}

// A family name of one kanji with a short reading may be Chinese or Korean: 王 is オウ or ワン.
bool may_be_read_abroad(std::u32string_view family, std::u32string_view kana) {
  constexpr std::size_t longest = 2;
  return family.size() == 1 && is_han(family.front()) && kana.size() <= longest;
}

// Where a family name that the dictionary knows ends, preferring one that leaves a known given name, then one
// of two characters, which most are; 0 when there is none.
std::size_t end_of_family(std::u32string_view name, const NameDictionary& dictionary) {
  constexpr std::array<std::size_t, 5> lengths = {2, 3, 1, 4, 5};
  std::size_t found = 0;
  for (const std::size_t length : lengths) {
    if (length >= name.size() || dictionary.family(name.substr(0, length)).empty()) continue;
    const std::u32string_view rest = name.substr(length);
    if (!dictionary.given(rest).empty() || dictionary.is_given_reading(rest)) return length;
    const Scripts scripts = scripts_of(rest);
    if (found == 0 && !scripts.latin && !scripts.other) found = length;
  }
  return found;
}

// The same for a name in kana.
std::size_t end_of_kana_family(std::u32string_view name, const NameDictionary& dictionary) {
  for (std::size_t length = name.size() - 1; length > 0; --length) {
    if (dictionary.is_family_reading(name.substr(0, length)) &&
        dictionary.is_given_reading(name.substr(length)))
      return length;
  }
  return 0;
}

}  // namespace

std::optional<NameTie> match_names(std::u32string_view a, std::u32string_view b,
                                   const NameDictionary& dictionary) {
  if (a.empty() || b.empty()) return std::nullopt;
  if (a == b) return NameTie::identical;
  const Scripts of_a = scripts_of(a);
  const Scripts of_b = scripts_of(b);
  if (of_a.other || of_b.other) return std::nullopt;
  if (of_a.latin || of_b.latin) {
    if (of_a.only_latin() && of_b.only_latin()) return match_latin(a, b);
    if (of_a.only_latin() && !of_b.latin) return match_latin_with_japanese(a, b, dictionary);
    if (of_b.only_latin() && !of_a.latin) return match_latin_with_japanese(b, a, dictionary);
    return std::nullopt;
  }
  if (of_a.only_kana() && of_b.only_kana()) {
    return is_same_reading(a, b) ? std::optional(NameTie::kana) : std::nullopt;
  }
  if (!of_a.kana && !of_b.kana) return std::nullopt;
  const auto cost = match_in_kana(a, b, dictionary);
  return cost ? std::optional(tie_of(*cost)) : std::nullopt;
}

Plausible reading_of_word(std::u32string_view word, std::u32string_view kana,
                          const NameDictionary& dictionary) {
  if (word.empty() || kana.empty()) return Plausible::unknown;
  if (match_names(word, kana, dictionary)) return Plausible::yes;
  if (!scripts_of(word).han) return Plausible::no;
  const bool known = !dictionary.family(word).empty() || !dictionary.given(word).empty();
  return known && !shares_a_reading(word, kana, dictionary) ? Plausible::no : Plausible::unknown;
}

Plausible is_plausible_kana(std::string_view name, std::string_view kana, const NameDictionary& dictionary) {
  const std::vector<std::u32string> words = name_words(name);
  const std::vector<std::u32string> reading = name_words(kana);
  const std::u32string whole = joined(words);
  const std::u32string sounds = joined(reading);
  const Scripts scripts = scripts_of(whole);
  if (whole.empty() || !scripts_of(sounds).only_kana() || scripts.other) return Plausible::unknown;
  const std::u32string turned = words.size() == 2 ? words[1] + words[0] : whole;
  if (match_names(whole, sounds, dictionary) || match_names(turned, sounds, dictionary))
    return Plausible::yes;
  if (scripts.latin) return Plausible::unknown;
  const NameParts parts = split_name(words, dictionary);
  const NameParts heard = split_name(reading, dictionary);
  if (parts.family.empty() || heard.family.empty()) return Plausible::unknown;
  if (may_be_read_abroad(parts.family, heard.family)) return Plausible::unknown;
  return both(reading_of_word(parts.family, heard.family, dictionary),
              reading_of_word(parts.given, heard.given, dictionary));
}

NameParts split_name(const std::vector<std::u32string>& words, const NameDictionary& dictionary) {
  if (words.size() == 2) return {.family = words[0], .given = words[1]};
  const std::u32string whole = joined(words);
  if (words.size() != 1 || whole.size() < 2) return {.family = {}, .given = whole};
  const std::size_t end = scripts_of(whole).only_kana() ? end_of_kana_family(whole, dictionary)
                                                        : end_of_family(whole, dictionary);
  return {.family = whole.substr(0, end), .given = whole.substr(end)};
}

std::size_t edits_between(std::u32string_view a, std::u32string_view b) {
  // Rows of the table for the last two characters of `a`, and the one being filled.
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::vector<std::size_t> row(b.size() + 1);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({changed, last[j] + 1, row[j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last = std::exchange(last, std::move(row));
  }
  return last[b.size()];
}

}  // namespace sekisho::scoring
