#include "address_writing.h"

#include <array>

#include <fmt/format.h>

namespace sekisho::simulation {
namespace {

enum class Hyphen { ascii, minus, long_vowel };

std::string_view text_of(Hyphen hyphen) {
  switch (hyphen) {
    case Hyphen::ascii:
      return "-";
    case Hyphen::minus:
      return "−";
    case Hyphen::long_vowel:
      break;
  }
  return "ー";
}

/// Chome, ban and go joined by hyphens, as far as the place has them.
std::string hyphenated(const Place& place, std::string_view hyphen) {
  std::string text;
  if (place.chome != 0) text += fmt::format("{}{}", place.chome, hyphen);
  text += fmt::format("{}", place.ban);
  if (place.go != 0) text += fmt::format("{}{}", hyphen, place.go);
  return text;
}

std::string worded(const Place& place) {
  std::string text;
  if (place.chome == 0) {
    return place.go == 0 ? fmt::format("{}番地", place.ban) : fmt::format("{}番地の{}", place.ban, place.go);
  }
  text = fmt::format("{}丁目{}番", place.chome, place.ban);
  if (place.go != 0) text += fmt::format("{}号", place.go);
  return text;
}

std::string with_kanji_chome(const Place& place) {
  if (place.chome == 0) return hyphenated(place, "-");
  return fmt::format("{}丁目{}-{}", kanji_number(place.chome), place.ban, place.go);
}

std::string lot_of(const Place& place, int style) {
  switch (style) {
    case 0:
      return worded(place);
    case 2:
      return full_width(hyphenated(place, "-"));
    case 3:
      return with_kanji_chome(place);
    case 4:
      return place.chome == 0 ? worded(place)
                              : fmt::format("{}丁目{}番地{}", place.chome, place.ban, place.go);
    case 7:
      return full_width(hyphenated(place, text_of(Hyphen::long_vowel)));
    default:
      return hyphenated(place, "-");
  }
}

std::string building_line(const Place& place, int style) {
  if (place.building.empty()) return "";
  if (place.room.empty()) return place.building;
  switch (style) {
    case 0:
      return fmt::format("{} {}号室", place.building, place.room);
    case 2:
      return fmt::format("{}　{}", place.building, full_width(place.room));
    case 3:
      return fmt::format("{}{}号", place.building, place.room);
    case 5:
      return fmt::format("{} {}", place.building, place.room);
    default:
      return place.building + place.room;
  }
}

/// The building under another name: abbreviated, turned round, its words in another script, or gone.
std::string disguise_building(const Place& place, double effort, Dice& dice) {
  if (place.room.empty()) return dice.chance(effort * 0.3) ? fmt::format("{}様方", place.town.town) : "";
  switch (dice.between(std::int64_t{0}, effort > 0.5 ? 7 : 4)) {
    case 0:
      return place.room;
    case 1:
      return full_width(place.room) + "号";
    case 2:
      return fmt::format("{}　{}号室", place.building, place.room);
    case 3:
      return fmt::format("{}{}", to_hiragana(place.building), place.room);
    case 4:
      return fmt::format("{}F-{}", place.room.substr(0, place.room.size() - 2), place.room);
    case 5:
      return fmt::format("{}A棟 {}", place.building, place.room);
    case 6:
      return fmt::format("{}-{}", place.room,
                         dice.pick(std::to_array<std::string_view>({"A", "B", "1", "2"})));
    default:
      return fmt::format("{} {}号室 {}様方", place.building, place.room,
                         dice.pick(std::to_array<std::string_view>({"山", "森", "林", "原", "東"})));
  }
}

}  // namespace

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

std::string kanji_number(int number) {
  constexpr std::array<std::string_view, 10> digits{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  const auto tens = static_cast<std::size_t>(number / 10);
  const auto ones = static_cast<std::size_t>(number % 10);
  std::string text;
  if (tens > 1) text += digits[tens % 10];
  if (tens > 0) text += "十";
  return text + std::string{digits[ones]};
}

std::string full_width(std::string_view text) {
  std::string wide;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7F) {
      // U+FF01…U+FF5E mirror ASCII from '!' on; in UTF-8 that is EF BC 81… and from '`' on EF BD 80….
      const unsigned offset = byte - 0x20U;
      wide += '\xEF';
      wide += offset < 0x40 ? '\xBC' : '\xBD';
      wide += static_cast<char>(0x80U + offset % 0x40U);
    } else {
      wide += c;
    }
  }
  return wide;
}

