#include "identity/address_building.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "identity/text.h"

namespace sekisho::scoring {
namespace {

constexpr std::size_t shortest_room = 3;   // 101; fewer digits right behind a name belong to it (ハイツ2)
constexpr std::size_t longest_room = 9;    // A-12-1203
constexpr std::size_t longest_prefix = 2;  // letters before the digits of a room: B101

bool is_ascii_letter(char32_t c) {
  return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
}

bool is_filler(char32_t c) {
  return is_space(c) || is_dash(c) || c == U'ー' || c == U'・' || c == U'、' || c == U',' || c == U'/' ||
         c == U'_';
}

// A bracket around all of it, or one whose other half was taken with the room.
std::u32string_view without_brackets(std::u32string_view text) {
  const bool opens = text.starts_with(U'(');
  const bool closes = text.ends_with(U')');
  if (opens &&
      (text.find(U')') == std::u32string_view::npos || (closes && text.find(U')') == text.size() - 1)))
    text.remove_prefix(1);
  if (closes && text.find(U'(') == std::u32string_view::npos) text.remove_suffix(1);
  return text.ends_with(U'(') ? text.substr(0, text.size() - 1) : text;
}

std::u32string_view without_fillers(std::u32string_view text) {
  while (!text.empty() && (is_filler(text.front()) || text.front() == U'の'))
    text.remove_prefix(1);
  // The kana length mark ends names: センター.
  while (!text.empty() && ((is_filler(text.back()) && text.back() != U'ー') || text.back() == U'#'))
    text.remove_suffix(1);
  return without_brackets(text);
}

bool drop_suffix(std::u32string_view& text, std::u32string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

std::u32string upper(std::u32string_view text) {
  std::u32string out;
  for (const char32_t c : text) {
    if (is_dash(c) || c == U'ー') {
      out += U'-';
    } else if (!is_space(c)) {
      out += c >= U'a' && c <= U'z' ? c - 0x20 : c;
    }
  }
  return out;
}

// How long the end of `text` is that can be a room: digits, letters beside them, dashes between.
std::size_t room_length(std::u32string_view text) {
  std::size_t length = 0;
  const auto at = [&](std::size_t from_end) { return text[text.size() - 1 - from_end]; };
  while (length < text.size() && length < longest_room) {
    const char32_t c = at(length);
    const bool dash = (is_dash(c) || c == U'ー') && length > 0 && length + 1 < text.size() &&
                      (is_digit(at(length + 1)) || is_ascii_letter(at(length + 1)));
    if (!is_digit(c) && !is_ascii_letter(c) && !dash) break;
    ++length;
  }
  std::u32string_view run = text.substr(text.size() - length);
  // A word is no part of a room: SAKURA203.
  std::size_t letters = 0;
  while (letters < run.size() && is_ascii_letter(run[letters]))
    ++letters;
  if (letters > longest_prefix) run.remove_prefix(letters);
  while (!run.empty() && (is_dash(run.front()) || run.front() == U'ー'))
    run.remove_prefix(1);
  return std::ranges::any_of(run, is_digit) ? run.size() : 0;
}

std::size_t kanji_length(std::u32string_view text) {
  constexpr std::u32string_view numerals = U"〇一二三四五六七八九十百";
  std::size_t length = 0;
  while (length < text.size() && numerals.contains(text[text.size() - 1 - length]))
    ++length;
  return length;
}

/// Takes the room off the end of a text.
class RoomReader {
 public:
  RoomReader(std::u32string_view text, const PlaceLetters& letters)
      : text_(without_fillers(text)), letters_(letters) {}

  /// The room; empty where there is none. What is left is the building.
  std::u32string take() {
    std::u32string room = take_number();
    std::u32string floor = take_floor();
    if (room.empty()) return floor;
    // 3階301号室 says its floor twice.
    if (!floor.empty() && !room.starts_with(std::u32string_view(floor).substr(0, floor.size() - 1)))
      room = floor + U'-' + room;
    return room;
  }

  [[nodiscard]] std::u32string_view rest() const { return text_; }

 private:
  std::u32string take_number() {
    const std::u32string_view before = text_;
    if (text_.ends_with(U')') && text_.contains(U'(')) text_.remove_suffix(1);
    const bool said = drop_suffix(text_, U"号室") || drop_suffix(text_, U"号") || drop_suffix(text_, U"室");
    text_ = trimmed(text_);
    if (said) {
      if (const std::size_t kanji = kanji_length(text_); kanji > 0) return cut_kanji(kanji);
    }
    const std::size_t length = room_length(text_);
    if (length == 0 || (!said && !is_room(length))) {
      text_ = said && length == 0 ? before : without_fillers(before);
      return {};
    }
    return cut(length);
  }

  // Without 号室, three digits are a room anywhere, and fewer only apart from the name.
  [[nodiscard]] bool is_room(std::size_t length) const {
    const std::u32string_view run = text_.substr(text_.size() - length);
    if (run.size() == text_.size()) return true;
    const char32_t before = text_[text_.size() - length - 1];
    if (is_filler(before) || before == U'#' || before == U'(') return is_digit(run.back()) || run.size() > 1;
    const auto digits = static_cast<std::size_t>(std::ranges::count_if(run, is_digit));
    return digits >= shortest_room && is_digit(run.back());
  }

  std::u32string cut(std::size_t length) {
    std::u32string room = upper(text_.substr(text_.size() - length));
    text_.remove_suffix(length);
    if (text_.ends_with(U'第')) text_.remove_suffix(1);
    text_ = without_fillers(text_);
    return room;
  }

  std::u32string cut_kanji(std::size_t length) {
    const AddressText number(std::u32string(text_.substr(text_.size() - length)), letters_);
    text_ = without_fillers(text_.substr(0, text_.size() - length));
    return digits_of(number.symbols.front().number());
  }

  static std::u32string digits_of(std::uint32_t value) {
    const std::string digits = std::to_string(value);
    return {digits.begin(), digits.end()};
  }

  // 7F, 7階, 地下1階, B1F at the end.
  std::u32string take_floor() {
    std::u32string_view text = text_;
    if (!drop_suffix(text, U"階") && !drop_suffix(text, U"F") && !drop_suffix(text, U"f")) return {};
    std::u32string floor;
    std::size_t length = 0;
    while (length < text.size() && is_digit(text[text.size() - 1 - length]))
      ++length;
    if (length > 0) {
      floor = text.substr(text.size() - length);
    } else if (length = kanji_length(text); length > 0) {
      const AddressText number(std::u32string(text.substr(text.size() - length)), letters_);
      floor = digits_of(number.symbols.front().number());
    } else {
      return {};
    }
    text.remove_suffix(length);
    const bool below = drop_suffix(text, U"地下") || drop_suffix(text, U"B") || drop_suffix(text, U"b");
    text_ = without_fillers(text);
    return (below ? U"B" : U"") + floor + U'F';
  }

  std::u32string_view text_;
  const PlaceLetters& letters_;
};

struct Alias {
  std::u32string_view folded;
  std::u32string_view is;
};

// In the letters that PlaceLetters makes; longer words before what they begin with.
constexpr std::array<Alias, 16> aliases{{{U"ビルデイング", U"ビル"},
                                         {U"ビルヂング", U"ビル"},
                                         {U"ビルジング", U"ビル"},
                                         {U"building", U"ビル"},
                                         {U"bldg", U"ビル"},
                                         {U"マンシヨン", U"マンシヨン"},
                                         {U"mansion", U"マンシヨン"},
                                         {U"アパ-トメント", U"アパ-ト"},
                                         {U"コ-ポラス", U"コ-ポ"},
                                         {U"corpo", U"コ-ポ"},
                                         {U"heights", U"ハイツ"},
                                         {U"house", U"ハウス"},
                                         {U"tower", U"タワ-"},
                                         {U"ハイツ", U"ハイツ"},
                                         {U"号棟", U"棟"},
                                         {U"番館", U"館"}}};

// What only the end of a name abbreviates.
constexpr std::array<Alias, 5> endings{{{U"ms", U"マンシヨン"},
                                        {U"ap", U"アパ-ト"},
                                        {U"m", U"マンシヨン"},
                                        {U"bld", U"ビル"},
                                        {U"アパ", U"アパ-ト"}}};

std::u32string building_key(std::u32string_view name, const PlaceLetters& letters) {
  std::u32string folded;
  for (const char32_t c : name) {
    const char32_t letter = letters.fold(c);
    const bool sound = letter == U'-' && !folded.empty() && is_kana(folded.back());
    if (is_space(c) || letter == U'.' || letter == U'・' || letter == U'\'' || (letter == U'-' && !sound))
      continue;
    folded += letter;
  }
  std::u32string key;
  for (std::size_t at = 0; at < folded.size();) {
    const auto rest = std::u32string_view(folded).substr(at);
    const auto whole =
        std::ranges::find_if(aliases, [&](const Alias& a) { return rest.starts_with(a.folded); });
    const auto end = std::ranges::find_if(endings, [&](const Alias& a) { return rest == a.folded; });
    const bool after_word = at > 0 && !is_ascii_letter(folded[at - 1]);
    if (whole != aliases.end()) {
      key += whole->is;
      at += whole->folded.size();
    } else if (end != endings.end() && after_word) {
      key += end->is;
      at += end->folded.size();
    } else {
      key += folded[at++];
    }
  }
  return key;
}

std::u32string room_key(std::u32string_view room) {
  std::u32string key;
  for (const char32_t c : room) {
    if (c == U'0' && (key.empty() || key.back() == U'-')) continue;
    key += c;
  }
  return key;
}

}  // namespace

AddressBuilding read_building(std::u32string_view typed, std::u32string room, const PlaceLetters& letters) {
  AddressBuilding building;
  RoomReader reader(typed, letters);
  const std::u32string second = reader.take();
  if (!room.empty() && !second.empty()) room += U'-';
  building.room = std::move(room) + second;
  building.name = without_fillers(reader.rest());
  building.name_key = building_key(building.name, letters);
  building.room_key = room_key(building.room);
  return building;
}

}  // namespace sekisho::scoring
