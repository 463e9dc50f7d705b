#include "http/url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <ranges>
#include <system_error>
#include <utility>

#include <boost/asio/ip/address.hpp>
#include <boost/system/error_code.hpp>
#include <fmt/format.h>

#include "http/ssrf_guard.h"

namespace sekisho::gateway {

namespace {

namespace ip = boost::asio::ip;

constexpr std::size_t kMaxUrl = 2048;
constexpr std::size_t kMaxName = 253;
constexpr std::size_t kMaxLabel = 63;
constexpr std::uint16_t kHttpPort = 80;
constexpr std::uint16_t kHttpsPort = 443;
constexpr std::uint16_t kFirstUserPort = 1024;

/// Ports from 1024 on where something else than HTTP listens, or an API that trusts whoever reaches it: the
/// WHATWG Fetch standard's bad ports, then databases, queues, remote desktops and clusters; ascending.
constexpr auto kOtherServices = std::to_array<std::uint16_t>({
    1433,   // SQL Server
    1521,   // Oracle
    1719,   // H.323 (Fetch)
    1720,   // H.323 (Fetch)
    1723,   // PPTP (Fetch)
    1883,   // MQTT
    2049,   // NFS (Fetch)
    2181,   // ZooKeeper
    2375,   // Docker
    2376,   // Docker
    2379,   // etcd
    2380,   // etcd
    3306,   // MySQL
    3389,   // RDP
    3659,   // Apple SASL (Fetch)
    4045,   // NFS lock (Fetch)
    4190,   // ManageSieve (Fetch)
    5060,   // SIP (Fetch)
    5061,   // SIP (Fetch)
    5432,   // PostgreSQL
    5672,   // AMQP
    5900,   // VNC
    6000,   // X11 (Fetch)
    6379,   // Redis
    6443,   // Kubernetes
    6566,   // SANE (Fetch)
    6665,   // IRC (Fetch)
    6666,   // IRC (Fetch)
    6667,   // IRC (Fetch)
    6668,   // IRC (Fetch)
    6669,   // IRC (Fetch)
    6679,   // IRC (Fetch)
    6697,   // IRC (Fetch)
    8500,   // Consul
    9042,   // Cassandra
    9092,   // Kafka
    9200,   // Elasticsearch
    9300,   // Elasticsearch
    10080,  // Amanda (Fetch)
    10250,  // Kubernetes
    11211,  // memcached
    27017,  // MongoDB
});
static_assert(std::ranges::is_sorted(kOtherServices));

std::unexpected<Error> refuse(std::string why) {
  return fail(ErrorKind::invalid, "the callback URL cannot be used", {{"/callback_url", std::move(why)}});
}

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_label(std::string_view label) {
  // An underscore is no part of a host name by the book, but container networks use it.
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_'; };
  return !label.empty() && label.size() <= kMaxLabel && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, allowed);
}

bool is_host_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxName &&
         std::ranges::all_of(name | std::views::split('.'), [](auto label) {
           return is_label(std::string_view(label.begin(), label.end()));
         });
}

/// Resolvers read 0x7f.1, 017700000001, 2130706433 and 127.1 as IPv4 addresses: a name whose last label looks
/// like a number (as the WHATWG URL standard puts it, "ends in a number") is an address in an odd spelling.
bool ends_in_a_number(std::string_view name) {
  const std::string_view last = name.substr(name.rfind('.') + 1);
  const auto is_hex = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); };
  if (last.starts_with("0x")) return std::ranges::all_of(last.substr(2), is_hex);
  return !last.empty() && std::ranges::all_of(last, is_digit);
}

bool is_localhost(std::string_view name) {
  return name == "localhost" || name.ends_with(".localhost");
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lowered;
}

/// Path and query of RFC 3986: their characters, and percent signs that two hexadecimal digits follow.
bool is_target(std::string_view target) {
  constexpr std::string_view kMarks = "-._~!$&'()*+,;=:@/?";
  const auto is_hex = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
  for (std::size_t i = 0; i < target.size(); ++i) {
    const char c = target[i];
    if (c == '%') {
      if (i + 2 >= target.size() || !is_hex(target[i + 1]) || !is_hex(target[i + 2])) return false;
    } else if (!is_digit(c) && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !kMarks.contains(c)) {
      return false;
    }
  }
  return true;
}

/// The text cut at RFC 3986's delimiters; views into it.
struct Parts {
  std::string_view scheme;
  std::string_view authority;
  std::string_view target;  ///< with the fragment, if there is one
};

/// By hand, for Boost.URL 1.81 ends an authority early: to it the host of https://1.1.1.1.example/
/// is 1.1.1.1, and the rest a path (boostorg/url issue 755).
std::optional<Parts> split(std::string_view text) {
  const bool is_visible = std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
  const std::size_t colon = text.find("://");
  if (!is_visible || colon == std::string_view::npos) return std::nullopt;
  const std::string_view rest = text.substr(colon + 3);
  const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
  return Parts{.scheme = text.substr(0, colon), .authority = rest.substr(0, end), .target = rest.substr(end)};
}

