#include "reference/postal_codes.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace sekisho::scoring {
namespace {

std::optional<std::uint32_t> read_code(std::string_view text) {
  std::uint32_t code = 0;
  if (text.size() != 7) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), code);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return code;
}

}  // namespace

bool PostalCodes::append(std::string_view line) {
  const auto next_field = [&] {
    const auto tab = line.find('\t');
    const std::string_view field = line.substr(0, tab);
    line = tab == std::string_view::npos ? std::string_view{} : line.substr(tab + 1);
    return field;
  };
  const auto code = read_code(next_field());
  const std::string_view town = next_field();
  const std::string_view prefecture = next_field();
  const std::string_view city = next_field();
  if (!code || !line.empty() || prefecture.empty() != city.empty()) return false;
  if (!prefecture.empty()) cities_.push_back({.prefecture = prefecture, .name = city});
  if (cities_.empty() || (!rows_.empty() && rows_.back().code > *code)) return false;
  rows_.push_back({.code = *code, .city = static_cast<std::uint32_t>(cities_.size() - 1), .town = town});
  return true;
}

Result<PostalCodes> PostalCodes::parse(std::string text) {
  PostalCodes codes(std::move(text));
  const std::string_view all = *codes.text_;
  codes.rows_.reserve(static_cast<std::size_t>(std::ranges::count(all, '\n')) + 1);
  std::size_t line = 0;
  for (std::size_t at = 0; at < all.size();) {
    ++line;
    const std::size_t end = std::min(all.find('\n', at), all.size());
    if (!codes.append(all.substr(at, end - at))) {
      return fail(ErrorKind::invalid, fmt::format("postal-codes.tsv:{}: not a row of this table", line));
    }
    at = end + 1;
  }
  return codes;
}

std::vector<PostalCodes::Place> PostalCodes::find(std::string_view code) const {
  std::vector<Place> places;
  const auto number = read_code(code);
  if (!number) return places;
  for (const Row& row : std::ranges::equal_range(rows_, *number, {}, &Row::code)) {
    const City& city = cities_[row.city];
    places.push_back({.prefecture = city.prefecture, .city = city.name, .town = row.town});
  }
  return places;
}

}  // namespace sekisho::scoring
