#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sekisho::scoring {

/// A Japanese address in its parts, each in the folded spelling that comparisons use: NFKC, variant kanji and
/// ヶケが folded, numerals in Arabic digits, no spaces, no county (郡), no 大字.
struct Address {
  std::string prefecture;          ///< `東京都`; empty when it was not typed and the city does not tell it
  std::string place;               ///< city and town: `新宿区大久保`, `札幌市中央区北1条西`
  std::string block;               ///< `2-7-5`: at most three numbers; building and room are left out
  bool has_lot_number = false;     ///< more than the chome (2丁目), or said to have none (無番地)
  bool block_is_complete = false;  ///< `block` names one lot and not a whole chome
};

/// Reads what was typed in the fields `prefecture` (may be empty) and `address` (may begin with a postal code
/// or the prefecture, and may go on with a building, which is cut off).
[[nodiscard]] Address parse_address(std::string_view prefecture, std::string_view address);

/// One text for one lot, whatever its spelling: `東京都新宿区大久保2-7-5`. Nothing when the address does not
/// go down to a lot: whole towns are no identifier.
[[nodiscard]] std::optional<std::string> canonical_address(const Address& address);

/// The name of a city or town in the spelling of Address::place.
[[nodiscard]] std::string fold_place(std::string_view name);

}  // namespace sekisho::scoring
