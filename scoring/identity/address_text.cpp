#include "identity/address_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "identity/text.h"

namespace sekisho::scoring {
namespace {

constexpr std::u32string_view kanji_digits = U"〇一二三四五六七八九";
constexpr std::u32string_view left_out = U"ケツノ字条";
constexpr std::u32string_view exchanged = U"船舟堀掘丘岡埼崎斎斉";  // pairs: from, to
constexpr std::uint32_t largest = 99'999'999;
constexpr std::size_t longest_kanji = 9;

/// -1 where it is none.
constexpr int kanji_digit(char32_t c) {
  switch (c) {
    case U'〇':
      return 0;
    case U'一':
      return 1;
    case U'二':
      return 2;
    case U'三':
      return 3;
    case U'四':
      return 4;
    case U'五':
      return 5;
    case U'六':
      return 6;
    case U'七':
      return 7;
    case U'八':
      return 8;
    case U'九':
      return 9;
    default:
      return -1;
  }
}

constexpr std::uint32_t kanji_unit(char32_t c) {
  if (c == U'十') return 10;
  if (c == U'百') return 100;
  return c == U'千' ? 1000 : 0;
}

constexpr bool is_kanji_numeral(char32_t c) {
  return c >= U'〇' && (kanji_digit(c) >= 0 || kanji_unit(c) != 0);
}

// White space beyond ASCII, and what has no width at all.
bool is_blank(char32_t c) {
  return c > 0x7E && c < 0x2E80 ? is_space(c) || (c >= 0x200B && c <= 0x200F) : c == 0x3000 || c == 0xFEFF;
}

/// Both ways of writing: 二十三 and 二三 are 23.
std::uint32_t kanji_value(std::u32string_view run) {
  std::uint64_t sum = 0;
  std::uint64_t pending = 0;
  bool any = false;
  for (const char32_t c : run) {
    if (const std::uint32_t unit = kanji_unit(c); unit != 0) {
      sum += (any ? pending : 1) * unit;
      pending = 0;
      any = false;
    } else {
      pending = pending * 10 + static_cast<std::uint64_t>(kanji_digit(c));
      any = true;
    }
  }
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(sum + pending, largest));
}

/// Reads symbols from left to right.
class Tokens {
 public:
  Tokens(std::u32string_view source, const PlaceLetters& letters) : source_(source), letters_(letters) {}

  std::vector<AddressSymbol> read() {
    out_.reserve(source_.size());
    while (at_ < source_.size())
      step();
    return std::move(out_);
  }

 private:
  void step() {
    const char32_t c = source_[at_];
    if (c <= U' ' || c == U'、' || c == U',' || is_blank(c)) {
      space_ = true;
      ++at_;
    } else if (is_digit(c)) {
      push(arabic(), false);
    } else if (const char32_t folded = letters_.fold(c); is_kanji_numeral(folded)) {
      push(in_kanji(), true);
    } else {
      ++at_;
      add({.value = folded, .begin = index(at_ - 1), .end = index(at_), .after_space = space_});
    }
  }

  static std::uint16_t index(std::size_t at) { return static_cast<std::uint16_t>(at); }

  void push(std::pair<std::size_t, std::uint32_t> number, bool kanji) {
    add({.value = number_symbol(number.second),
         .begin = index(std::exchange(at_, number.first)),
         .end = index(number.first),
         .kanji = kanji,
         .after_space = space_});
  }

  void add(AddressSymbol symbol) {
    space_ = false;
    out_.push_back(symbol);
  }

  [[nodiscard]] std::pair<std::size_t, std::uint32_t> arabic() const {
    std::uint64_t value = 0;
    std::size_t end = at_;
    for (; end < source_.size() && is_digit(source_[end]); ++end)
      value = std::min<std::uint64_t>(value * 10 + (source_[end] - U'0'), largest);
    return {end, static_cast<std::uint32_t>(value)};
  }

  [[nodiscard]] std::pair<std::size_t, std::uint32_t> in_kanji() const {
    std::u32string run;
    std::size_t end = at_;
    for (; end < source_.size() && run.size() < longest_kanji; ++end) {
      const char32_t folded = letters_.fold(source_[end]);
      if (!is_kanji_numeral(folded)) break;
      run += folded;
    }
    return {end, kanji_value(run)};
  }

