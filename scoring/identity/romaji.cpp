#include "identity/romaji.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "identity/text.h"

namespace sekisho::scoring {
namespace {

// Katakana from ァ (U+30A1) to ヺ (U+30FA) in Kunrei spelling, with v as b. Small vowels and ャュョ stand as
// their vowel with an x before it, so that the preceding consonant can take it over; ッ is q.
constexpr std::array<std::string_view, 90> kunrei = {
    "xa", "a",  "xi", "i",  "xu", "u",  "xe",  "e",  "xo",  "o",  "ka",  "ga", "ki", "gi", "ku",
    "gu", "ke", "ge", "ko", "go", "sa", "za",  "si", "zi",  "su", "zu",  "se", "ze", "so", "zo",
    "ta", "da", "ti", "zi", "q",  "tu", "zu",  "te", "de",  "to", "do",  "na", "ni", "nu", "ne",
    "no", "ha", "ba", "pa", "hi", "bi", "pi",  "hu", "bu",  "pu", "he",  "be", "pe", "ho", "bo",
    "po", "ma", "mi", "mu", "me", "mo", "xya", "ya", "xyu", "yu", "xyo", "yo", "ra", "ri", "ru",
    "re", "ro", "wa", "wa", "i",  "e",  "o",   "n",  "bu",  "ka", "ke",  "ba", "bi", "be", "bo"};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// Long vowels and double consonants are written or left out at will: Ootani, Ohtani, Otani.
std::string shorten(std::string text) {
  replace_all(text, "ou", "o");
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool doubled = i > 0 && text[i] == text[i - 1];
    const bool long_h = text[i] == 'h' && i > 0 && text[i - 1] == 'o' &&
                        (i + 1 == text.size() || !std::string_view("aiueoy").contains(text[i + 1]));
    if (!doubled && !long_h) out += text[i];
  }
  return out;
}

void append_mora(std::string& out, std::string_view mora) {
  if (!mora.starts_with('x')) {
    out += mora;
    return;
  }
  // キャ is kya: the small kana takes the place of the vowel before it.
  if (!out.empty() && std::string_view("aiueo").contains(out.back())) out.pop_back();
  out += mora.substr(1);
}

std::vector<std::string> words_of(std::string_view text, std::string (*fold)(std::string_view)) {
  std::vector<std::string> words;
  std::u32string word;
  std::u32string normal = nfkc_lower(text) + U' ';
  for (const char32_t c : normal) {
    if (!is_space(c) && c != U'・' && c != U',') {
      word += c;
      continue;
    }
    if (auto folded = fold(to_utf8(word)); folded.size() > 1) words.push_back(std::move(folded));
    word.clear();
  }
  return words;
}

// True when one insertion, removal or change makes them equal.
bool within_one_edit(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  const auto [left, right] = std::ranges::mismatch(a, b);
  const std::string_view rest_a(left, a.end());
  const std::string_view rest_b(right, b.end());
  if (rest_b.empty()) return true;
  return a.size() == b.size() ? rest_a.substr(1) == rest_b.substr(1) : rest_a == rest_b.substr(1);
}

bool near(std::string_view a, std::string_view b) {
  if (a == b) return true;
  return std::min(a.size(), b.size()) >= 4 && within_one_edit(a, b);
}

bool is_latin_text(std::u32string_view text) {
  return std::ranges::all_of(text, [](char32_t c) {
    return is_latin(c) || is_space(c) || c == U'.' || c == U',' || c == U'\'' || is_dash(c);
  });
}

// Small kana share the mora of the one before: リュウ has two.
std::size_t count_morae(std::string_view kana) {
  constexpr std::u32string_view small = U"ァィゥェォャュョヮ";
  const std::u32string normal = nfkc(kana);
  return static_cast<std::size_t>(
      std::ranges::count_if(normal, [&](char32_t c) { return !small.contains(to_katakana(c)); }));
}

std::u32string first_word(std::string_view text) {
  const std::u32string normal = nfkc(text);
  const std::u32string_view whole = trimmed(normal);
  return {whole.begin(), std::ranges::find_if(whole, is_space)};
}

// Names in kana or Latin belong to people whose papers spell them otherwise (グエン, NGUYEN), and a surname
// of one kanji with a short reading may be Chinese or Korean.
bool may_have_another_reading(std::string_view name, std::string_view kana) {
  const std::u32string surname = first_word(name);
  if (surname.empty() || !std::ranges::all_of(surname, is_han)) return true;
  return surname.size() == 1 && count_morae(to_utf8(first_word(kana))) <= 2;
}

}  // namespace

std::string kunrei_of(std::u32string_view katakana) {
  std::string out;
  for (const char32_t c : katakana) {
    if (c >= 0x30A1 && c <= 0x30FA) append_mora(out, kunrei[c - 0x30A1]);
    if (c == U'ー' && !out.empty()) out += '-';
  }
  return out;
}

std::string romaji_of(std::string_view kana) {
  std::u32string katakana = nfkc(kana);
  for (char32_t& c : katakana)
    c = to_katakana(c);
  std::string out = kunrei_of(katakana);
  std::erase_if(out, [](char c) { return c == 'q' || c == '-'; });
  return shorten(std::move(out));
}

std::string fold_romaji(std::string_view latin) {
  std::string out;
  for (const char32_t c : nfkc_lower(latin)) {
    if (c >= U'a' && c <= U'z') out += static_cast<char>(c);
  }
  constexpr std::array<std::pair<std::string_view, std::string_view>, 19> spellings{{
      {"tch", "ch"},  {"sha", "sya"}, {"shu", "syu"}, {"sho", "syo"}, {"shi", "si"},
      {"cha", "tya"}, {"chu", "tyu"}, {"cho", "tyo"}, {"chi", "ti"},  {"tsu", "tu"},
      {"ja", "zya"},  {"ju", "zyu"},  {"jo", "zyo"},  {"ji", "zi"},   {"fu", "hu"},
      {"l", "r"},     {"v", "b"},     {"mb", "nb"},   {"mp", "np"},
  }};
  for (const auto& [from, to] : spellings)
    replace_all(out, from, to);
  return shorten(std::move(out));
}

std::optional<HolderMatch> compare_holder(std::string_view name, std::string_view kana,
                                          std::string_view holder) {
  const std::vector<std::string> reading = words_of(kana, romaji_of);
  const std::vector<std::string> words = words_of(holder, fold_romaji);
  if (reading.size() != 2 || words.size() < 2 || !is_latin_text(nfkc(holder))) return std::nullopt;
  const auto is_held = [&](const std::string& word) {
    return std::ranges::any_of(words, [&](const std::string& other) { return near(word, other); });
  };
  const auto held = std::ranges::count_if(reading, is_held);
  if (held == 2) return HolderMatch::match;
  if (held == 1) return HolderMatch::partial;
  if (may_have_another_reading(name, kana)) return std::nullopt;
  return HolderMatch::mismatch;
}

std::string_view to_string(HolderMatch match) {
  switch (match) {
    case HolderMatch::match:
      return "match";
    case HolderMatch::partial:
      return "partial";
    case HolderMatch::mismatch:
      break;
  }
  return "mismatch";
}

}  // namespace sekisho::scoring
