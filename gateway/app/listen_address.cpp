#include "app/listen_address.h"

#include <charconv>
#include <cstdint>
#include <string>

#include <boost/asio/ip/address.hpp>

namespace sekisho::gateway {
namespace {

namespace ip = boost::asio::ip;

std::optional<std::uint16_t> parse_port(std::string_view digits) {
  std::uint16_t port = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (fault != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return port;
}

std::optional<ip::address> parse_host(std::string_view host) {
  if (host == "localhost") return ip::address_v4::loopback();
  boost::system::error_code fault;
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) {
    const ip::address six = ip::make_address_v6(std::string{host.substr(1, host.size() - 2)}, fault);
    return fault ? std::nullopt : std::optional{six};
  }
  const ip::address four = ip::make_address_v4(std::string{host}, fault);
  return fault ? std::nullopt : std::optional{four};
}

}  // namespace

std::optional<ip::tcp::endpoint> parse_listen(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto host = parse_host(text.substr(0, colon));
  const auto port = parse_port(text.substr(colon + 1));
  if (!host || !port) return std::nullopt;
  return ip::tcp::endpoint{*host, *port};
}

}  // namespace sekisho::gateway
