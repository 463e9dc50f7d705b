// Any bytes are a response within the limits, or none, however the network cuts them.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "http/http_parser.h"

namespace {

using sekisho::gateway::ResponseParser;

constexpr std::size_t response_bytes = 2048;
constexpr std::size_t body_kept = 64;

std::optional<std::string> read(std::string_view wire, std::size_t piece) {
  ResponseParser parser(false, response_bytes, body_kept);
  for (std::size_t at = 0; at < wire.size() && !parser.done(); at += piece) {
    if (!parser.feed(wire.substr(at, piece))) return std::nullopt;
  }
  if (!parser.feed_end()) return std::nullopt;
  return std::to_string(parser.status()) + parser.take_body();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view wire{reinterpret_cast<const char*>(data), size};
  const auto whole = read(wire.substr(0, response_bytes), response_bytes);
  if (whole && whole->size() > 3 + body_kept) std::abort();
  const auto dripping = read(wire.substr(0, response_bytes), 1);
  if (whole && whole != dripping) std::abort();
  return 0;
}
