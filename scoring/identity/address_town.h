#pragma once

#include <cstddef>
#include <optional>

#include "identity/address_text.h"
#include "reference/address_book.h"

namespace sekisho::scoring {

/// A town found in a text.
struct FoundTown {
  AddressBook::TownId town = 0;
  std::size_t end = 0;         ///< the first symbol after it
  bool respelled = false;      ///< with letters left out or exchanged
  bool after_streets = false;  ///< Kyoto: the way along the streets came before it
};

/// The town of `city` that stands at symbol `at`, with or without 大字, and in Kyoto after the streets.
[[nodiscard]] std::optional<FoundTown> find_town(const AddressBook& book, AddressBook::CityId city,
                                                 const AddressText& text, std::size_t at);

/// True where a name can end: before a number, a space or nothing.
[[nodiscard]] bool may_end_before(const AddressText& text, std::size_t at);

}  // namespace sekisho::scoring
