#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <domain/result.h>

namespace sekisho::simulation {

/// The shipped tables that a population is drawn from, as text: each member is the file of that name.
struct WorldTexts {
  std::string towns;     ///< simulation-towns.tsv
  std::string names;     ///< simulation-names.tsv
  std::string networks;  ///< simulation-networks.tsv
};

struct Town {
  std::string postal_code;  ///< seven digits
  std::string prefecture;
  std::string city;
  std::string town;
  std::vector<int> chome;  ///< those that exist; empty: the town is not divided
};

/// A surname or a given name, or both in one for a foreigner.
struct NamePart {
  std::string written;
  std::string kana;
  std::string romaji;
  std::vector<std::string> variants;  ///< other characters that the same family or person is written with
};

struct NameList {
  std::vector<NamePart> names;
  std::vector<double> weights;
};

enum class NetworkRole { home, mobile, mvno, relay, campus, office, hosting, vpn, tor, abroad };

struct AddressBlock {
  std::string organisation;
  std::string country;
  bool v6 = false;
  std::array<std::uint16_t, 8> groups{};  ///< of an IPv6 block; an IPv4 block uses the first two
  unsigned prefix_bits = 0;
};

struct BlockList {
  std::vector<AddressBlock> blocks;
  std::vector<double> weights;
};

/// Towns, names and networks of Japan. Immutable after load.
struct World {
  static constexpr std::size_t generations = 3;  ///< old, middle, young
  static constexpr std::size_t roles = 10;

  std::vector<Town> towns;
  NameList surnames;
  std::array<NameList, generations> male;
  std::array<NameList, generations> female;
  NameList foreign;
  std::array<BlockList, roles> networks;

  /// Fails with the file and line of the first row that is not of its table's form, or when a list is empty.
  [[nodiscard]] static Result<World> load(const WorldTexts& texts);

  [[nodiscard]] const BlockList& of(NetworkRole role) const {
    return networks[static_cast<std::size_t>(role)];
  }
};

}  // namespace sekisho::simulation