  std::u32string_view source_;
  const PlaceLetters& letters_;
  std::size_t at_ = 0;
  bool space_ = false;
  std::vector<AddressSymbol> out_;
};

// 2一7一5: the kanji 一 typed for a dash.
void mend_dashes(std::vector<AddressSymbol>& symbols) {
  for (std::size_t i = 1; i + 1 < symbols.size(); ++i) {
    AddressSymbol& one = symbols[i];
    const bool alone = one.value == number_symbol(1) && one.kanji && one.end == one.begin + 1;
    const auto arabic = [](const AddressSymbol& s) { return s.is_number() && !s.kanji; };
    if (alone && arabic(symbols[i - 1]) && arabic(symbols[i + 1])) {
      one.value = U'-';
      one.kanji = false;
    }
  }
}

// ニ丁目 and ハ番: katakana for the kanji that look like them; 3町目 for 3丁目; 7番丁 for 7番町.
void mend_look_alikes(std::vector<AddressSymbol>& symbols) {
  for (std::size_t i = 0; i + 1 < symbols.size(); ++i) {
    AddressSymbol& here = symbols[i];
    const char32_t next = symbols[i + 1].value;
    const bool counted =
        next == U'番' || (next == U'丁' && i + 2 < symbols.size() && symbols[i + 2].value == U'目');
    if (counted && (here.value == U'ニ' || here.value == U'ハ')) {
      here.value = number_symbol(here.value == U'ニ' ? 2 : 8);
      here.kanji = true;
    }
    if (here.value == U'町' && next == U'目' && i > 0 && symbols[i - 1].is_number()) here.value = U'丁';
    const bool may_follow = i + 2 >= symbols.size() || symbols[i + 2].value != U'目';
    if (here.value == U'番' && next == U'丁' && may_follow) symbols[i + 1].value = U'町';
  }
}

char32_t exchange(char32_t c) {
  // The katakana that look like them: ニ口町.
  if (c == number_symbol(2)) return U'ニ';
  if (c == number_symbol(8)) return U'ハ';
  for (std::size_t i = 0; i + 1 < exchanged.size(); i += 2) {
    if (exchanged[i] == c) return exchanged[i + 1];
  }
  return c;
}

}  // namespace

AddressText::AddressText(std::u32string text, const PlaceLetters& letters)
    : source(std::move(text)), symbols(Tokens(source, letters).read()) {
  mend_dashes(symbols);
  mend_look_alikes(symbols);
}

bool AddressText::starts_with(std::size_t at, std::u32string_view letters) const {
  if (at > symbols.size() || symbols.size() - at < letters.size()) return false;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (symbols[at + i].value != letters[i]) return false;
  }
  return true;
}

std::size_t AddressText::source_begin(std::size_t at) const {
  return at < symbols.size() ? symbols[at].begin : source.size();
}

std::u32string_view AddressText::source_between(std::size_t from, std::size_t to) const {
  if (from >= to || from >= symbols.size()) return {};
  const std::size_t begin = symbols[from].begin;
  return std::u32string_view(source).substr(begin, symbols[std::min(to, size()) - 1].end - begin);
}

bool can_loosen(std::span<const AddressSymbol> symbols) {
  return std::ranges::any_of(symbols, [](const AddressSymbol& symbol) {
    return left_out.contains(symbol.value) || exchange(symbol.value) != symbol.value;
  });
}

std::vector<AddressSymbol> loosened(std::span<const AddressSymbol> symbols) {
  std::vector<AddressSymbol> out;
  out.reserve(symbols.size());
  for (const AddressSymbol& symbol : symbols) {
    if (symbol.value == U'字' && !out.empty() && out.back().value == U'大') out.pop_back();
    if (left_out.contains(symbol.value)) continue;
    out.push_back(symbol);
    out.back().value = exchange(symbol.value);
  }
  return out;
}

std::string kanji_number(std::uint32_t value) {
  if (value == 0 || value >= 10'000) return std::to_string(value);
  std::u32string out;
  constexpr std::array<std::pair<std::uint32_t, char32_t>, 3> units{
      {{1000, U'千'}, {100, U'百'}, {10, U'十'}}};
  for (const auto& [unit, name] : units) {
    const std::uint32_t times = value / unit;
    if (times > 1) out += kanji_digits[times];
    if (times > 0) out += name;
    value %= unit;
  }
  if (value > 0) out += kanji_digits[value];
  return to_utf8(out);
}

}  // namespace sekisho::scoring
