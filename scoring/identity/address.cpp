#include "identity/address.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "identity/japanese_number.h"
#include "identity/prefectures.h"
#include "identity/text.h"

namespace sekisho::scoring {
namespace {

constexpr std::u32string_view ga_kana = U"ヶケヵガが";  // 霞ヶ関, 霞が関
constexpr std::u32string_view tsu_kana = U"ッツっつ";   // 四ツ谷, 四つ谷
constexpr std::u32string_view no_letters = U"ノの之";   // 一ノ宮, 一の宮
constexpr std::size_t most_numbers = 3;                 // chome, block, lot; a fourth is a room

template <std::size_t N>
bool starts_with_any(std::u32string_view text, const std::array<std::u32string_view, N>& heads) {
  return std::ranges::any_of(heads, [&](auto head) { return text.starts_with(head); });
}

// One spelling for what stands between two kanji and is written in several ways.
char32_t fold_between_kanji(char32_t c) {
  if (ga_kana.contains(c)) return U'ケ';
  if (tsu_kana.contains(c)) return U'ツ';
  if (no_letters.contains(c)) return U'ノ';
  return c;
}

std::u32string fold_characters(std::string_view typed) {
  std::u32string text = nfkc_lower(typed);
  for (char32_t& c : text)
    c = is_dash(c) ? U'-' : fold_variant(c);
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (is_han(text[i - 1]) && is_han(text[i + 1])) text[i] = fold_between_kanji(text[i]);
  }
  return text;
}

void remove_all(std::u32string& text, std::u32string_view part) {
  for (auto at = text.find(part); at != std::u32string::npos; at = text.find(part, at))
    text.erase(at, part.size());
}

std::u32string_view without_postal_code(std::u32string_view text) {
  text = trimmed(text);
  std::u32string_view rest = text;
  if (rest.starts_with(U'〒')) rest = trimmed(rest.substr(1));
  std::size_t digits = 0;
  std::size_t at = 0;
  for (; at < rest.size() && digits < 7; ++at) {
    if (is_digit(rest[at])) {
      ++digits;
    } else if (rest[at] != U'-' || digits != 3) {
      return text;
    }
  }
  const bool ends = at == rest.size() || is_space(rest[at]) || is_han(rest[at]);
  return digits == 7 && ends ? trimmed(rest.substr(at)) : text;
}

// People leave the county out (海部郡大治町, 大治町); cities such as 大和郡山市 and 蒲郡市 only look like
// one.
std::u32string without_county(std::u32string place) {
  const auto at = place.find(U'郡');
  if (at == std::u32string::npos || at == 0 || at > 4) return place;
  const std::u32string_view before = std::u32string_view(place).substr(0, at);
  const std::u32string_view after = std::u32string_view(place).substr(at + 1);
  constexpr std::array<std::u32string_view, 4> not_a_county = {U"市", U"町", U"村", U"山市"};
  const bool inside_a_city = before.find_first_of(U"市区町村") != std::u32string_view::npos;
  const bool of_towns = after.find_first_of(U"町村") != std::u32string_view::npos;
  if (inside_a_city || !of_towns || starts_with_any(after, not_a_county)) return place;
  return std::u32string(after);
}

// What joins two numbers of a block: a dash, の, the kana length mark, or the kanji 一 typed for a dash.
// Returns its length, 0 when `text` does not begin with a joint before a number.
std::size_t joint(std::u32string_view text) {
  if (text.size() < 2) return 0;
  if (text[0] == U'一') return is_digit(text[1]) ? 1 : 0;
  const bool joins = text[0] == U'-' || text[0] == U'ー' || no_letters.contains(text[0]);
  return joins && read_number(text.substr(1)) ? 1 : 0;
}

bool is_chome_without_me(std::u32string_view after) {
  // Sakai counts 丁 where others count 丁目; 八丁堀 and 番丁 are names.
  if (!after.starts_with(U"丁")) return false;
  const std::u32string_view rest = after.substr(1);
  return rest.empty() || is_space(rest[0]) || read_number(rest) || joint(rest) > 0;
}

// True when the number before `after` belongs to a name: 北1条, 三番町, 西1線.
bool is_within_a_name(std::u32string_view after) {
  constexpr std::array<std::u32string_view, 8> names = {U"条",   U"線",   U"番町", U"番丁",
                                                        U"番通", U"番街", U"区",   U"社"};
  if (starts_with_any(after, names)) return true;
  return after.starts_with(U"丁") && !after.starts_with(U"丁目") && !is_chome_without_me(after);
}

// True when kanji numerals before `after` count something; else they are part of a name, as in 三田 and
// 八王子.
bool counts(std::u32string_view after) {
  constexpr std::array<std::u32string_view, 6> counters = {U"丁目", U"番", U"号", U"条", U"線", U"地割"};
  return starts_with_any(after, counters) || after.starts_with(U"丁") || joint(after) > 0;
}

bool is_room(std::u32string_view after) {
  constexpr std::array<std::u32string_view, 7> rooms = {U"号室", U"号棟", U"号館", U"室", U"階", U"f", U"棟"};
  return starts_with_any(after, rooms);
}

/// Reads an address from left to right: first the place, then the numbers of the block.
class Reader {
 public:
  explicit Reader(std::u32string_view text) : rest_(text) {}

