// The yardstick of tests/bench/run.sh: a Beast server that reads a request and answers 200, nothing else.
// Usage: beast_200 PORT THREADS

#include <cstdlib>
#include <thread>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

void ignore_end(const std::exception_ptr&) {}

asio::awaitable<void> session(tcp::socket socket) {
  beast::flat_buffer buffer;
  buffer.reserve(std::size_t{16} * 1024);
  http::response<http::string_body> response{http::status::ok, 11};
  response.body() = "{}";
  response.prepare_payload();
  for (;;) {
    http::request<http::string_body> request;
    co_await http::async_read(socket, buffer, request, asio::use_awaitable);
    co_await http::async_write(socket, response, asio::use_awaitable);
  }
}

asio::awaitable<void> accept(tcp::acceptor& acceptor) {
  for (;;) {
    auto socket = co_await acceptor.async_accept(asio::use_awaitable);
    socket.set_option(tcp::no_delay(true));
    asio::co_spawn(acceptor.get_executor(), session(std::move(socket)), ignore_end);
  }
}

void serve(unsigned short port) {
  asio::io_context loop(1);
  tcp::acceptor acceptor(loop);
  acceptor.open(tcp::v4());
  acceptor.set_option(tcp::acceptor::reuse_address(true));
  acceptor.set_option(ReusePort(true));
  acceptor.bind({asio::ip::address_v4::loopback(), port});
  acceptor.listen();
  asio::co_spawn(loop, accept(acceptor), ignore_end);
  loop.run();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return EXIT_FAILURE;
  const auto port = static_cast<unsigned short>(std::atoi(argv[1]));
  std::vector<std::jthread> threads;
  for (int i = 0; i < std::atoi(argv[2]); ++i)
    threads.emplace_back([port] { serve(port); });
}
