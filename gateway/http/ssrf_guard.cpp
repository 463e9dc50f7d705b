#include "http/ssrf_guard.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace sekisho::gateway {

namespace {

/// Who may call into a range.
enum class Reach {
  nobody,       ///< no service of ours or anyone's lives there
  development,  ///< our own machines: with `allow_private_networks` alone
};

/// Matches an address of N bytes when it equals `prefix` wherever `mask` has a one.
template <std::size_t N>
struct Range {
  std::array<std::uint8_t, N> prefix;
  std::array<std::uint8_t, N> mask;
  const char* name;
  Reach reach;

  [[nodiscard]] constexpr bool holds(const std::array<std::uint8_t, N>& address) const {
    for (std::size_t i = 0; i < N; ++i) {
      if ((address[i] & mask[i]) != prefix[i]) return false;
    }
    return true;
  }
};

/// A CIDR range; `prefix` is written as far as it is not zero.
template <std::size_t N>
consteval Range<N> cidr(std::array<std::uint8_t, N> prefix, unsigned bits, const char* name,
                        Reach reach = Reach::nobody) {
  Range<N> range{.prefix = prefix, .mask = {}, .name = name, .reach = reach};
  for (unsigned bit = 0; bit < bits; ++bit) {
    range.mask[bit / 8] = static_cast<std::uint8_t>(range.mask[bit / 8] | (0x80U >> (bit % 8)));
  }
  if (!range.holds(prefix)) throw "the prefix has bits beyond its length";
  return range;
}

consteval Range<4> v4(std::array<std::uint8_t, 4> prefix, unsigned bits, const char* name,
                      Reach reach = Reach::nobody) {
  return cidr<4>(prefix, bits, name, reach);
}

consteval Range<16> v6(std::array<std::uint8_t, 16> prefix, unsigned bits, const char* name,
                       Reach reach = Reach::nobody) {
  return cidr<16>(prefix, bits, name, reach);
}

constexpr auto kRefusedV4 = std::to_array<Range<4>>({
    v4({0}, 8, "this network"),
    v4({10}, 8, "private", Reach::development),
    v4({100, 64}, 10, "carrier-grade NAT", Reach::development),
    v4({127}, 8, "loopback", Reach::development),
    v4({169, 254}, 16, "link-local"),
    v4({172, 16}, 12, "private", Reach::development),
    v4({192, 0, 0}, 24, "protocol assignments"),
    v4({192, 0, 2}, 24, "documentation"),
    v4({192, 88, 99}, 24, "6to4 relay"),
    v4({192, 168}, 16, "private", Reach::development),
    v4({198, 18}, 15, "benchmarking"),
    v4({198, 51, 100}, 24, "documentation"),
    v4({203, 0, 113}, 24, "documentation"),
    v4({224}, 4, "multicast"),
    v4({255, 255, 255, 255}, 32, "broadcast"),
    v4({240}, 4, "reserved"),
});

/// The first match names the range, so narrow ranges stand before wide ones.
constexpr auto kRefusedV6 = std::to_array<Range<16>>({
    v6({}, 128, "unspecified"),
    v6({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, "loopback", Reach::development),
    v6({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, "IPv4-mapped"),
    v6({0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, "IPv4-translated"),
    v6({}, 96, "IPv4-compatible"),
    v6({0x00, 0x64, 0xff, 0x9b}, 96, "NAT64"),
    v6({0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48, "NAT64"),
    v6({0x01, 0x00}, 64, "discard-only"),
    v6({0x01, 0x00, 0, 0, 0, 0, 0, 0x01}, 64, "dummy"),
    v6({0x20, 0x01, 0x00, 0x00}, 32, "Teredo"),
    v6({0x20, 0x01, 0x00, 0x02, 0x00, 0x00}, 48, "benchmarking"),
    v6({0x20, 0x01, 0x00, 0x10}, 28, "ORCHID"),
    v6({0x20, 0x01, 0x00, 0x20}, 28, "ORCHID"),
    v6({0x20, 0x01, 0x00, 0x30}, 28, "drone identifiers"),
    v6({0x20, 0x01, 0x00, 0x00}, 23, "protocol assignments"),
    v6({0x20, 0x01, 0x0d, 0xb8}, 32, "documentation"),
    v6({0x20, 0x02}, 16, "6to4"),
    v6({0x3f, 0xfe}, 16, "6bone"),
    v6({0x3f, 0xff, 0x00}, 20, "documentation"),
    v6({0x5f, 0x00}, 16, "segment routing"),
    v6({0xfc}, 7, "private", Reach::development),
    v6({0xfe, 0x80}, 10, "link-local"),
    v6({0xfe, 0xc0}, 10, "site-local"),
    v6({0xff}, 8, "multicast"),
    // ISATAP puts 0:5efe or 200:5efe and an IPv4 address behind anybody's prefix (RFC 5214, section 6.1); the
    // two bits that say "universal" and "group" may be either.
    Range<16>{.prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0x00, 0x00, 0x5e, 0xfe},
              .mask = {0, 0, 0, 0, 0, 0, 0, 0, 0xfc, 0xff, 0xff, 0xff},
              .name = "ISATAP",
              .reach = Reach::nobody},
    // IANA gives out global unicast from 2000::/3 alone.
    v6({}, 3, "not global unicast"),
    v6({0x40}, 2, "not global unicast"),
    v6({0x80}, 1, "not global unicast"),
});

template <std::size_t N, class Table>
std::optional<std::string_view> refused_by(const Table& table, const std::array<std::uint8_t, N>& address,
                                           bool allow_private_networks) {
  const auto found = std::ranges::find_if(table, [&](const Range<N>& range) { return range.holds(address); });
  if (found == table.end()) return std::nullopt;
  if (allow_private_networks && found->reach == Reach::development) return std::nullopt;
  return found->name;
}

}  // namespace

bool is_public(const boost::asio::ip::address& address) {
  return !refused_range(address, false);
}

std::optional<std::string_view> refused_range(const boost::asio::ip::address& address,
                                              bool allow_private_networks) {
  if (address.is_v4()) return refused_by<4>(kRefusedV4, address.to_v4().to_bytes(), allow_private_networks);
  return refused_by<16>(kRefusedV6, address.to_v6().to_bytes(), allow_private_networks);
}

Result<void> vet_addresses(std::span<const boost::asio::ip::address> addresses, bool allow_private_networks) {
  if (addresses.empty()) return fail(ErrorKind::unavailable, "the host's name resolves to no address");
  for (const auto& address : addresses) {
    if (refused_range(address, allow_private_networks)) {
      return fail(ErrorKind::invalid, "the host's name resolves to an address that may not be called");
    }
  }
  return {};
}

}  // namespace sekisho::gateway
