#include "linkage/dwelling.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>

#include "identity/japanese_number.h"
#include "identity/name_match.h"
#include "identity/name_text.h"
#include "identity/text.h"

namespace sekisho::scoring {
namespace {

constexpr std::array<std::u32string_view, 8> wing_words = {U"号棟", U"号館", U"番館", U"番棟",
                                                           U"街区", U"棟",   U"館",   U"号"};
constexpr std::u32string_view wing_names = U"東西南北中本新旧別";
constexpr std::u32string_view directions = U"東西南北";
constexpr std::array<std::pair<std::u32string_view, std::string_view>, 9> directions_abroad{
    {{U"イースト", "東"},
     {U"ウエスト", "西"},
     {U"ウェスト", "西"},
     {U"サウス", "南"},
     {U"ノース", "北"},
     {U"east", "東"},
     {U"west", "西"},
     {U"south", "南"},
     {U"north", "北"}}};

// Code points of a building's name that is read aloud to compare it: the time goes with the square.
constexpr std::size_t longest_read = 40;

bool is_letter(char32_t c) {
  return c >= U'a' && c <= U'z';
}

// The length of the word for a wing that `text` begins with; 0 when it begins with none.
std::size_t wing_word_at(std::u32string_view text) {
  const auto found = std::ranges::find_if(wing_words, [&](auto word) { return text.starts_with(word); });
  return found == wing_words.end() ? 0 : found->size();
}

struct Mark {
  std::string text;
  std::size_t length = 0;
};

std::string roman_number(std::u32string_view letters) {
  constexpr std::array<std::u32string_view, 9> numbers = {U"i",  U"ii",  U"iii",  U"iv", U"v",
                                                          U"vi", U"vii", U"viii", U"ix"};
  const auto found = std::ranges::find(numbers, letters);
  return found == numbers.end() ? std::string{} : std::to_string(found - numbers.begin() + 1);
}

// Latin letters are a mark when they stand alone (A) or are a Roman number; else they are a word.
std::optional<Mark> letters_at(std::u32string_view text) {
  const auto end = std::ranges::find_if_not(text, is_letter);
  const std::u32string_view letters(text.begin(), end);
  if (letters.empty()) return std::nullopt;
  const std::string number = roman_number(letters);
  if (number.empty() && letters.size() > 1) return std::nullopt;
  return Mark{.text = number.empty() ? to_utf8(letters) : number, .length = letters.size()};
}

// What tells a wing or one of several houses of a name from the others.
std::optional<Mark> mark_at(std::u32string_view text) {
  if (text[0] == U'第') {
    const auto number = read_number(text.substr(1));
    return number ? std::optional(Mark{.text = number->digits, .length = number->length + 1}) : std::nullopt;
  }
  if (is_digit(text[0])) {
    const auto number = read_number(text);
    return number ? std::optional(Mark{.text = number->digits, .length = number->length}) : std::nullopt;
  }
  const auto abroad =
      std::ranges::find_if(directions_abroad, [&](const auto& word) { return text.starts_with(word.first); });
  if (abroad != directions_abroad.end())
    return Mark{.text = std::string(abroad->second), .length = abroad->first.size()};
  if (is_letter(text[0])) return letters_at(text);
  const bool last = text.size() == 1 && directions.contains(text[0]);
  if (last || (wing_names.contains(text[0]) && wing_word_at(text.substr(1)) > 0))
    return Mark{.text = to_utf8(text.substr(0, 1)), .length = 1};
  const auto number = read_number(text);
  if (number && wing_word_at(text.substr(number->length)) > 0)
    return Mark{.text = number->digits, .length = number->length};
  return std::nullopt;
}

bool is_filling(char32_t c) {
  constexpr std::u32string_view filling = U"ー・.,'’";
  return is_space(c) || is_dash(c) || filling.contains(c);
}

// A word of Latin letters that is no mark goes as a whole, lest its last letter be taken for one.
std::size_t length_of_word(std::u32string_view text) {
  const auto end = std::ranges::find_if_not(text, is_letter);
  return std::max<std::size_t>(1, static_cast<std::size_t>(end - text.begin()));
}

void read_building(std::u32string_view text, Dwelling& dwelling) {
  std::u32string name;
  while (!text.empty()) {
    if (const auto mark = mark_at(text)) {
      dwelling.wings.push_back(mark->text);
      text.remove_prefix(mark->length);
      text.remove_prefix(wing_word_at(text));
      continue;
    }
    const std::size_t length = length_of_word(text);
    if (!is_filling(text[0])) name += text.substr(0, length);
    text.remove_prefix(length);
  }
  dwelling.building = to_utf8(name);
}

void read_room(std::u32string_view text, Dwelling& dwelling) {
  std::u32string room;
  std::ranges::copy_if(text, std::back_inserter(room), [](char32_t c) { return !is_filling(c); });
  // B102 is room 102 of wing B.
  const bool of_wing = room.size() > 2 && !is_digit(room[0]) && is_digit(room[1]);
  if (of_wing) {
    dwelling.wing_of_room = true;
    dwelling.wings.push_back(to_utf8(std::u32string_view(room).substr(0, 1)));
    room.erase(0, 1);
  }
  while (room.size() > 1 && room.front() == U'0')
    room.erase(0, 1);
  dwelling.room = to_utf8(room);
}

// Of the pairs of neighbouring characters, the share that both have (Dice's coefficient).
double likeness(std::u32string_view a, std::u32string_view b) {
  if (a.size() < 2 || b.size() < 2) return a == b ? 1 : 0;
  const auto pairs_of = [](std::u32string_view text) {
    std::vector<std::u32string_view> pairs;
    for (std::size_t i = 0; i + 1 < text.size(); ++i)
      pairs.push_back(text.substr(i, 2));
    std::ranges::sort(pairs);
    return pairs;
  };
  const auto first = pairs_of(a);
  const auto second = pairs_of(b);
  std::vector<std::u32string_view> common;
  std::ranges::set_intersection(first, second, std::back_inserter(common));
  return 2.0 * static_cast<double>(common.size()) / static_cast<double>(first.size() + second.size());
}

// Names of one building: one within the other, mostly the same, the other's reading (コーポ大久保,
// コーポおおくぼ), or not comparable (Latin letters and kana).
bool may_be_one_building(std::u32string_view a, std::u32string_view b, const NameDictionary& dictionary) {
  if (a.contains(b) || b.contains(a)) return true;
  const bool short_enough = a.size() <= longest_read && b.size() <= longest_read;
  if (short_enough && match_names(fold_name(a), fold_name(b), dictionary)) return true;
  const bool latin = std::ranges::all_of(a, is_letter);
  if (latin != std::ranges::all_of(b, is_letter)) return std::ranges::none_of(latin ? b : a, is_han);
  return likeness(a, b) >= 0.5;
}

bool leaves_out_building(const Dwelling& dwelling) {
  return dwelling.building.empty() && dwelling.wings.empty();
}

// A wing is left out together with the building's name, but not alone.
bool same_wings(const Dwelling& a, const Dwelling& b) {
  if (a.wings == b.wings) return true;
  return (leaves_out_building(a) && !b.wing_of_room) || (leaves_out_building(b) && !a.wing_of_room);
}

DwellingMatch match_buildings(const Dwelling& a, const Dwelling& b, const NameDictionary& dictionary,
                              std::vector<std::string_view> why) {
  const auto with = [&](double similarity, std::string_view code) {
    why.push_back(code);
    return DwellingMatch{.similarity = similarity, .why = std::move(why)};
  };
  if (a.building.empty() && b.building.empty()) return {.similarity = 1, .why = std::move(why)};
  if (a.building.empty() || b.building.empty()) return with(0.95, "address.building_left_out");
  if (a.building == b.building) return with(1, "address.same_building");
  if (may_be_one_building(nfkc(a.building), nfkc(b.building), dictionary))
    return with(0.92, "address.similar_building");
  return with(0.55, "address.other_building");
}

}  // namespace

Dwelling dwelling_of(std::string_view building_key, std::string_view room_key) {
  Dwelling dwelling;
  read_building(nfkc_lower(building_key), dwelling);
  read_room(nfkc_lower(room_key), dwelling);
  std::ranges::sort(dwelling.wings);
  return dwelling;
}

Dwelling dwelling_of(const NormalAddress& address) {
  return dwelling_of(address.building_key, address.room_key);
}

DwellingMatch match_dwellings(const Dwelling& a, const Dwelling& b, const NameDictionary& dictionary) {
  if (a.room.empty() != b.room.empty()) return {.similarity = 0.65, .why = {"address.room_missing"}};
  if (a.room != b.room) return {.similarity = 0.6, .why = {"address.other_room"}};
  std::vector<std::string_view> why;
  if (!a.room.empty()) why.emplace_back("address.same_room");
  if (!same_wings(a, b)) {
    why.emplace_back("address.other_wing");
    return {.similarity = 0.6, .why = std::move(why)};
  }
  return match_buildings(a, b, dictionary, std::move(why));
}

}  // namespace sekisho::scoring
