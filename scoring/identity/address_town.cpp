#include "identity/address_town.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace sekisho::scoring {
namespace {

using Symbols = std::span<const AddressSymbol>;

constexpr std::size_t longest_name = 40;
constexpr std::size_t longest_way = 40;  // streets before a town of Kyoto

Symbols from(const AddressText& text, std::size_t at) {
  return at >= text.size() ? Symbols{} : Symbols(text.symbols).subspan(at);
}

// The place after the symbol that stands where `symbol` does in the source.
std::size_t place_after(const AddressText& text, std::size_t at, const AddressSymbol& symbol) {
  while (at < text.size() && text.symbols[at].begin <= symbol.begin)
    ++at;
  return at;
}

// 字 and what marks a lot (甲, 無番地) may follow a name too.
bool ends_well(const AddressText& text, std::size_t at) {
  constexpr std::u32string_view openers = U"字大甲乙丙丁無-ノ第";
  return may_end_before(text, at) || openers.contains(text.at(at));
}

std::optional<FoundTown> loose_at(const AddressBook& book, AddressBook::CityId city, const AddressText& text,
                                  std::size_t at) {
  const Symbols rest = from(text, at);
  const std::vector<AddressSymbol> loose = loosened(rest.first(std::min(rest.size(), longest_name)));
  const auto hit = book.town_before(city, loose, true);
  if (!hit) return std::nullopt;
  const std::size_t end = place_after(text, at, loose[hit->length - 1]);
  if (!ends_well(text, end)) return std::nullopt;
  return FoundTown{.town = hit->town, .end = end, .respelled = true};
}

std::optional<FoundTown> town_at(const AddressBook& book, AddressBook::CityId city, const AddressText& text,
                                 std::size_t at) {
  std::optional<FoundTown> best;
  const auto consider = [&](std::optional<FoundTown> found) {
    if (found && (!best || found->end > best->end)) best = found;
  };
  const auto strict = [&](std::size_t begin) {
    const auto hit = book.town_before(city, from(text, begin), false);
    if (hit) consider(FoundTown{.town = hit->town, .end = begin + hit->length});
  };
  strict(at);
  if (text.starts_with(at, U"大字")) strict(at + 2);
  if (text.starts_with(at, U"字")) strict(at + 1);
  if (!best || !ends_well(text, best->end)) consider(loose_at(book, city, text, at));
  // 弁天町 for 弁天.
  if (best && text.at(best->end) == U'町' && text.is_number(best->end + 1)) {
    ++best->end;
    best->respelled = true;
  }
  return best;
}

// One turn of the way: 上ル, 下ル, 東入(ル), 西入(ル), アガル, サガル. Its length, 0 when there is none at
// `at`.
std::size_t turn(const AddressText& text, std::size_t at) {
  constexpr std::array<std::u32string_view, 8> turns = {U"上ル",   U"下ル",   U"東入ル", U"西入ル",
                                                        U"アガル", U"サガル", U"東入",   U"西入"};
  for (const std::u32string_view name : turns) {
    if (text.starts_with(at, name)) return name.size();
  }
  return 0;
}

std::optional<std::size_t> after_last_turn(const AddressText& text, std::size_t at) {
  std::optional<std::size_t> after;
  for (const std::size_t end = std::min(text.size(), at + longest_way); at < end; ++at) {
    if (const std::size_t length = turn(text, at); length > 0) after = at + length;
  }
  return after;
}

// 堀川通寺之内上ル4丁目: a chome of the street.
std::size_t after_street_chome(const AddressText& text, std::size_t at) {
  return text.is_number(at) && text.starts_with(at + 1, U"丁目") ? at + 3 : at;
}

/// In Kyoto the town comes after the streets that lead to it, where those are given.
std::optional<FoundTown> town_of_kyoto(const AddressBook& book, AddressBook::CityId city,
                                       const AddressText& text, std::size_t at) {
  const auto turned = after_last_turn(text, at);
  if (turned) {
    for (const std::size_t begin : {after_street_chome(text, *turned), *turned}) {
      auto found = town_at(book, city, text, begin);
      if (found) found->after_streets = true;
      if (found) return found;
    }
  }
  auto direct = town_at(book, city, text, at);
  if (direct && ends_well(text, direct->end)) return direct;
  for (std::size_t begin = at + 1; begin < std::min(text.size(), at + longest_way); ++begin) {
    if (text.is_number(begin)) continue;
    auto found = town_at(book, city, text, begin);
    if (!found || !may_end_before(text, found->end) || found->respelled || found->end - begin < 2) continue;
    found->after_streets = true;
    return found;
  }
  return direct;
}

}  // namespace

bool may_end_before(const AddressText& text, std::size_t at) {
  return at >= text.size() || text.symbols[at].is_number() || text.symbols[at].after_space;
}

std::optional<FoundTown> find_town(const AddressBook& book, AddressBook::CityId city, const AddressText& text,
                                   std::size_t at) {
  if (at >= text.size()) return std::nullopt;
  return book.city(city).name.starts_with("京都市") ? town_of_kyoto(book, city, text, at)
                                                    : town_at(book, city, text, at);
}

}  // namespace sekisho::scoring
