#include "identity/name.h"

#include <algorithm>

#include "identity/text.h"

namespace sekisho::scoring {
namespace {

// Between a given and a family name, or the parts of a foreign one.
bool is_joint(char32_t c) {
  return is_space(c) || c == U'・' || c == U'.' || c == U'\'' || is_dash(c);
}

}  // namespace

std::string canonical_name(std::string_view typed) {
  std::u32string name = without_spaces(nfkc_lower(typed));
  for (char32_t& c : name)
    c = fold_variant(c);
  return to_utf8(name);
}

std::vector<std::string> folded_name_words(std::string_view typed) {
  std::vector<std::string> words;
  std::u32string word;
  const auto finish = [&] {
    if (!word.empty()) words.push_back(to_utf8(word));
    word.clear();
  };
  for (const char32_t c : nfkc_lower(typed)) {
    if (is_space(c) || c == U'・') {
      finish();
    } else {
      word += to_katakana(c);
    }
  }
  finish();
  return words;
}

NameScript name_script(std::string_view typed) {
  bool kanji = false;
  bool kana = false;
  bool latin = false;
  for (const char32_t c : nfkc(typed)) {
    if (is_han(c)) {
      kanji = true;
    } else if (is_kana(c)) {
      kana = true;
    } else if (is_latin(c)) {
      latin = true;
    } else if (!is_joint(c)) {
      return NameScript::other;
    }
  }
  if (latin) return kanji || kana ? NameScript::mixed : NameScript::latin;
  if (kanji) return kana ? NameScript::japanese : NameScript::kanji;
  return kana ? NameScript::kana : NameScript::other;
}

std::string_view to_string(NameScript script) {
  switch (script) {
    case NameScript::kanji:
      return "kanji";
    case NameScript::kana:
      return "kana";
    case NameScript::japanese:
      return "japanese";
    case NameScript::latin:
      return "latin";
    case NameScript::mixed:
      return "mixed";
    case NameScript::other:
      break;
  }
  return "other";
}

bool is_kana_name(std::string_view typed) {
  const std::u32string name = nfkc(typed);
  return std::ranges::any_of(name, is_kana) &&
         std::ranges::all_of(name, [](char32_t c) { return is_kana(c) || is_joint(c); });
}

bool is_one_character_repeated(std::string_view typed) {
  const std::u32string name = without_spaces(nfkc_lower(typed));
  return name.size() >= 3 && std::ranges::all_of(name, [&](char32_t c) { return c == name.front(); });
}

}  // namespace sekisho::scoring
