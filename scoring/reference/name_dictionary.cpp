#include "reference/name_dictionary.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "identity/name_text.h"
#include "identity/text.h"

namespace sekisho::scoring {
namespace {

std::u32string_view take_until(std::u32string_view& text, char32_t end) {
  const std::size_t at = std::min(text.find(end), text.size());
  const std::u32string_view part = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return part;
}

}  // namespace

NameDictionary::Table::Table(std::vector<Pair> pairs) {
  std::ranges::sort(pairs);
  const auto repeated = std::ranges::unique(pairs);
  pairs.erase(repeated.begin(), repeated.end());
  for (const Pair& pair : pairs) {
    if (rows_.empty() || rows_.back().word != pair.word)
      rows_.push_back({.word = pair.word, .first = readings_.size(), .count = 0});
    readings_.push_back(pair.reading);
    ++rows_.back().count;
  }
  sorted_.assign(readings_.begin(), readings_.end());
  std::ranges::sort(sorted_);
  const auto same = std::ranges::unique(sorted_);
  sorted_.erase(same.begin(), same.end());
}

NameDictionary::Readings NameDictionary::Table::find(std::u32string_view word) const {
  const auto row = std::ranges::lower_bound(rows_, word, {}, &Row::word);
  if (row == rows_.end() || row->word != word) return {};
  return Readings(readings_).subspan(row->first, row->count);
}

bool NameDictionary::Table::is_reading(std::u32string_view kana) const {
  return std::ranges::binary_search(sorted_, kana);
}

Result<std::unique_ptr<const std::u32string>> NameDictionary::read(const File& file) {
  auto kept = std::make_unique<const std::u32string>(fold_name(nfkc(file.text)));
  std::u32string_view rest = *kept;
  for (std::size_t line = 1; !rest.empty(); ++line) {
    std::u32string_view row = take_until(rest, U'\n');
    if (row.starts_with(U'#')) continue;
    const std::u32string_view word = take_until(row, U'\t');
    const auto columns = static_cast<std::size_t>(std::ranges::count(row, U'\t')) + 1;
    if (word.empty() || word.size() > longest_word || columns != file.columns.size()) {
      return fail(ErrorKind::invalid, fmt::format("{}:{}: not a row of this table", file.name, line));
    }
    for (std::vector<Pair>* pairs : file.columns) {
      std::u32string_view readings = take_until(row, U'\t');
      while (!readings.empty())
        pairs->push_back({.word = word, .reading = take_until(readings, U',')});
    }
  }
  return kept;
}

Result<NameDictionary> NameDictionary::parse(std::string_view names, std::string_view modern,
                                             std::string_view kanji) {
  NameDictionary dictionary;
  std::vector<Pair> family;
  std::vector<Pair> given;
  std::vector<Pair> characters;
  const std::array<std::vector<Pair>*, 2> of_words{&family, &given};
  const std::array<std::vector<Pair>*, 1> of_kanji{&characters};
  const std::array<File, 3> files{{{.name = "name-readings.tsv", .text = names, .columns = of_words},
                                   {.name = "names-modern.tsv", .text = modern, .columns = of_words},
                                   {.name = "kanji-readings.tsv", .text = kanji, .columns = of_kanji}}};
  for (const File& file : files) {
    auto text = read(file);
    if (!text) return std::unexpected(text.error());
    dictionary.texts_.push_back(std::move(*text));
  }
  dictionary.family_ = Table(std::move(family));
  dictionary.given_ = Table(std::move(given));
  dictionary.kanji_ = Table(std::move(characters));
  return dictionary;
}

}  // namespace sekisho::scoring
