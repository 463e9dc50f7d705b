#pragma once

#include <cstdint>
#include <string>

#include <simulation/world.h>

#include "dice.h"

namespace sekisho::simulation {

/// Where somebody's connection comes out: a block, and a line within it.
struct Line {
  AddressBlock block;
  std::uint64_t number = 0;  ///< of the line: the same number is the same IPv4 address or the same IPv6 /64
};

/// A line in some network of that role; those with more customers are likelier.
[[nodiscard]] Line draw_line(const World& world, NetworkRole role, Dice& dice);

/// Another line of the same network, as a phone gets after it lost its connection.
[[nodiscard]] Line another_line(const Line& line, Dice& dice);

/// The address that a shop sees. `device` tells the devices behind one IPv6 line apart; IPv4 hides them.
[[nodiscard]] std::string address_of(const Line& line, std::uint64_t device);

}  // namespace sekisho::simulation
