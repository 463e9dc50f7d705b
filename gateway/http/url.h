#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <domain/result.h>

namespace sekisho::gateway {

/// An absolute http or https URL, taken apart once: what is connected to, what is said there.
struct Url {
  bool tls = true;
  std::string host;  ///< lower case; an IPv6 literal without its brackets, in canonical form
  bool host_is_literal = false;
  std::uint16_t port = 443;
  std::string target;  ///< path and query as they were written, at least "/"

  /// The Host header: with brackets around IPv6, and with the port unless it is the scheme's own.
  [[nodiscard]] std::string host_header() const;

  bool operator==(const Url&) const = default;
};

/// Reads a URL that somebody else wants us to call. It is `invalid`, with a fault at `/callback_url`, unless
/// it is RFC 3986 without userinfo and fragment, at most 2,048 characters; https (`allow_private_networks`:
/// or http); a host in plain spelling, neither `localhost` nor a literal that the SSRF guard refuses; a port
/// where HTTP is spoken: 80, 443, or from 1024 on if no other service is known for it
/// (`allow_private_networks`: any from 1024 on). What a name resolves to is vetted later, before each
/// connection (http/ssrf_guard.h).
[[nodiscard]] Result<Url> parse_callback_url(std::string_view text, bool allow_private_networks);

}  // namespace sekisho::gateway
