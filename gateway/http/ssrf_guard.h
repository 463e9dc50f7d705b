#pragma once

#include <optional>
#include <span>
#include <string_view>

#include <boost/asio/ip/address.hpp>
#include <domain/result.h>

namespace sekisho::gateway {

/// Keeps calls that others tell us to make out of networks that only we can reach. The ranges are those of
/// IANA's IPv4 and IPv6 special-purpose registries (RFC 6890 and its updates, read in November 2026), every
/// way to wrap an IPv4 address into an IPv6 one, and all of IPv6 outside global unicast.

/// Whether anyone on the internet could call this address too.
[[nodiscard]] bool is_public(const boost::asio::ip::address& address);

/// What keeps us from calling this address, for people ("loopback"); nothing when it may be called. With
/// `allow_private_networks` loopback and private ranges may be; link-local (where clouds keep their
/// credentials), multicast, wrapped and reserved addresses never.
[[nodiscard]] std::optional<std::string_view> refused_range(const boost::asio::ip::address& address,
                                                            bool allow_private_networks);

/// Judges everything that a host's name resolved to: one bad address condemns the host, since the next
/// connection may pick it. `invalid` then, without saying which: the answer would map our network.
/// `unavailable` when the name resolved to nothing. Vet before every connection, and connect to a vetted
/// address and no other.
[[nodiscard]] Result<void> vet_addresses(std::span<const boost::asio::ip::address> addresses,
                                         bool allow_private_networks);

}  // namespace sekisho::gateway