  std::u32string place() {
    std::u32string out;
    while (!rest_.empty()) {
      const auto number = read_number(rest_);
      if (!number) {
        take_word(out);
        continue;
      }
      const std::u32string_view after = rest_.substr(number->length);
      if (number->in_kanji && !counts(after)) {
        out += rest_.substr(0, number->length);
      } else if (is_within_a_name(after)) {
        out.append(number->digits.begin(), number->digits.end());
      } else {
        break;
      }
      rest_ = after;
    }
    if (out.ends_with(U'第') && !rest_.empty()) out.pop_back();
    return out;
  }

  std::vector<std::string> block() {
    std::vector<std::string> numbers;
    while (numbers.size() < most_numbers) {
      const auto number = read_number(rest_);
      if (!number) break;
      const std::u32string_view after = rest_.substr(number->length);
      const bool more = !numbers.empty();
      if (more && (is_room(after) || (number->in_kanji && !ends_a_number(after)))) break;
      numbers.push_back(number->digits);
      if (!more) chome_ = after.starts_with(U"丁目") || is_chome_without_me(after);
      rest_ = after;
      if (!take_unit()) break;
    }
    return numbers;
  }

  /// The first number of the block counts chome.
  [[nodiscard]] bool chome() const { return chome_; }

 private:
  // A digit run that is no number (far too long) must go as a whole.
  void take_word(std::u32string& out) {
    do {
      if (!is_space(rest_.front())) out += rest_.front();
      rest_.remove_prefix(1);
    } while (!rest_.empty() && is_digit(rest_.front()) && is_digit(out.empty() ? U' ' : out.back()));
  }

  static bool ends_a_number(std::u32string_view after) {
    constexpr std::array<std::u32string_view, 4> houses = {U"番館", U"番町", U"番街", U"番丁"};
    if (starts_with_any(after, houses)) return false;
    return after.empty() || is_space(after.front()) || counts(after);
  }

  // Takes the unit after a number, and says whether another number of the block may follow.
  bool take_unit() {
    if (rest_.starts_with(U"丁目")) return skip(2, true);
    if (is_chome_without_me(rest_)) return skip(1, true);
    if (rest_.starts_with(U"地割")) return skip(2, true);
    if (rest_.starts_with(U"番地")) return skip(2, false);
    if (rest_.starts_with(U"番")) return skip(1, true);
    if (rest_.starts_with(U"号")) {
      rest_.remove_prefix(1);
      return skip_joint();
    }
    return skip_joint();
  }

  bool skip(std::size_t length, bool spaces) {
    rest_.remove_prefix(length);
    if (spaces) rest_ = trimmed(rest_);
    skip_joint();
    return true;
  }

  bool skip_joint() {
    const std::size_t length = joint(rest_);
    rest_.remove_prefix(length);
    return length > 0;
  }

  std::u32string_view rest_;
  bool chome_ = false;
};

std::string joined(const std::vector<std::string>& numbers) {
  std::string out;
  for (const std::string& number : numbers)
    out += (out.empty() ? "" : "-") + number;
  return out;
}

bool says_no_lot(std::u32string_view text) {
  return text.contains(U"無番地") || text.contains(U"番地なし") || text.contains(U"番外地");
}

}  // namespace

Address parse_address(std::string_view prefecture, std::string_view address) {
  const std::u32string text = fold_characters(address);
  std::u32string_view rest = without_postal_code(text);
  std::u32string_view named = prefecture_before(rest);
  rest.remove_prefix(named.size());
  if (named.empty()) named = prefecture_named(without_spaces(fold_characters(prefecture)));

  Reader reader(rest);
  std::u32string place = reader.place();
  remove_all(place, U"大字");
  place = without_county(std::move(place));
  if (named.empty()) named = prefecture_of_city(place);
  const std::vector<std::string> numbers = reader.block();
  const bool only_chome = numbers.size() == 1 && reader.chome();
  const bool complete = !numbers.empty() && !only_chome;
  return {.prefecture = to_utf8(named),
          .place = to_utf8(place),
          .block = joined(numbers),
          .has_lot_number = complete || says_no_lot(text),
          .block_is_complete = complete};
}

std::optional<std::string> canonical_address(const Address& address) {
  if (address.place.empty() || !address.block_is_complete) return std::nullopt;
  return address.prefecture + address.place + address.block;
}

std::string fold_place(std::string_view name) {
  const std::u32string text = fold_characters(name);
  std::u32string place = Reader(text).place();
  remove_all(place, U"大字");
  return to_utf8(place);
}

}  // namespace sekisho::scoring
