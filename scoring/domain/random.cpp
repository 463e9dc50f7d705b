#include <array>
#include <bit>
#include <cstdint>

#include <domain/random.h>

namespace sekisho {

double Random::unit() {
  std::array<std::byte, 8> bytes{};
  fill(bytes);
  // The 53 bits that a double holds exactly.
  return static_cast<double>(std::bit_cast<std::uint64_t>(bytes) >> 11U) * 0x1p-53;
}

}  // namespace sekisho
