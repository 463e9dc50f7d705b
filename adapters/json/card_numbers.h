#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sekisho::adapters::json {

/// Finds full card numbers, however they are spelled. One is a run of digits with the prefix and length of
/// Visa, Mastercard, JCB, Amex, Diners, Discover or UnionPay that passes Luhn (ISO/IEC 7812-1).
///
/// - Digits count in any script and width: ASCII, full-width, kanji (〇一二…九), circled, superscript …
/// - They may stand in groups, with up to three signs between two of them. A stretch of white space is one
///   sign; what has no width of its own (joiners, variation selectors, combining marks) is none. A letter
///   ends the run, except ー, which people type for a dash; so does a colon, which groups IPv6 addresses.
/// - Whole neighbouring groups make the number: `4111 1111 1111 1111 12/27` holds one, a group of twenty
///   digits does not. Where the script of the digits changes, a group ends: `1111一括`.
/// - A Japanese telephone number is no part of a card when it is recognisable: ten or eleven digits from 0 in
///   one piece or joined by dashes, or what follows `+81`. Beside a postal code it has the length and often
///   the prefix of a card, and passes Luhn in one case of ten.
///
/// Keeps scratch memory between calls: an instance belongs to one thread at a time.
class CardNumberFinder {
 public:
  /// True when the text, UTF-8, holds one.
  [[nodiscard]] bool found_in(std::string_view text);
  /// True when the digits of a number are one, signs aside.
  [[nodiscard]] bool found_in(std::int64_t number);
  /// The same for integral values; the decimals of a measured value are as good as random, and left alone.
  [[nodiscard]] bool found_in(double number);

 private:
  enum class Script : std::uint8_t { ascii, full_width, kanji, other };
  enum class Sort : std::uint8_t { digit, letter, dash, plus, space, sign, nothing };

  struct Sign {
    Sort sort = Sort::letter;
    Script script = Script::ascii;
    std::uint8_t digit = 0;
  };

  struct Group {
    std::size_t first = 0;  ///< index into digits_
    std::size_t size = 0;
    bool after_dash = false;  ///< joined to the group before it by one dash alone
    bool after_plus = false;
    bool telephone = false;
  };

  [[nodiscard]] static Sign classify(char32_t code_point);
  [[nodiscard]] static Sign classify_by_category(char32_t code_point);

  [[nodiscard]] bool scan(std::string_view text);
  void take_digit(const Sign& sign);
  void take_gap(Sort sort);
  void forget_run();
  [[nodiscard]] bool run_holds_card();
  void mark_telephones();
  [[nodiscard]] bool is_telephone(std::size_t first, std::size_t last) const;
  [[nodiscard]] bool card_ends_with(std::size_t group) const;

  std::vector<std::uint8_t> digits_;  ///< of the run so far
  std::vector<Group> groups_;
  std::size_t signs_ = 0;        ///< since the last digit
  Sort before_ = Sort::nothing;  ///< what was read last
  Sort joint_ = Sort::nothing;   ///< the last sign that has a width
  Script script_ = Script::ascii;
};

}  // namespace sekisho::adapters::json
