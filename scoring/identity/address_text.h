#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "identity/place_letters.h"

namespace sekisho::scoring {

/// One thing of an address as it is compared: a letter in its folded form, or a whole number however it was
/// written, so that 2丁目 and 二丁目 are equal and no name ends in the middle of a number.
struct AddressSymbol {
  char32_t value = 0;       ///< the letter; a number has number_bit and its value
  std::uint16_t begin = 0;  ///< where it stands in the text that it was read from
  std::uint16_t end = 0;
  bool kanji = false;        ///< a number in kanji
  bool after_space = false;  ///< white space stood before it, or a comma

  static constexpr char32_t number_bit = 0x8000'0000;

  [[nodiscard]] bool is_number() const { return (value & number_bit) != 0; }

  [[nodiscard]] std::uint32_t number() const { return value & ~number_bit; }
};

/// A text as NFKC, and as symbols. White space is no symbol.
struct AddressText {
  std::u32string source;
  std::vector<AddressSymbol> symbols;

  /// `text` must be shorter than 65,536 characters.
  AddressText(std::u32string text, const PlaceLetters& letters);

  [[nodiscard]] std::size_t size() const { return symbols.size(); }

  /// The symbol at `at`; 0 behind the end.
  [[nodiscard]] char32_t at(std::size_t at) const { return at < symbols.size() ? symbols[at].value : 0; }

  [[nodiscard]] bool is_number(std::size_t at) const { return at < size() && symbols[at].is_number(); }

  [[nodiscard]] bool starts_with(std::size_t at, std::u32string_view letters) const;
  /// Where symbol `at` begins in the source; its length behind the end.
  [[nodiscard]] std::size_t source_begin(std::size_t at) const;
  /// What was typed from one symbol to before another.
  [[nodiscard]] std::u32string_view source_between(std::size_t from, std::size_t to) const;
};

/// The symbols without the letters that people leave out: ケ, ツ, ノ, 条 and 字 (with its 大), and with one
/// form for those that are taken for each other (船 and 舟, 丘 and 岡, 二 and ニ). The places in the text
/// stay.
[[nodiscard]] std::vector<AddressSymbol> loosened(std::span<const AddressSymbol> symbols);

/// Whether loosened() would change them.
[[nodiscard]] bool can_loosen(std::span<const AddressSymbol> symbols);

/// A number as symbol.
[[nodiscard]] constexpr char32_t number_symbol(std::uint32_t value) {
  return AddressSymbol::number_bit | value;
}

/// 二十四 for 24; for 0 and from 10,000 on its Arabic digits.
[[nodiscard]] std::string kanji_number(std::uint32_t value);

}  // namespace sekisho::scoring
