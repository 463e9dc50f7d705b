#include "identity/phonemes.h"

#include <array>
#include <utility>

#include "identity/romaji.h"

namespace sekisho::scoring {
namespace {

bool is_vowel(char c) {
  return std::string_view("aiueo").contains(c);
}

bool is_consonant(char c) {
  return c >= 'a' && c <= 'z' && !is_vowel(c);
}

// True when `c` only lengthens the vowel before it, and is left out at will. Of aa, ii and ee both are
// written: Iida is not Ida.
bool lengthens(char vowel, char c) {
  if (vowel == '\0') return false;
  return c == '-' || (vowel == 'o' && (c == 'o' || c == 'u')) || (vowel == 'u' && c == 'u');
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

std::string letters_of(std::u32string_view latin) {
  std::string letters;
  for (const char32_t c : latin) {
    if ((c >= U'a' && c <= U'z') || (c == U'-' && !letters.empty())) letters += static_cast<char>(c);
  }
  return letters;
}

// Ohno, Satoh, Yuhki: an h that no vowel follows only lengthens.
std::string with_marked_h(std::string text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    const bool after = text[i - 1] == 'o' || text[i - 1] == 'u';
    const bool closed = i + 1 == text.size() || (is_consonant(text[i + 1]) && text[i + 1] != 'y');
    if (text[i] == 'h' && after && closed) text[i] = '-';
  }
  return text;
}

// Sinnji for シンジ; n before a vowel or y is left alone: Anna.
std::string with_single_n(std::string text) {
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    const char after = text[i + 2];
    if (text[i] == 'n' && text[i + 1] == 'n' && is_consonant(after) && after != 'y' && after != 'n') {
      text.erase(i, 1);
    }
  }
  return text;
}

std::string kunrei_spelling(std::string text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 27> spellings{{
      {"ssh", "ssy"}, {"cch", "tty"}, {"tch", "tty"}, {"sh", "sy"},  {"ch", "ty"},  {"jj", "zj"},
      {"jy", "j"},    {"j", "zy"},    {"syi", "si"},  {"tyi", "ti"}, {"zyi", "zi"}, {"tts", "tt"},
      {"tsu", "tu"},  {"dzu", "zu"},  {"du", "zu"},   {"f", "h"},    {"l", "r"},    {"v", "b"},
      {"ck", "kk"},   {"c", "k"},     {"mb", "nb"},   {"mp", "np"},  {"mm", "nm"},  {"syy", "sy"},
      {"tyy", "ty"},  {"wo", "o"},    {"ye", "e"},
  }};
  for (const auto& [from, to] : spellings)
    replace_all(text, from, to);
  return text;
}

}  // namespace

std::string sounds_of_kana(std::u32string_view kana) {
  std::string sounds = kunrei_of(kana);
  for (std::size_t i = 0; i < sounds.size(); ++i) {
    if (sounds[i] != 'q') continue;
    if (i + 1 < sounds.size() && is_consonant(sounds[i + 1])) {
      sounds[i] = sounds[i + 1];
    } else {
      sounds.erase(i--, 1);
    }
  }
  return sounds;
}

std::vector<std::string> sounds_of_latin(std::u32string_view latin) {
  const std::string letters = letters_of(latin);
  std::vector<std::string> readings{with_single_n(kunrei_spelling(with_marked_h(letters)))};
  if (letters.size() > 2 && letters.starts_with("oh") && (is_vowel(letters[2]) || letters[2] == 'y')) {
    readings.push_back(with_single_n(kunrei_spelling("o-" + letters.substr(2))));
  }
  return readings;
}

std::optional<Heard> follow(std::string_view sounds, std::string_view latin, Heard from) {
  auto [at, vowel] = from;
  for (const char c : sounds) {
    const bool more = at < latin.size();
    if (lengthens(vowel, c)) {
      if (more && lengthens(vowel, latin[at])) ++at;
      continue;
    }
    const bool marked = more && latin[at] == '-' && c == vowel;
    if (!more || (latin[at] != c && !marked)) return std::nullopt;
    ++at;
    vowel = is_vowel(c) ? c : '\0';
  }
  return Heard{.at = at, .vowel = vowel};
}

bool may_sound_alike(std::string_view latin, std::string_view other) {
  const auto shortened = [](std::string_view text) {
    std::string out;
    char vowel = '\0';
    for (const char c : text) {
      if (lengthens(vowel, c)) continue;
      out += c;
      vowel = is_vowel(c) ? c : '\0';
    }
    return out;
  };
  return shortened(latin) == shortened(other);
}

}  // namespace sekisho::scoring