struct Authority {
  std::string_view host;  ///< an IPv6 literal with its brackets
  std::optional<std::string_view> port;
};

Authority split_authority(std::string_view authority) {
  const std::size_t host_end = authority.starts_with('[') ? authority.find(']') : 0;
  const std::size_t colon = authority.find(':', host_end == std::string_view::npos ? 0 : host_end);
  if (colon == std::string_view::npos) return {.host = authority, .port = std::nullopt};
  return {.host = authority.substr(0, colon), .port = authority.substr(colon + 1)};
}

Result<void> read_scheme(std::string_view scheme, bool allow_private_networks, Url& url) {
  url.tls = lower(scheme) == "https";
  if (url.tls || (allow_private_networks && lower(scheme) == "http")) return {};
  return refuse(allow_private_networks ? "must begin with https:// or http://" : "must begin with https://");
}

/// The address that a host spells: dotted decimals, or IPv6 in brackets without a zone.
std::optional<ip::address> literal_of(std::string_view host) {
  boost::system::error_code error;
  ip::address address;
  if (host.starts_with('[') && host.ends_with(']') && !host.contains('%')) {
    address = ip::make_address_v6(host.substr(1, host.size() - 2), error);
  } else {
    address = ip::make_address_v4(host, error);
  }
  return error ? std::nullopt : std::optional(address);
}

Result<void> read_host(std::string_view host, bool allow_private_networks, Url& url) {
  if (const auto literal = literal_of(host)) {
    if (const auto range = refused_range(*literal, allow_private_networks)) {
      return refuse(fmt::format("names an address that may not be called ({})", *range));
    }
    url.host = literal->to_string();
    url.host_is_literal = true;
    return {};
  }
  url.host = lower(host);
  if (ends_in_a_number(url.host)) return refuse("must spell an IPv4 address as four decimal numbers");
  if (!is_host_name(url.host)) {
    return refuse("must name a host by letters, digits, hyphens and dots (IDN as xn--), or by its address");
  }
  if (is_localhost(url.host) && !allow_private_networks) return refuse("must not call localhost");
  return {};
}

/// A decimal number from 1 to 65535 without leading zeros.
std::optional<std::uint16_t> port_of(std::string_view digits) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.front() == '0')
    return std::nullopt;
  return port;
}

bool speaks_http(std::uint16_t port, bool allow_private_networks) {
  if (port < kFirstUserPort) return port == kHttpPort || port == kHttpsPort;
  return allow_private_networks || !std::ranges::binary_search(kOtherServices, port);
}

Result<void> read_port(std::optional<std::string_view> digits, bool allow_private_networks, Url& url) {
  url.port = url.tls ? kHttpsPort : kHttpPort;
  if (!digits) return {};
  const auto port = port_of(*digits);
  if (!port) return refuse("must have a port from 1 to 65535");
  if (!speaks_http(*port, allow_private_networks)) {
    return refuse(fmt::format(
        "must not call port {}: use 443, 80, or one from 1024 on that no other service is known for", *port));
  }
  url.port = *port;
  return {};
}

}  // namespace

std::string Url::host_header() const {
  const bool is_v6 = host_is_literal && host.contains(':');
  const std::string name = is_v6 ? fmt::format("[{}]", host) : host;
  return port == (tls ? kHttpsPort : kHttpPort) ? name : fmt::format("{}:{}", name, port);
}

Result<Url> parse_callback_url(std::string_view text, bool allow_private_networks) {
  if (text.size() > kMaxUrl) return refuse(fmt::format("must have at most {} characters", kMaxUrl));
  const auto parts = split(text);
  if (!parts) return refuse("must be an absolute URL as RFC 3986 spells it");
  if (parts->authority.contains('@')) return refuse("must not hold a user name or password");
  if (parts->target.contains('#')) return refuse("must not have a fragment (#)");
  if (!is_target(parts->target))
    return refuse("must spell its path and query as RFC 3986 does, the rest as %XX");
  const auto [host, port] = split_authority(parts->authority);
  Url url;
  if (const auto read = read_scheme(parts->scheme, allow_private_networks, url); !read)
    return std::unexpected(read.error());
  if (const auto read = read_host(host, allow_private_networks, url); !read)
    return std::unexpected(read.error());
  if (const auto read = read_port(port, allow_private_networks, url); !read)
    return std::unexpected(read.error());
  // RFC 9112, section 3.2.1: the path of a request target is never empty.
  url.target = fmt::format("{}{}", parts->target.starts_with('/') ? "" : "/", parts->target);
  return url;
}

}  // namespace sekisho::gateway
