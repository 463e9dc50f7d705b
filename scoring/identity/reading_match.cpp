#include "identity/reading_match.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "identity/name_text.h"
#include "identity/phonemes.h"
#include "identity/text.h"

namespace sekisho::scoring {
namespace {

/// Some characters of a text, read.
struct ReadPart {
  std::size_t length = 0;  // characters
  std::u32string_view reading;
  ReadingCost cost = ReadingCost::none;
};

constexpr int unmatched = std::numeric_limits<int>::max();

std::optional<ReadingCost> cost_of(int cheapest) {
  if (cheapest == unmatched) return std::nullopt;
  return static_cast<ReadingCost>(cheapest);
}

// ッャュョ and ン share the mora of the kana before them.
std::size_t length_of_first_mora(std::u32string_view reading) {
  constexpr std::u32string_view joined = U"ァィゥェォャュョヮ";
  return reading.size() > 1 && joined.contains(reading[1]) ? 2 : 1;
}

using Parts = std::vector<ReadPart>;

void add_words(Parts& parts, std::u32string_view rest, const NameDictionary& dictionary) {
  const std::size_t longest = std::min(rest.size(), NameDictionary::longest_word);
  for (std::size_t length = 1; length <= longest; ++length) {
    const std::u32string_view word = rest.substr(0, length);
    for (const auto readings : {dictionary.family(word), dictionary.given(word)}) {
      for (const std::u32string_view reading : readings)
        parts.push_back({.length = length, .reading = reading, .cost = ReadingCost::word});
    }
  }
}

void add_kanji(Parts& parts, char32_t kanji, const NameDictionary& dictionary) {
  for (const std::u32string_view reading : dictionary.kanji(kanji)) {
    parts.push_back({.length = 1, .reading = reading, .cost = ReadingCost::kanji});
    const std::size_t mora = length_of_first_mora(reading);
    if (mora < reading.size())
      parts.push_back({.length = 1, .reading = reading.substr(0, mora), .cost = ReadingCost::short_kanji});
  }
}

// ケ between kanji is read otherwise than it is written: 竜ケ崎 is リュウガサキ.
void add_joint(Parts& parts, std::u32string_view text, std::size_t at) {
  if (at == 0 || text[at] != U'ケ' || !is_han(text[at - 1])) return;
  for (const std::u32string_view reading : {U"ガ", U"カ"})
    parts.push_back({.length = 1, .reading = reading, .cost = ReadingCost::word});
}

// Every way to read the characters from `at` on, a word or a kanji at a time; a kana is its own reading.
Parts parts_from(std::u32string_view text, std::size_t at, const NameDictionary& dictionary) {
  Parts parts;
  if (is_kana(text[at]))
    parts.push_back({.length = 1, .reading = text.substr(at, 1), .cost = ReadingCost::none});
  add_joint(parts, text, at);
  if (is_han(text[at])) {
    add_words(parts, text.substr(at), dictionary);
    add_kanji(parts, text[at], dictionary);
  }
  return parts;
}

std::vector<Parts> all_parts(std::u32string_view text, const NameDictionary& dictionary) {
  std::vector<Parts> parts;
  for (std::size_t at = 0; at < text.size(); ++at)
    parts.push_back(parts_from(text, at, dictionary));
  return parts;
}

/// Walks the grid of positions in two texts from its end to its beginning: the cost of a point is that of the
/// cheapest way on from it. The whole costs as much as its most doubtful part.
class KanaGrid {
 public:
  KanaGrid(std::u32string_view a, std::u32string_view b, const NameDictionary& dictionary)
      : a_(a),
        b_(b),
        parts_of_a_(all_parts(a, dictionary)),
        parts_of_b_(all_parts(b, dictionary)),
        costs_((a.size() + 1) * (b.size() + 1), unmatched) {}

  std::optional<ReadingCost> solve() {
    cost(a_.size(), b_.size()) = 0;
    for (std::size_t i = a_.size() + 1; i-- > 0;) {
      for (std::size_t j = b_.size() + 1; j-- > 0;)
        settle(i, j);
    }
    return cost_of(cost(0, 0));
  }

