#pragma once

#include <memory>
#include <type_traits>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <storage/store.h>

namespace sekisho::gateway {

/// Reads for the admin API on a thread of their own, so that no loop waits for a disk.
class ReaderPool {
 public:
  explicit ReaderPool(std::unique_ptr<storage::Reader> reader) : reader_(std::move(reader)), thread_(1) {}

  /// Runs `read(Reader&)` there and resumes with its result on the caller's own executor.
  template <class Read>
  boost::asio::awaitable<std::invoke_result_t<Read, storage::Reader&>> run(Read read) {
    co_return co_await boost::asio::co_spawn(thread_, invoke(*reader_, std::move(read)),
                                             boost::asio::use_awaitable);
  }

 private:
  template <class Read>
  static boost::asio::awaitable<std::invoke_result_t<Read, storage::Reader&>> invoke(storage::Reader& reader,
                                                                                     Read read) {
    co_return read(reader);
  }

  std::unique_ptr<storage::Reader> reader_;
  boost::asio::thread_pool thread_;  // joined before the reader goes
};

}  // namespace sekisho::gateway
