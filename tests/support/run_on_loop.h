#pragma once

#include <functional>
#include <future>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

namespace sekisho::testing {

/// Lends a loop that no other thread runs, for as long as `use` takes.
void with_loop(const std::function<void(boost::asio::io_context&)>& use);

/// Runs a coroutine to its end on a loop that is its own meanwhile, and hands back what it returned; what it
/// threw, it throws. A coroutine that never ends is a test that never ends.
template <class T>
T run_on_loop(boost::asio::awaitable<T> work) {
  std::future<T> result;
  with_loop([&](boost::asio::io_context& loop) {
    result = boost::asio::co_spawn(loop, std::move(work), boost::asio::use_future);
    loop.run();
  });
  return result.get();
}

}  // namespace sekisho::testing