std::string to_hiragana(std::string_view katakana) {
  std::string text;
  for (std::size_t i = 0; i < katakana.size();) {
    const auto lead = static_cast<unsigned char>(katakana[i]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    unsigned point = 0;
    if (size == 3)
      point = (lead & 0x0FU) << 12U | (static_cast<unsigned char>(katakana[i + 1]) & 0x3FU) << 6U |
              (static_cast<unsigned char>(katakana[i + 2]) & 0x3FU);
    if (point >= 0x30A1 && point <= 0x30F6) {
      const unsigned hira = point - 0x60;
      text += static_cast<char>(0xE0U | hira >> 12U);
      text += static_cast<char>(0x80U | (hira >> 6U & 0x3FU));
      text += static_cast<char>(0x80U | (hira & 0x3FU));
    } else {
      text += katakana.substr(i, size);
    }
    i += size;
  }
  return text;
}

WrittenAddress write_address(const Place& place, int style) {
  WrittenAddress written;
  const std::string& code = place.town.postal_code;
  written.postal_code = style % 3 == 1 ? code : fmt::format("{}-{}", code.substr(0, 3), code.substr(3));
  written.prefecture = place.town.prefecture;
  written.address = place.town.city + place.town.town + lot_of(place, style);
  if (style == 5) written.address = place.town.prefecture + written.address;
  written.building = building_line(place, style);
  if (style == 6 && !place.room.empty()) {
    written.address += "-" + place.room;
    written.building.clear();
  }
  return written;
}

WrittenAddress disguise_address(const Place& place, double effort, Dice& dice) {
  WrittenAddress written = write_address(place, static_cast<int>(dice.index(address_styles)));
  if (!place.building.empty()) {
    // Starting afresh, so that a room behind the lot does not stand twice.
    written.address = place.town.city + place.town.town + lot_of(place, static_cast<int>(dice.index(5)));
    written.building = disguise_building(place, effort, dice);
  } else if (dice.chance(effort)) {
    written.building = disguise_building(place, effort, dice);
  }
  if (dice.chance(effort * 0.4)) written.address = replaced(written.address, "ケ", "ヶ");
  if (dice.chance(effort * 0.3)) written.address = replaced(written.address, "丁目", "丁目　");
  if (dice.chance(effort * 0.2))
    written.address = replaced(written.address, place.town.city, place.town.city + "大字");
  if (dice.chance(effort * 0.25)) written.address += dice.chance(0.5) ? "付近" : "地先";
  if (dice.chance(0.3)) written.address = place.town.prefecture + written.address;
  return written;
}

std::string write_phone(std::string_view digits, int style) {
  const std::size_t head = digits.size() == 11                                    ? 3
                           : digits.starts_with("03") || digits.starts_with("06") ? 2
                                                                                  : 3;
  const auto joined = [&](std::string_view between) {
    return fmt::format("{}{}{}{}{}", digits.substr(0, head), between,
                       digits.substr(head, digits.size() - head - 4), between,
                       digits.substr(digits.size() - 4));
  };
  switch (style) {
    case 0:
      return joined("-");
    case 2:
      return full_width(digits);
    case 3:
      return joined(" ");
    case 4:
      return "+81" + std::string{digits.substr(1)};
    case 5:
      return full_width(joined("-"));
    default:
      return std::string{digits};
  }
}

std::string write_name(const FullName& name, int style) {
  if (name.given.written.empty()) return name.surname.written;
  const std::string_view between = style == 0 ? " " : style == 1 ? "" : "　";
  return fmt::format("{}{}{}", name.surname.written, between, name.given.written);
}

std::string write_kana(const FullName& name, bool hiragana, int style) {
  std::string kana = name.kana();
  if (style == 1) kana = replaced(kana, " ", "");
  return hiragana ? to_hiragana(kana) : kana;
}

}  // namespace sekisho::simulation
