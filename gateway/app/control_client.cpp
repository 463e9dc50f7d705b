#include <optional>
#include <string>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include "app/control_protocol.h"
#include "app/control_socket.h"
#include "app/local_address.h"

namespace sekisho::gateway {

namespace asio = boost::asio;
using asio::local::stream_protocol;

namespace {

std::string why_not_connected(const boost::system::error_code& refused) {
  const bool nobody =
      refused == asio::error::connection_refused || refused == boost::system::errc::no_such_file_or_directory;
  return nobody ? "the gateway is not running" : "cannot reach the gateway: " + refused.message();
}

asio::awaitable<Result<std::string>> converse(stream_protocol::endpoint endpoint, std::string_view request) {
  const auto awaited = asio::as_tuple(asio::use_awaitable);
  stream_protocol::socket socket{co_await asio::this_coro::executor};
  const auto [refused] = co_await socket.async_connect(endpoint, awaited);
  if (refused) co_return fail(ErrorKind::unavailable, why_not_connected(refused));

  co_await asio::async_write(socket, asio::buffer(request), awaited);
  boost::system::error_code ignored;
  socket.shutdown(stream_protocol::socket::shutdown_send, ignored);
  auto answer = co_await read_to_end(socket, control_answer_bytes);
  if (!answer || answer->empty())
    co_return fail(ErrorKind::unavailable, "the gateway broke off without an answer");
  co_return std::move(*answer);
}

asio::awaitable<void> store_answer(stream_protocol::endpoint endpoint, std::string_view request,
                                   Result<std::string>& into) {
  into = co_await converse(std::move(endpoint), request);
}

}  // namespace

Result<std::string> ask_serve(const std::filesystem::path& socket, std::string_view request,
                              std::chrono::seconds deadline) {
  if (request.size() > control_request_bytes)
    return fail(ErrorKind::invalid, fmt::format("a request may have {} bytes", control_request_bytes));
  const auto address = local_address(socket);
  if (!address) return fail(ErrorKind::unavailable, address.error().detail);

  Result<std::string> answer = fail(ErrorKind::unavailable, "the gateway did not answer in time");
  asio::io_context loop{1};
  asio::co_spawn(loop, store_answer(address->endpoint, request, answer),
                 [](const std::exception_ptr& failure) {
                   if (failure) std::rethrow_exception(failure);
                 });
  loop.run_for(deadline);
  return answer;
}

}  // namespace sekisho::gateway
