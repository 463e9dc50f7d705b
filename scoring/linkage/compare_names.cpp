#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "identity/name_match.h"
#include "identity/name_text.h"
#include "identity/phonemes.h"
#include "identity/text.h"
#include "linkage/compare.h"

namespace sekisho::scoring {
namespace {

using Words = std::vector<std::u32string>;

// Code points. Comparing takes time in proportion to the product of both lengths.
constexpr std::size_t longest_name = 80;

struct TieScore {
  std::string_view code;
  double similarity;
};

// In the order of NameTie.
constexpr std::array<TieScore, 7> tie_scores{{{"name.same", 1.0},
                                              {"name.variant", 0.99},
                                              {"name.kana_spelling", 0.97},
                                              {"name.romaji", 0.95},
                                              {"name.reading", 0.93},
                                              {"name.likely_reading", 0.88},
                                              {"name.short_reading", 0.82}}};

struct Found {
  NameTie tie = NameTie::identical;
  bool swapped = false;
};

// The whole name in the orders that its words may stand in; the typed one first.
std::vector<std::u32string> orders_of(Words words) {
  constexpr std::size_t most_words = 3;  // with more, only the typed order and its turns
  std::vector<std::u32string> orders{joined(words)};
  const std::size_t count = words.size();
  if (count > 1 && count <= most_words) {
    std::vector<std::size_t> places(count);
    for (std::size_t i = 0; i < count; ++i)
      places[i] = i;
    while (std::ranges::next_permutation(places).found) {
      std::u32string order;
      for (const std::size_t place : places)
        order += words[place];
      orders.push_back(std::move(order));
    }
  }
  for (std::size_t turn = 1; count > most_words && turn < std::min<std::size_t>(count, 8); ++turn) {
    std::ranges::rotate(words, words.begin() + 1);
    orders.push_back(joined(words));
  }
  return orders;
}

std::optional<Found> match_wholes(const Words& a, const Words& b, const NameDictionary& dictionary) {
  const bool turn_a = a.size() >= b.size();
  const std::u32string fixed = joined(turn_a ? b : a);
  std::optional<Found> best;
  const auto orders = orders_of(turn_a ? a : b);
  for (std::size_t i = 0; i < orders.size(); ++i) {
    const auto tie = match_names(orders[i], fixed, dictionary);
    if (tie && (!best || *tie < best->tie)) best = Found{.tie = *tie, .swapped = i > 0};
  }
  return best;
}

// Word against word: 山田 たろう and YAMADA 太郎.
std::optional<Found> match_words(const Words& a, const Words& b, const NameDictionary& dictionary) {
  if (a.size() != 2 || b.size() != 2) return std::nullopt;
  for (const bool swapped : {false, true}) {
    const auto first = match_names(a[0], b[swapped ? 1 : 0], dictionary);
    if (!first) continue;
    const auto second = match_names(a[1], b[swapped ? 0 : 1], dictionary);
    if (second) return Found{.tie = std::max(*first, *second), .swapped = swapped};
  }
  return std::nullopt;
}

// All that a name says but how its words stand, nothing folded but width, case and hiragana.
std::u32string plain(std::string_view typed) {
  std::u32string out;
  for (const char32_t c : nfkc_lower(typed)) {
    if (is_han(c) || is_kana(c) || is_latin(c)) out += to_katakana(c);
  }
  std::ranges::sort(out);
  return out;
}

LinkAnswer same_name(Found found, std::string_view a, std::string_view b) {
  if (found.tie == NameTie::identical && plain(a) != plain(b)) found.tie = NameTie::variant;
  const TieScore& score = tie_scores[static_cast<std::size_t>(found.tie)];
  std::vector<std::string_view> why{score.code};
  if (found.swapped) why.emplace_back("name.swapped");
  return answer(score.similarity - (found.swapped ? 0.01 : 0.0), std::move(why));
}

bool share_a_reading(NameDictionary::Readings a, NameDictionary::Readings b) {
  return std::ranges::any_of(
      a, [&](std::u32string_view reading) { return std::ranges::find(b, reading) != b.end(); });
}

bool have_one_reading(std::u32string_view a, std::u32string_view b, const NameDictionary& dictionary) {
  return a == b || share_a_reading(dictionary.family(a), dictionary.family(b)) ||
         share_a_reading(dictionary.given(a), dictionary.given(b));
}

// Kana and Latin letters as sounds, kanji as they are.
std::u32string comparable(std::u32string_view name) {
  const Scripts scripts = scripts_of(name);
  std::string sounds;
  if (scripts.only_kana()) sounds = sounds_of_kana(name);
  if (scripts.only_latin()) sounds = sounds_of_latin(name).front();
  return sounds.empty() ? std::u32string(name) : std::u32string(sounds.begin(), sounds.end());
}

LinkAnswer other_letters(const Words& a, const Words& b) {
  const std::u32string first = comparable(joined(a));
  const std::u32string second = comparable(joined(b));
  const auto edits = static_cast<double>(edits_between(first, second));
  const double kept = 1 - edits / static_cast<double>(std::max(first.size(), second.size()));
  // Most one-letter differences make another name (ユカ, ユキ): near is not the same.
  return answer(0.7 * kept * kept * kept, {"name.other"});
}

LinkAnswer other_name(const Words& a, const Words& b, const NameDictionary& dictionary) {
  const NameParts first = split_name(a, dictionary);
  const NameParts second = split_name(b, dictionary);
  if (first.family.empty() || second.family.empty()) {
    const bool alone = first.family.empty() ? match_names(first.given, second.family, dictionary).has_value()
                                            : match_names(second.given, first.family, dictionary).has_value();
    return alone ? answer(0.5, {"name.same_family", "name.given_missing"}) : other_letters(a, b);
  }
  const bool family = match_names(first.family, second.family, dictionary).has_value();
  const bool given = match_names(first.given, second.given, dictionary).has_value();
  if (have_one_reading(first.family, second.family, dictionary) &&
      have_one_reading(first.given, second.given, dictionary))
    return answer(0.6, {"name.same_reading", "name.other_kanji"});
  if (family && !given) {
    const bool open = reading_of_word(first.given, second.given, dictionary) == Plausible::unknown ||
                      reading_of_word(second.given, first.given, dictionary) == Plausible::unknown;
    if (open && scripts_of(first.given).han != scripts_of(second.given).han)
      return answer(0.65, {"name.same_family", "name.unknown_reading"});
    return answer(0.4, {"name.same_family", "name.other_given"});
  }
  if (given) return answer(0.3, {"name.same_given", "name.other_family"});
  return other_letters(a, b);
}

}  // namespace

LinkAnswer compare_names(std::string_view a, std::string_view b, const NameDictionary& dictionary) {
  const Words first = name_words(a);
  const Words second = name_words(b);
  if (first.empty() || second.empty()) return answer(0, {"name.empty"});
  if (joined(first).size() > longest_name || joined(second).size() > longest_name)
    return first == second ? answer(1, {"name.same"}) : answer(0, {"name.other"});
  if (const auto found = match_wholes(first, second, dictionary)) return same_name(*found, a, b);
  if (const auto found = match_words(first, second, dictionary)) return same_name(*found, a, b);
  return other_name(first, second, dictionary);
}

}  // namespace sekisho::scoring
