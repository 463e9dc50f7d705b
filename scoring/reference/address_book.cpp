#include "reference/address_book.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "identity/text.h"

namespace sekisho::scoring {
namespace {

using Town = AddressBook::Town;

constexpr std::size_t slots_for_a_row = 3;  // a name, its respellings, and room between them
constexpr std::uint64_t loose_seed = 0x1000'0000;
constexpr std::uint64_t form_seed = 0x2000'0000;

constexpr std::uint64_t mix(std::uint64_t hash, char32_t symbol) {
  hash = (hash ^ symbol) * 0x9E37'79B9'7F4A'7C15;
  return hash ^ (hash >> 29);
}

std::uint64_t hash_of(std::uint64_t seed, std::span<const AddressSymbol> symbols) {
  std::uint64_t hash = mix(0, static_cast<char32_t>(seed));
  for (const AddressSymbol& symbol : symbols)
    hash = mix(hash, symbol.value);
  return hash;
}

std::uint64_t town_seed(AddressBook::CityId city, bool loose) {
  return city + (loose ? loose_seed : 0);
}

// Floors of one building, and hints of the table's makers: no towns.
bool is_no_town(std::string_view name) {
  const bool floor = name.ends_with("階") && name != "階";
  return name.empty() || floor || name.contains("（") || name.contains("の次に") || name.ends_with("一円") ||
         name.ends_with("階層不明");
}

std::string_view without_oaza(std::string_view name) {
  for (const std::string_view head : {std::string_view("大字"), std::string_view("字")}) {
    if (name.starts_with(head) && name.size() > head.size()) return name.substr(head.size());
  }
  return name;
}

// Of two spellings of one town the postal service's own, and not an office's: no 大字, numbers in kanji.
bool is_better_name(std::string_view name, std::string_view than) {
  const auto faults = [](std::string_view n) {
    return (without_oaza(n) == n ? 0 : 1) + (n.contains("\xEF\xBC") ? 2 : 0);  // full-width digits
  };
  return faults(name) < faults(than);
}

std::string_view next_field(std::string_view& line) {
  const auto tab = line.find('\t');
  const std::string_view field = line.substr(0, tab);
  line = tab == std::string_view::npos ? std::string_view{} : line.substr(tab + 1);
  return field;
}

bool is_town_word(const AddressSymbol& symbol) {
  return symbol.value == U'町' || symbol.value == U'村';
}

// Whether people may write the name in another way than with other letters.
bool can_respell(std::span<const AddressSymbol> symbols) {
  return can_loosen(symbols) || (symbols.size() > 2 && std::ranges::any_of(symbols.subspan(1), is_town_word));
}

bool read_chome_cell(std::string_view cell, Town& town) {
  const bool all = cell.starts_with('=');
  if (all) cell.remove_prefix(1);
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), town.chome);
  if (error != std::errc{} || end != cell.data() + cell.size()) return false;
  town.known = town.chome == 0 ? Town::Chome::none : (all ? Town::Chome::all : Town::Chome::some);
  return true;
}

}  // namespace

const AddressBook::Slot* AddressBook::find(std::uint64_t hash) const {
  const auto tag = static_cast<std::uint32_t>(hash >> 32);
  for (std::size_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
    const Slot& slot = slots_[at];
    if (slot.town == free_slot) return nullptr;
    if (slot.tag == tag) return &slot;
  }
}

bool AddressBook::insert(std::uint64_t hash, TownId town) {
  if (names_ + 1 >= slots_.size()) return false;
  const auto tag = static_cast<std::uint32_t>(hash >> 32);
  std::size_t at = hash & (slots_.size() - 1);
  while (slots_[at].town != free_slot) {
    if (slots_[at].tag == tag) return false;
    at = (at + 1) & (slots_.size() - 1);
  }
  slots_[at] = {.tag = tag, .town = town};
  ++names_;
  return true;
}

void AddressBook::add_form(std::string_view name, CityId id, Form form) {
  const AddressText text(nfkc(name), letters_);
  for (const auto& symbols : {text.symbols, loosened(text.symbols)}) {
    auto& forms = forms_[hash_of(form_seed, symbols)];
    const bool known =
        std::ranges::any_of(forms, [&](const CityForm& f) { return f.city == id && f.form == form; });
    if (!known) forms.push_back({.city = id, .form = form});
    longest_city_ = std::max(longest_city_, symbols.size());
  }
}

