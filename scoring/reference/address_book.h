#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <domain/result.h>

#include "identity/address_text.h"
#include "identity/place_letters.h"
#include "reference/postal_codes.h"

namespace sekisho::scoring {

/// The cities and towns of Japan by their names in any spelling. Immutable.
///
/// A look-up is by hash, a step for each symbol of the text: the table holds a hash for each name and not the
/// name itself, 32 bits of it beside the 20 that choose the place, so that one address in some hundred
/// million is taken for a town that it does not name.
class AddressBook {
 public:
  using CityId = std::uint16_t;
  using TownId = std::uint32_t;

  struct City {
    std::string_view prefecture;
    std::string_view name;  ///< with county or ward: `札幌市中央区`
  };

  struct Town {
    std::string_view name;  ///< as the postal service spells it, which may begin with 大字
    CityId city = 0;
    /// The last chome where they are all known, else the last that was seen; 0: none.
    std::uint8_t chome = 0;
    enum class Chome : std::uint8_t { unknown, none, some, all } known = Chome::unknown;
  };

  /// How a city was named.
  enum class Form : std::uint8_t {
    full,        ///< 西多摩郡瑞穂町, 札幌市中央区
    no_county,   ///< 瑞穂町
    ward_alone,  ///< 中央区, of a designated city
    no_ward,     ///< 札幌市: each of its wards is a hit
  };

  struct CityHit {
    CityId city;
    Form form;
    std::size_t length;  ///< symbols
  };

  struct PrefectureHit {
    std::string_view name;  ///< official
    std::size_t length;     ///< symbols
    bool shortened;         ///< 千葉 for 千葉県
  };

  struct TownHit {
    TownId town;
    std::size_t length;  ///< symbols
  };

  /// From the postal codes and `town-chome.tsv`. Names are views into the text of `codes`, which has to live
  /// as long as this. Fails with `file:line` at the first row of another form.
  [[nodiscard]] static Result<AddressBook> build(const PostalCodes& codes, PlaceLetters letters,
                                                 std::string_view town_chome);

  /// The prefecture that stands at `at`, by its full name and by its name without 都, 府 or 県.
  [[nodiscard]] std::vector<PrefectureHit> prefectures_before(const AddressText& text, std::size_t at) const;
  /// Every city whose name, in some form, `text` begins with.
  [[nodiscard]] std::vector<CityHit> cities_before(std::span<const AddressSymbol> text) const;
  /// The town of `city` with the longest name that `text` begins with. `text` is taken as it is; to find a
  /// town that was typed with letters left out, look up its loosened symbols with `loose`.
  [[nodiscard]] std::optional<TownHit> town_before(CityId city, std::span<const AddressSymbol> text,
                                                   bool loose) const;
  /// The cities of a prefecture, by its official name.
  [[nodiscard]] std::span<const CityId> cities_of(std::string_view prefecture) const;
  [[nodiscard]] std::optional<CityId> city_named(std::string_view prefecture, std::string_view name) const;

  [[nodiscard]] const City& city(CityId id) const { return cities_[id]; }

  [[nodiscard]] const Town& town(TownId id) const { return towns_[id]; }

  [[nodiscard]] const PlaceLetters& letters() const { return letters_; }

 private:
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t town = free_slot;
  };

  struct CityForm {
    CityId city;
    Form form;
  };

  static constexpr std::uint32_t free_slot = 0xFFFF'FFFF;

  explicit AddressBook(PlaceLetters letters) : letters_(std::move(letters)) {}

  struct Prefecture {
    std::string_view name;
    std::vector<AddressSymbol> symbols;
  };

  void add_cities(const PostalCodes& codes, std::vector<CityId>& ids);
  void add_city_forms(CityId id);
  void add_form(std::string_view name, CityId id, Form form);
  void add_town(CityId city, std::string_view name, std::vector<TownId>& respelled);
  void add_respellings(TownId id);
  [[nodiscard]] AddressText read_town(std::string_view name) const;
  void insert_loose(TownId id, std::span<const AddressSymbol> symbols);
  [[nodiscard]] bool read_chome(std::string_view row, CityId& city);

  [[nodiscard]] const Slot* find(std::uint64_t hash) const;
  bool insert(std::uint64_t hash, TownId town);

  PlaceLetters letters_;
  std::vector<Prefecture> prefectures_;
  std::vector<City> cities_;
  std::vector<Town> towns_;
  std::vector<Slot> slots_;                 // a power of two, never full
  std::size_t names_ = 0;                   // in use of them
  std::vector<std::uint8_t> longest_town_;  // symbols, by city
  std::size_t longest_city_ = 0;
  std::unordered_map<std::uint64_t, std::vector<CityForm>> forms_;
  std::unordered_map<std::string_view, std::vector<CityId>> by_prefecture_;
  std::unordered_map<std::string, CityId> by_name_;  // prefecture and name
};

}  // namespace sekisho::scoring
