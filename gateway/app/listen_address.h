#pragma once

#include <optional>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>

namespace sekisho::gateway {

/// Reads what a `listen` key holds: `127.0.0.1:8443`, `[::]:8443`, `localhost:8443` (the IPv4 loopback). Port
/// 0 lets the system choose one. Names other than `localhost` are nothing: a listener must not depend on DNS.
[[nodiscard]] std::optional<boost::asio::ip::tcp::endpoint> parse_listen(std::string_view text);

}  // namespace sekisho::gateway