void AddressBook::add_city_forms(CityId id) {
  const std::string_view name = cities_[id].name;
  constexpr std::string_view county = "郡";
  constexpr std::string_view municipality = "市";
  add_form(name, id, Form::full);
  // 郡山市, 蒲郡市 and 大和郡山市 only look like a county.
  const auto after_county = name.find(county);
  if (after_county != std::string_view::npos && after_county > 0 && !name.ends_with(municipality))
    add_form(name.substr(after_county + county.size()), id, Form::no_county);
  const auto after_city = name.find(municipality, municipality.size());
  if (!name.ends_with("区") || after_city == std::string_view::npos) return;
  add_form(name.substr(after_city + municipality.size()), id, Form::ward_alone);
  add_form(name.substr(0, after_city + municipality.size()), id, Form::no_ward);
}

void AddressBook::add_cities(const PostalCodes& codes, std::vector<CityId>& ids) {
  for (const PostalCodes::City& city : codes.cities()) {
    const auto next = static_cast<CityId>(cities_.size());
    const auto [known, fresh] = by_name_.try_emplace(fmt::format("{}{}", city.prefecture, city.name), next);
    ids.push_back(known->second);
    if (!fresh) continue;
    cities_.push_back({.prefecture = city.prefecture, .name = city.name});
    auto& of_prefecture = by_prefecture_[city.prefecture];
    if (of_prefecture.empty()) {
      prefectures_.push_back(
          {.name = city.prefecture, .symbols = AddressText(nfkc(city.prefecture), letters_).symbols});
    }
    of_prefecture.push_back(next);
    add_city_forms(next);
  }
  longest_town_.resize(cities_.size());
}

AddressText AddressBook::read_town(std::string_view name) const {
  return {nfkc(without_oaza(name)), letters_};
}

void AddressBook::add_town(CityId city, std::string_view name, std::vector<TownId>& respelled) {
  const AddressText text = read_town(name);
  const std::uint64_t hash = hash_of(town_seed(city, false), text.symbols);
  if (const Slot* known = find(hash)) {
    if (is_better_name(name, towns_[known->town].name)) towns_[known->town].name = name;
    return;
  }
  const auto id = static_cast<TownId>(towns_.size());
  insert(hash, id);
  if (can_respell(text.symbols)) respelled.push_back(id);
  towns_.push_back({.name = name, .city = city});
  longest_town_[city] =
      std::max(longest_town_[city], static_cast<std::uint8_t>(std::min<std::size_t>(text.size(), 255)));
}

void AddressBook::insert_loose(TownId id, std::span<const AddressSymbol> symbols) {
  const CityId city = towns_[id].city;
  if (find(hash_of(town_seed(city, false), symbols)) != nullptr) return;
  insert(hash_of(town_seed(city, true), symbols), id);
}

// The spellings that leave letters out, wherever no town has the name that remains. 町 goes where no number
// is in the name, which it would run into, and something other than 町 is left.
void AddressBook::add_respellings(TownId id) {
  const AddressText text = read_town(towns_[id].name);
  const std::vector<AddressSymbol> loose = loosened(text.symbols);
  if (loose.size() >= 2) insert_loose(id, loose);
  if (std::ranges::any_of(loose, &AddressSymbol::is_number)) return;
  for (std::size_t i = 1; i < loose.size() && loose.size() > 2; ++i) {
    if (!is_town_word(loose[i])) continue;
    std::vector<AddressSymbol> shorter = loose;
    shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
    insert_loose(id, shorter);
  }
}

bool AddressBook::read_chome(std::string_view row, CityId& city) {
  const std::string_view name = next_field(row);
  const std::string_view cell = next_field(row);
  if (!row.empty()) {
    const std::string_view prefecture = next_field(row);
    const auto named = city_named(prefecture, row);
    if (!named) return false;
    city = *named;
  }
  Town read{};
  if (name.empty() || cities_.empty() || !read_chome_cell(cell, read)) return false;
  const AddressText text = read_town(name);
  if (const Slot* slot = find(hash_of(town_seed(city, false), text.symbols))) {
    Town& town = towns_[slot->town];
    // The rows of one town in two spellings: what was seen tells more than what was not.
    if (town.known != Town::Chome::all && read.chome >= town.chome) {
      town.chome = read.chome;
      town.known = read.known;
    }
  }
  return true;
}

