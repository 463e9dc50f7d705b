#include "support/mmdb_file.h"

#include <array>
#include <stdexcept>

#include <arpa/inet.h>

namespace sekisho::testing {
namespace {

constexpr std::uint32_t no_child = 0xffffffff;

std::string number_bytes(std::uint64_t number, std::size_t width) {
  std::string bytes;
  for (std::size_t i = width; i-- > 0;)
    bytes += static_cast<char>(number >> (8 * i) & 0xffU);
  return bytes;
}

// The control byte of the format holds the type in three bits and the size in five.
std::string text(std::string_view value) {
  constexpr std::size_t in_five_bits = 28;  // 29: the size less 29 follows in a byte
  if (value.size() > in_five_bits)
    return std::string{static_cast<char>(2U << 5U | 29U), static_cast<char>(value.size() - 29)} +
           std::string(value);
  return static_cast<char>(2U << 5U | value.size()) + std::string(value);
}

std::string uint32(std::uint32_t number) {
  return static_cast<char>(6U << 5U | 4U) + number_bytes(number, 4);
}

std::string uint16(std::uint32_t number) {
  return static_cast<char>(5U << 5U | 2U) + number_bytes(number, 2);
}

// An extended type: its number less seven follows.
std::string uint64(std::uint64_t number) {
  return std::string{"\x08\x02", 2} + number_bytes(number, 8);
}

std::string map(std::size_t members) {
  return std::string(1, static_cast<char>(7U << 5U | members));
}

struct Node {
  std::array<std::uint32_t, 2> child{no_child, no_child};
  std::array<std::int64_t, 2> data{-1, -1};
};

std::string metadata(std::size_t nodes) {
  return std::string{"\xab\xcd\xefMaxMind.com"} + map(9) + text("node_count") +
         uint32(static_cast<std::uint32_t>(nodes)) + text("record_size") + uint16(32) + text("ip_version") +
         uint16(4) + text("database_type") + text("GeoLite2-ASN") + text("languages") +
         std::string{"\x00\x04", 2} + text("binary_format_major_version") + uint16(2) +
         text("binary_format_minor_version") + uint16(0) + text("build_epoch") + uint64(1'790'000'000) +
         text("description") + map(0);
}

}  // namespace

std::string mmdb_file(const std::vector<MmdbNetwork>& networks, bool asn_members) {
  std::vector<Node> tree(1);
  std::string data;
  for (const auto& network : networks) {
    in_addr four{};
    if (inet_pton(AF_INET, std::string(network.address).c_str(), &four) != 1)
      throw std::invalid_argument("address");
    const std::uint32_t address = ntohl(four.s_addr);
    const auto offset = static_cast<std::int64_t>(data.size());
    data += asn_members ? map(2) + text("autonomous_system_number") + uint32(network.asn) +
                              text("autonomous_system_organization") + text(network.organization)
                        : map(1) + text("country") + text("JP");
    std::size_t node = 0;
    for (unsigned bit = 0; bit < network.bits; ++bit) {
      const std::size_t side = address >> (31U - bit) & 1U;
      if (bit + 1 == network.bits) {
        tree[node].data[side] = offset;
      } else if (tree[node].child[side] == no_child) {
        tree[node].child[side] = static_cast<std::uint32_t>(tree.size());
        node = tree.size();
        tree.emplace_back();
      } else {
        node = tree[node].child[side];
      }
    }
  }
  constexpr std::uint64_t separator = 16;
  std::string file;
  for (const Node& node : tree) {
    for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
      std::uint64_t value = tree.size();
      if (node.child[side] != no_child) value = node.child[side];
      if (node.data[side] >= 0) value = tree.size() + separator + static_cast<std::uint64_t>(node.data[side]);
      file += number_bytes(value, 4);
    }
  }
  return file + std::string(separator, '\0') + data + metadata(tree.size());
}

}  // namespace sekisho::testing
