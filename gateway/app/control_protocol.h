#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace sekisho::gateway {

/// What both ends of the control socket agree on.
inline constexpr std::size_t control_request_bytes = 64 * 1024;
inline constexpr std::size_t control_answer_bytes = 1024 * 1024;
inline constexpr std::chrono::seconds control_deadline{5};

/// Reads until the other side closes its sending side. Nothing when it sends more than `max_bytes` or breaks
/// off.
[[nodiscard]] inline boost::asio::awaitable<std::optional<std::string>> read_to_end(
    boost::asio::local::stream_protocol::socket& socket, std::size_t max_bytes) {
  std::string text;
  const auto [fault, size] =
      co_await boost::asio::async_read(socket, boost::asio::dynamic_buffer(text, max_bytes + 1),
                                       boost::asio::as_tuple(boost::asio::use_awaitable));
  if (fault != boost::asio::error::eof || size > max_bytes) co_return std::nullopt;
  co_return text;
}

}  // namespace sekisho::gateway
