#include "networks.h"

#include <fmt/format.h>

namespace sekisho::simulation {
namespace {

/// Lines below a block that are told apart: IPv4 addresses, IPv6 /64s.
std::uint64_t lines_of(const AddressBlock& block) {
  const unsigned free_bits = (block.v6 ? 64U : 32U) - block.prefix_bits;
  return std::uint64_t{1} << (free_bits > 40U ? 40U : free_bits);
}

Line line_in(const AddressBlock& block, Dice& dice) {
  const std::uint64_t lines = lines_of(block);
  // An IPv4 block's first and last address belong to the network itself.
  const std::int64_t last = static_cast<std::int64_t>(lines) - 2;
  return {block, static_cast<std::uint64_t>(dice.between(std::int64_t{1}, last))};
}

std::string v4(const Line& line) {
  const std::uint64_t base = std::uint64_t{line.block.groups[0]} << 16U | line.block.groups[1];
  const std::uint64_t address = base + line.number;
  return fmt::format("{}.{}.{}.{}", address >> 24U & 0xFFU, address >> 16U & 0xFFU, address >> 8U & 0xFFU,
                     address & 0xFFU);
}

std::string v6(const Line& line, std::uint64_t device) {
  std::uint64_t upper = 0;
  for (std::size_t i = 0; i < 4; ++i)
    upper = upper << 16U | line.block.groups[i];
  upper += line.number;
  const std::uint64_t lower = seed_for(device, "interface", line.number);
  return fmt::format("{:x}:{:x}:{:x}:{:x}:{:x}:{:x}:{:x}:{:x}", upper >> 48U, upper >> 32U & 0xFFFFU,
                     upper >> 16U & 0xFFFFU, upper & 0xFFFFU, lower >> 48U, lower >> 32U & 0xFFFFU,
                     lower >> 16U & 0xFFFFU, lower & 0xFFFFU);
}

}  // namespace

Line draw_line(const World& world, NetworkRole role, Dice& dice) {
  const BlockList& list = world.of(role);
  return line_in(list.blocks[dice.weighted(list.weights)], dice);
}

Line another_line(const Line& line, Dice& dice) {
  return line_in(line.block, dice);
}

std::string address_of(const Line& line, std::uint64_t device) {
  return line.block.v6 ? v6(line, device) : v4(line);
}

}  // namespace sekisho::simulation
