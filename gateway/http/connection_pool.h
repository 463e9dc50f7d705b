#pragma once

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>

#include <boost/asio/ip/address.hpp>

#include "http/stream.h"

namespace sekisho::gateway {

/// Whom a pooled connection leads to: what was vetted, and what was shaken hands with.
struct PoolKey {
  bool tls = false;
  std::string host;
  std::uint16_t port = 0;
  boost::asio::ip::address address;

  bool operator==(const PoolKey&) const = default;
};

/// Client connections that wait for their next exchange, bounded per key, in number and in age. Belongs to
/// its loop's thread.
class ConnectionPool {
 public:
  ConnectionPool(std::size_t per_key, std::size_t in_all, std::chrono::seconds idle_for)
      : per_key_(per_key), in_all_(in_all), idle_for_(idle_for) {}

  /// The connection used last that is still alive; null when there is none. Dead ones are closed.
  [[nodiscard]] std::unique_ptr<Stream> take(const PoolKey& key, SteadyTime now);
  /// Keeps a connection that can carry another exchange; closes the oldest when there are too many.
  void keep(PoolKey key, std::unique_ptr<Stream> stream, SteadyTime now);

  void clear() { idle_.clear(); }

  [[nodiscard]] std::size_t size() const { return idle_.size(); }

 private:
  struct Idle {
    PoolKey key;
    std::unique_ptr<Stream> stream;
    SteadyTime since;
  };

  void drop_expired(SteadyTime now);

  const std::size_t per_key_;
  const std::size_t in_all_;
  const std::chrono::seconds idle_for_;
  std::list<Idle> idle_;  ///< the one used last in front
};

}  // namespace sekisho::gateway
