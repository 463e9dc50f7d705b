#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>

namespace sekisho::gateway {

/// What a name stands for, asked of the system: may block for long. Empty when there is no answer. Called
/// from several threads at once.
using LookUp = std::function<std::vector<boost::asio::ip::address>(const std::string& name)>;

/// getaddrinfo(3), IPv4 and IPv6.
[[nodiscard]] std::vector<boost::asio::ip::address> system_look_up(const std::string& name);

/// Looks names up without blocking its loop, on a few threads of its own: Asio's resolver has but one for
/// all, and one silent name server would hold up every other name. A name occupies one thread at a time,
/// however many ask for it; they share the answer, which is not kept. Belongs to its loop's thread. Its
/// destructor waits for the look-ups that are under way.
class NameResolver {
 public:
  NameResolver(boost::asio::io_context& loop, LookUp look_up);
  NameResolver(const NameResolver&) = delete;
  NameResolver& operator=(const NameResolver&) = delete;
  ~NameResolver();

  /// Empty when there is no answer by the deadline.
  boost::asio::awaitable<std::vector<boost::asio::ip::address>> resolve(
      std::string name, std::chrono::steady_clock::time_point deadline);

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace sekisho::gateway