Result<AddressBook> AddressBook::build(const PostalCodes& codes, PlaceLetters letters,
                                       std::string_view town_chome) {
  AddressBook book(std::move(letters));
  std::vector<CityId> ids;
  std::vector<TownId> respelled;
  book.slots_.resize(std::bit_ceil(slots_for_a_row * codes.size() + 1));
  book.towns_.reserve(codes.size());
  book.add_cities(codes, ids);
  codes.visit([&](std::size_t city, std::string_view town) {
    if (!is_no_town(town)) book.add_town(ids[city], town, respelled);
  });
  // After all towns: no other way to write one takes a name that another has.
  for (const TownId id : respelled)
    book.add_respellings(id);
  CityId city = 0;
  std::size_t line = 0;
  for (std::size_t at = 0; at < town_chome.size();) {
    ++line;
    const std::size_t end = std::min(town_chome.find('\n', at), town_chome.size());
    if (!book.read_chome(town_chome.substr(at, end - at), city))
      return fail(ErrorKind::invalid, fmt::format("town-chome.tsv:{}: not a row of this table", line));
    at = end + 1;
  }
  return book;
}

std::vector<AddressBook::PrefectureHit> AddressBook::prefectures_before(const AddressText& text,
                                                                        std::size_t at) const {
  std::vector<PrefectureHit> hits;
  const char32_t first = text.at(at);
  for (const auto& [name, symbols] : prefectures_) {
    if (symbols.front().value != first) continue;
    std::size_t same = 1;
    while (same < symbols.size() && text.at(at + same) == symbols[same].value)
      ++same;
    if (same == symbols.size()) hits.push_back({.name = name, .length = same, .shortened = false});
    // 北海 is no name for 北海道.
    if (same + 1 >= symbols.size() && symbols.back().value != U'道')
      hits.push_back({.name = name, .length = symbols.size() - 1, .shortened = true});
  }
  return hits;
}

std::vector<AddressBook::CityHit> AddressBook::cities_before(std::span<const AddressSymbol> text) const {
  std::vector<CityHit> hits;
  std::uint64_t hash = mix(0, static_cast<char32_t>(form_seed));
  for (std::size_t length = 1; length <= std::min(text.size(), longest_city_); ++length) {
    hash = mix(hash, text[length - 1].value);
    const auto found = forms_.find(hash);
    if (found == forms_.end()) continue;
    for (const CityForm& form : found->second)
      hits.push_back({.city = form.city, .form = form.form, .length = length});
  }
  return hits;
}

std::optional<AddressBook::TownHit> AddressBook::town_before(CityId city, std::span<const AddressSymbol> text,
                                                             bool loose) const {
  std::optional<TownHit> hit;
  std::uint64_t strict_hash = mix(0, static_cast<char32_t>(town_seed(city, false)));
  std::uint64_t loose_hash = mix(0, static_cast<char32_t>(town_seed(city, true)));
  const std::size_t longest = std::min<std::size_t>(text.size(), longest_town_[city]);
  for (std::size_t length = 1; length <= longest; ++length) {
    const char32_t symbol = text[length - 1].value;
    strict_hash = mix(strict_hash, symbol);
    const Slot* slot = find(strict_hash);
    if (loose) {
      loose_hash = mix(loose_hash, symbol);
      if (slot == nullptr) slot = find(loose_hash);
    }
    if (slot != nullptr) hit = TownHit{.town = slot->town, .length = length};
  }
  return hit;
}

std::span<const AddressBook::CityId> AddressBook::cities_of(std::string_view prefecture) const {
  const auto found = by_prefecture_.find(prefecture);
  return found == by_prefecture_.end() ? std::span<const CityId>{} : found->second;
}

std::optional<AddressBook::CityId> AddressBook::city_named(std::string_view prefecture,
                                                           std::string_view name) const {
  const auto found = by_name_.find(fmt::format("{}{}", prefecture, name));
  if (found == by_name_.end()) return std::nullopt;
  return found->second;
}

}  // namespace sekisho::scoring
