#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sekisho::testing {

/// One network of a test's MMDB file: IPv4, `203.0.113.0` with 24 bits.
struct MmdbNetwork {
  std::string_view address;
  unsigned bits = 32;
  std::uint32_t asn = 0;
  std::string_view organization;
};

/// An MMDB file in the layout of GeoLite2-ASN, as bytes. Networks must not overlap. Without `asn_members` its
/// records have a country in place of a number.
[[nodiscard]] std::string mmdb_file(const std::vector<MmdbNetwork>& networks, bool asn_members = true);

}  // namespace sekisho::testing
