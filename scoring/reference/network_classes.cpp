#include "reference/network_classes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

#include <fmt/format.h>

namespace sekisho::scoring {
namespace {

constexpr std::array<std::string_view, 3> classes = {"hosting", "relay", "carrier"};

std::string_view take_column(std::string_view& line) {
  const std::size_t end = std::min(line.find('\t'), line.size());
  const std::string_view column = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return column;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// True where `word` stands in `text` between ends of words.
bool has_word(std::string_view text, std::string_view word) {
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const bool begins = at == 0 || !is_letter_or_digit(text[at - 1]);
    const std::size_t end = at + word.size();
    if (begins && (end == text.size() || !is_letter_or_digit(text[end]))) return true;
  }
  return false;
}

}  // namespace

Result<NetworkClasses> NetworkClasses::parse(std::string_view text) {
  NetworkClasses table;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view row = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (row.empty() || row.starts_with('#')) continue;
    if (!table.append(row))
      return fail(ErrorKind::invalid, fmt::format("networks.tsv:{}: not a class and a number or word", line));
  }
  return table;
}

bool NetworkClasses::append(std::string_view line) {
  const auto* const network_class = std::ranges::find(classes, take_column(line));
  const std::string_view how = take_column(line);
  const std::string_view what = take_column(line);
  if (network_class == classes.end() || what.empty()) return false;
  if (how == "word") {
    words_.push_back({std::string(what), *network_class});
    return true;
  }
  std::uint32_t number = 0;
  const auto [end, fault] = std::from_chars(what.data(), what.data() + what.size(), number);
  return how == "asn" && fault == std::errc{} && end == what.data() + what.size() &&
         by_number_.emplace(number, *network_class).second;
}

std::string_view NetworkClasses::class_of(std::uint32_t asn, std::string_view organization) const {
  if (const auto known = by_number_.find(asn); known != by_number_.end()) return known->second;
  std::string name(organization);
  std::ranges::transform(name, name.begin(), lower);
  const auto word = std::ranges::find_if(words_, [&](const Word& w) { return has_word(name, w.text); });
  return word == words_.end() ? "other" : word->network_class;
}

}  // namespace sekisho::scoring