 private:
  int& cost(std::size_t i, std::size_t j) { return costs_[i * (b_.size() + 1) + j]; }

  void offer(int& cheapest, std::size_t i, std::size_t j, ReadingCost part) {
    const int rest = cost(i, j);
    if (rest != unmatched) cheapest = std::min(cheapest, std::max(rest, static_cast<int>(part)));
  }

  void settle(std::size_t i, std::size_t j) {
    if (i == a_.size() || j == b_.size()) return;
    int cheapest = unmatched;
    if (a_[i] == b_[j]) offer(cheapest, i + 1, j + 1, ReadingCost::none);
    if (is_kana(b_[j])) {
      for (const ReadPart& part : parts_of_a_[i]) {
        if (is_same_reading(part.reading, b_.substr(j, part.reading.size())))
          offer(cheapest, i + part.length, j + part.reading.size(), part.cost);
      }
    }
    if (is_kana(a_[i])) {
      for (const ReadPart& part : parts_of_b_[j]) {
        if (is_same_reading(part.reading, a_.substr(i, part.reading.size())))
          offer(cheapest, i + part.reading.size(), j + part.length, part.cost);
      }
    }
    cost(i, j) = cheapest;
  }

  std::u32string_view a_;
  std::u32string_view b_;
  std::vector<Parts> parts_of_a_;
  std::vector<Parts> parts_of_b_;
  std::vector<int> costs_;
};

/// The ways to read a text aloud along a Latin spelling: from each character on, the places in the spelling
/// that can be reached and at which cost.
class LatinWalk {
 public:
  LatinWalk(std::u32string_view text, std::string_view latin, const NameDictionary& dictionary)
      : text_(text), latin_(latin), dictionary_(dictionary), reached_(text.size() + 1) {}

  std::optional<ReadingCost> solve() {
    reached_[0].push_back({});
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (reached_[i].empty()) continue;
      for (const ReadPart& part : parts_at(i))
        go(i, part);
    }
    int cheapest = unmatched;
    for (const Place& place : reached_.back()) {
      if (place.heard.at == latin_.size()) cheapest = std::min(cheapest, place.cost);
    }
    return cost_of(cheapest);
  }

 private:
  struct Place {
    Heard heard;
    int cost = 0;
  };

  // Kana go together: ショ is one sound, ッ belongs to the next.
  [[nodiscard]] Parts parts_at(std::size_t i) const {
    Parts parts = parts_from(text_, i, dictionary_);
    if (!is_kana(text_[i])) return parts;
    const std::u32string_view rest = text_.substr(i);
    const auto end = std::ranges::find_if_not(rest, is_kana);
    const auto length = static_cast<std::size_t>(end - rest.begin());
    parts.front() = {.length = length, .reading = rest.substr(0, length), .cost = ReadingCost::none};
    return parts;
  }

  void go(std::size_t i, const ReadPart& part) {
    const std::string sounds = sounds_of_kana(part.reading);
    for (std::size_t k = 0; k < reached_[i].size(); ++k) {
      const Place from = reached_[i][k];
      if (const auto heard = follow(sounds, latin_, from.heard))
        note(i + part.length, {.heard = *heard, .cost = std::max(from.cost, static_cast<int>(part.cost))});
    }
  }

  void note(std::size_t i, const Place& place) {
    for (Place& known : reached_[i]) {
      if (known.heard.at == place.heard.at && known.heard.vowel == place.heard.vowel) {
        known.cost = std::min(known.cost, place.cost);
        return;
      }
    }
    reached_[i].push_back(place);
  }

  std::u32string_view text_;
  std::string_view latin_;
  const NameDictionary& dictionary_;
  std::vector<std::vector<Place>> reached_;
};

}  // namespace

std::optional<ReadingCost> match_in_kana(std::u32string_view a, std::u32string_view b,
                                         const NameDictionary& dictionary) {
  return KanaGrid(a, b, dictionary).solve();
}

std::optional<ReadingCost> match_in_latin(std::u32string_view text, std::string_view latin,
                                          const NameDictionary& dictionary) {
  return LatinWalk(text, latin, dictionary).solve();
}

}  // namespace sekisho::scoring
