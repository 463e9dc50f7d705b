#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

#include <fmt/format.h>
#include <simulation/world.h>

namespace sekisho::simulation {
namespace {

using Columns = std::vector<std::string_view>;

Columns split(std::string_view text, char separator) {
  Columns parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

template <class Number>
std::optional<Number> number_of(std::string_view text, int base = 10) {
  Number number{};
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Calls `take` with each row's columns; fails at the first row that it refuses.
template <class Take>
Result<void> each_row(std::string_view file, std::string_view text, std::size_t columns, Take take) {
  std::size_t line = 0;
  for (const std::string_view row : split(text, '\n')) {
    ++line;
    if (row.empty() || row.starts_with('#')) continue;
    const Columns parts = split(row, '\t');
    if (parts.size() != columns || !take(parts))
      return fail(ErrorKind::invalid, fmt::format("{}:{}: not a row of this table", file, line));
  }
  return {};
}

bool take_town(const Columns& row, World& world) {
  Town town{std::string{row[0]}, std::string{row[1]}, std::string{row[2]}, std::string{row[3]}, {}};
  if (town.postal_code.size() != 7) return false;
  if (!row[4].empty()) {
    for (const std::string_view text : split(row[4], ',')) {
      const auto chome = number_of<int>(text);
      if (!chome) return false;
      town.chome.push_back(*chome);
    }
  }
  world.towns.push_back(std::move(town));
  return true;
}

NameList* list_of(std::string_view kind, World& world) {
  if (kind == "surname") return &world.surnames;
  if (kind == "foreign") return &world.foreign;
  constexpr std::array<std::string_view, World::generations> generations{"old", "middle", "young"};
  const std::size_t cut = kind.find('_');
  if (cut == std::string_view::npos) return nullptr;
  const auto found = std::ranges::find(generations, kind.substr(cut + 1));
  if (found == generations.end()) return nullptr;
  const auto generation = static_cast<std::size_t>(found - generations.begin());
  if (kind.starts_with("male_")) return &world.male[generation];
  return kind.starts_with("female_") ? &world.female[generation] : nullptr;
}

bool take_name(const Columns& row, World& world) {
  NameList* const list = list_of(row[0], world);
  const auto weight = number_of<int>(row[4]);
  if (list == nullptr || !weight) return false;
  NamePart part{std::string{row[1]}, std::string{row[2]}, std::string{row[3]}, {}};
  if (!row[5].empty()) {
    for (const std::string_view variant : split(row[5], ','))
      part.variants.emplace_back(variant);
  }
  list->names.push_back(std::move(part));
  list->weights.push_back(*weight);
  return true;
}

/// `10.2.0.0` or `2400:4050::`: dotted bytes in pairs, or groups up to the `::`.
bool read_groups(std::string_view text, AddressBlock& block) {
  block.v6 = text.contains(':');
  if (!block.v6) {
    const Columns parts = split(text, '.');
    if (parts.size() != 4) return false;
    for (std::size_t i = 0; i < 4; ++i) {
      const auto byte = number_of<std::uint8_t>(parts[i]);
      if (!byte) return false;
      block.groups[i / 2] = static_cast<std::uint16_t>(block.groups[i / 2] << 8U | *byte);
    }
    return true;
  }
  if (!text.ends_with("::")) return false;
  const Columns parts = split(text.substr(0, text.size() - 2), ':');
  if (parts.size() > 7) return false;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto group = number_of<std::uint16_t>(parts[i], 16);
    if (!group) return false;
    block.groups[i] = *group;
  }
  return true;
}

bool take_network(const Columns& row, World& world) {
  constexpr std::array<std::string_view, World::roles> roles{"home",   "mobile",  "mvno", "relay", "campus",
                                                             "office", "hosting", "vpn",  "tor",   "abroad"};
  const auto role = std::ranges::find(roles, row[0]);
  const Columns block_text = split(row[3], '/');
  const auto weight = number_of<int>(row[4]);
  if (role == roles.end() || block_text.size() != 2 || !weight) return false;
  AddressBlock block{std::string{row[1]}, std::string{row[2]}, false, {}, 0};
  const auto bits = number_of<unsigned>(block_text[1]);
  if (!bits || !read_groups(block_text[0], block) || *bits > (block.v6 ? 64U : 31U)) return false;
  block.prefix_bits = *bits;
  BlockList& list = world.networks[static_cast<std::size_t>(role - roles.begin())];
  list.blocks.push_back(std::move(block));
  list.weights.push_back(*weight);
  return true;
}

bool complete(const World& world) {
  const auto has_names = [](const NameList& list) { return !list.names.empty(); };
  return !world.towns.empty() && has_names(world.surnames) && has_names(world.foreign) &&
         std::ranges::all_of(world.male, has_names) && std::ranges::all_of(world.female, has_names) &&
         std::ranges::all_of(world.networks, [](const BlockList& list) { return !list.blocks.empty(); });
}

}  // namespace

Result<World> World::load(const WorldTexts& texts) {
  World world;
  const auto towns = each_row("simulation-towns.tsv", texts.towns, 5,
                              [&](const Columns& row) { return take_town(row, world); });
  if (!towns) return std::unexpected(towns.error());
  const auto names = each_row("simulation-names.tsv", texts.names, 6,
                              [&](const Columns& row) { return take_name(row, world); });
  if (!names) return std::unexpected(names.error());
  const auto networks = each_row("simulation-networks.tsv", texts.networks, 5,
                                 [&](const Columns& row) { return take_network(row, world); });
  if (!networks) return std::unexpected(networks.error());
  if (!complete(world)) return fail(ErrorKind::invalid, "a simulation table lacks a list");
  return world;
}

}  // namespace sekisho::simulation
