#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <scoring/reference_data.h>

namespace sekisho::scoring {

/// What had to be completed, chosen or doubted while an address was read. A completion that the official
/// names alone imply (the prefecture of a city whose name exists once) is not noted.
enum class AddressNote : std::uint8_t {
  not_utf8,               ///< the bytes are no UTF-8; what is not was taken for an unknown character
  too_long,               ///< only the first `longest_address` characters were read
  postal_code_unknown,    ///< a postal code that is not in use
  postal_code_mismatch,   ///< a postal code of another place than the one that was typed
  prefecture_mismatch,    ///< a prefecture that has no such city: the city was believed
  city_from_postal_code,  ///< no city was typed: it is the postal code's
  city_from_town,         ///< the city's name exists more than once, or none was typed: the town tells it
  ward_from_town,         ///< the ward of a designated city was left out: the town tells it
  city_ambiguous,         ///< the city's name exists more than once, and nothing tells which it is
  city_unknown,           ///< no city could be read
  town_from_postal_code,  ///< no town was typed: the postal code has one alone
  town_respelled,  ///< a letter of the town's name was left out or added (四谷 for 四ツ谷, 町 left out)
  town_unknown,    ///< what stands after the city is not the name of a town
  street_dropped,  ///< Kyoto: the way along the streets (河原町二条下る) before the town
  chome_inferred,  ///< a number without 丁目 where the town is known to have chome
  chome_guessed,   ///< the same where it is not known: the numbers look like it
};

/// The code of a note in what callers read: `town_unknown`.
[[nodiscard]] std::string_view to_string(AddressNote note);

/// How far down an address could be read.
enum class AddressLevel : std::uint8_t { nothing = 0, prefecture = 1, city = 2, town = 3, block = 8 };

/// What was typed. All but `address` may be empty; the address may hold all of the others too.
struct TypedAddress {
  std::string_view postal_code;
  std::string_view prefecture;
  std::string_view address;
  std::string_view building;
};

/// An address in its official parts. A part is empty where it is not known.
struct NormalAddress {
  std::string prefecture;  ///< `東京都`
  std::string city;        ///< with its county and its ward: `西多摩郡瑞穂町`, `札幌市中央区`
  std::string town;   ///< as the postal service spells it, with the chome: `大久保二丁目`, `北一条西二丁目`
  std::string block;  ///< the lot in Arabic digits: `7-5`, `甲123-4`, `12地割34-5`, `無番地`
  std::string building;  ///< `コーポ大久保`, with the wing, as typed in NFKC
  std::string room;      ///< `102`, `7F`
  /// One text for one lot, whatever its spelling: `東京都新宿区大久保2-7-5`, the chome being its first
  /// number. Where the address ends above the lot, the place alone; empty when no city was read.
  std::string key;
  /// Building and room in the spelling that comparisons use: no spaces, one kana, type words in one form
  /// (マンション, ビル). Empty where there is none.
  std::string building_key;
  std::string room_key;
  AddressLevel level = AddressLevel::nothing;
  std::vector<AddressNote> notes;  ///< in the order of AddressNote, each once

  /// How sure the reading down to the town is, in [0, 1]: 1 with nothing guessed, 0 at level nothing.
  [[nodiscard]] double certainty() const;
  /// `key` with building and room: `東京都新宿区大久保2-7-5/コーポ大久保/102`. Empty where key is.
  [[nodiscard]] std::string full_key() const;
  [[nodiscard]] bool has(AddressNote note) const;
};

/// Longer texts are no addresses; reading takes time in proportion to the length.
inline constexpr std::size_t longest_address = 400;  // code points

/// Reads any spelling of a Japanese address. Never fails: what cannot be read is left empty and noted. Pure,
/// and safe to call from many threads over one `data`.
[[nodiscard]] NormalAddress normalize_address(const ReferenceData& data, const TypedAddress& typed);

}  // namespace sekisho::scoring
