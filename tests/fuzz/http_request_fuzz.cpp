// A request reads the same whole and byte by byte, and is never longer than the limits.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "http/http_parser.h"

namespace {

using sekisho::gateway::RequestParser;

constexpr std::size_t header_bytes = 2048;
constexpr std::size_t body_bytes = 512;

struct Taken {
  std::string body;
  std::size_t size = 0;
  bool operator==(const Taken&) const = default;
};

std::optional<Taken> read(std::string_view wire, std::size_t piece) {
  RequestParser parser(header_bytes, body_bytes);
  std::optional<std::size_t> head;
  std::size_t begin = 0;
  for (std::size_t arrived = std::min(piece, wire.size());;
       arrived = std::min(arrived + piece, wire.size())) {
    if (!head) {
      const auto size = parser.parse_head(wire.substr(0, arrived));
      if (!size) return std::nullopt;
      head = *size;
      begin = head.value_or(0);
    }
    if (head) {
      const auto taken = parser.parse_body(wire.substr(begin, arrived - begin));
      if (!taken) return std::nullopt;
      begin += *taken;
      if (parser.done()) return Taken{std::string(parser.body()), begin};
    }
    if (arrived == wire.size()) return std::nullopt;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view wire{reinterpret_cast<const char*>(data), size};
  const auto whole = read(wire, std::max<std::size_t>(size, 1));
  if (whole && whole->body.size() > body_bytes) std::abort();
  if (whole != read(wire, 1) || whole != read(wire, 7)) std::abort();
  return 0;
}
