#include "identity/place_letters.h"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include "identity/text.h"

namespace sekisho::scoring {
namespace {

constexpr std::size_t basic_plane = 0x10000;

/// Small kana and their rarer brothers, each before the one it is compared as.
constexpr std::u32string_view kana_pairs =
    U"ァアィイゥウェエォオャヤュユョヨヮワッツヵケヶケガケヰイヱエヲオヂジヅズ";

struct Row {
  char32_t from;
  char32_t to;
};

// A line holds two characters; anything else is not a row.
bool read_row(std::string_view line, Row& row) {
  const std::u32string text = nfkc(line);
  if (text.size() != 3 || text[1] != U'\t') return false;
  row = {.from = text[0], .to = text[2]};
  return row.to < basic_plane;
}

}  // namespace

PlaceLetters::PlaceLetters() : table_(basic_plane) {
  for (char32_t c = 0; c < basic_plane; ++c) {
    char32_t to = is_dash(c) || c == U'ー' ? U'-' : to_katakana(c);
    if (c >= U'A' && c <= U'Z') to = c + 0x20;
    table_[c] = static_cast<char16_t>(to);
  }
  for (std::size_t i = 0; i + 1 < kana_pairs.size(); i += 2)
    set(kana_pairs[i], kana_pairs[i + 1]);
}

// Hiragana goes where its katakana goes.
void PlaceLetters::set(char32_t from, char32_t to) {
  for (char32_t c = 0x3041; c <= 0x3096; ++c) {
    if (to_katakana(c) == from) table_[c] = static_cast<char16_t>(to);
  }
  if (from < basic_plane) {
    table_[from] = static_cast<char16_t>(to);
  } else {
    beyond_.emplace_back(from, to);
  }
}

char32_t PlaceLetters::fold_rare(char32_t c) const {
  const auto found = std::ranges::lower_bound(beyond_, c, {}, &std::pair<char32_t, char32_t>::first);
  return found == beyond_.end() || found->first != c ? c : found->second;
}

Result<PlaceLetters> PlaceLetters::parse(std::string_view text) {
  PlaceLetters letters;
  std::size_t line = 0;
  for (std::size_t at = 0; at < text.size();) {
    ++line;
    const std::size_t end = std::min(text.find('\n', at), text.size());
    Row row{};
    if (!read_row(text.substr(at, end - at), row)) {
      return fail(ErrorKind::invalid, fmt::format("kanji-variants.tsv:{}: not two characters", line));
    }
    letters.set(row.from, row.to);
    at = end + 1;
  }
  std::ranges::sort(letters.beyond_);
  return letters;
}

}  // namespace sekisho::scoring
