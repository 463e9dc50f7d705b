#include <array>
#include <cstdint>

#include <domain/ids.h>

namespace sekisho {
namespace {

constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

}  // namespace

std::string make_ulid(Timestamp at, Random& random) {
  std::array<std::byte, 16> bits{};
  const auto millis = static_cast<std::uint64_t>(at.time_since_epoch().count());
  for (std::size_t i = 0; i < 6; ++i)
    bits[i] = static_cast<std::byte>(millis >> (40U - 8U * i));
  random.fill(std::span{bits}.subspan(6));

  // 26 characters of five bits are 130: the two bits in front of the first are zero.
  std::string text(26, '0');
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned quintet = 0;
    for (std::size_t bit = 5 * i; bit < 5 * i + 5; ++bit) {
      const bool set =
          bit >= 2 && ((std::to_integer<unsigned>(bits[(bit - 2) / 8]) >> (7 - (bit - 2) % 8)) & 1U) != 0;
      quintet = quintet << 1U | static_cast<unsigned>(set);
    }
    text[i] = crockford[quintet];
  }
  return text;
}

std::string make_id(std::string_view prefix, Timestamp at, Random& random) {
  return std::string{prefix} + make_ulid(at, random);
}

}  // namespace sekisho
