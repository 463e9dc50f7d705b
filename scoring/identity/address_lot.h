#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "identity/address_text.h"
#include "reference/address_book.h"

namespace sekisho::scoring {

/// What stands between the town and the building.
struct AddressLot {
  enum class Chome : std::uint8_t { none, typed, inferred, guessed };

  Chome how = Chome::none;
  std::uint32_t chome = 0;
  bool without_me = false;          ///< 2丁 and not 2丁目
  std::u32string area;              ///< a part of the town before the numbers, as typed: `家六`, `甲`
  std::vector<std::uint32_t> lot;   ///< ban and go, or the parts of a lot number
  std::u32string chiwari;           ///< Iwate: `12地割`, which stands before the lot
  std::u32string unnumbered;        ///< `無番地`, `番外地`
  std::vector<std::uint32_t> room;  ///< what follows the lot in the same chain of numbers
  std::size_t end = 0;              ///< the first symbol after it

  [[nodiscard]] bool has_block() const { return !lot.empty() || !unnumbered.empty() || !chiwari.empty(); }
};

/// Reads chome and lot from symbol `at` on, right after the town. `town` tells which chome there are; null
/// where the town is not known.
[[nodiscard]] AddressLot read_lot(const AddressText& text, std::size_t at, const AddressBook::Town* town);

}  // namespace sekisho::scoring
