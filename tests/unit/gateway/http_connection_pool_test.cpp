#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/connection_pool.h"

namespace sekisho::gateway {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

/// A stream that nobody reads from: all a pool wants to know is whether it is alive.
class FakeStream final : public Stream {
 public:
  FakeStream(std::string name, std::set<std::string>& open, const bool& alive)
      : name_(std::move(name)), open_(open), alive_(alive) {
    open_.insert(name_);
  }

  FakeStream(const FakeStream&) = delete;
  FakeStream& operator=(const FakeStream&) = delete;

  ~FakeStream() override { open_.erase(name_); }

  asio::awaitable<Streamed<void>> handshake(SteadyTime /*deadline*/) override { co_return Streamed<void>{}; }

  asio::awaitable<Streamed<void>> wait_readable(SteadyTime /*deadline*/) override {
    co_return Streamed<void>{};
  }

  asio::awaitable<Streamed<std::size_t>> read_some(std::span<char> /*into*/,
                                                   SteadyTime /*deadline*/) override {
    co_return std::unexpected(StreamFault::closed);
  }

  asio::awaitable<Streamed<void>> write(std::string_view /*bytes*/, SteadyTime /*deadline*/) override {
    co_return std::unexpected(StreamFault::closed);
  }

  asio::awaitable<void> close(SteadyTime /*deadline*/) override { co_return; }

  void abort() override {}

  bool quiet() override { return alive_; }

  std::string peer() const override { return name_; }

 private:
  const std::string name_;
  std::set<std::string>& open_;
  const bool& alive_;
};

class ConnectionPools : public ::testing::Test {
 protected:
  static PoolKey key(std::string host, std::string_view address = "192.0.2.1") {
    return {.tls = true, .host = std::move(host), .port = 443, .address = asio::ip::make_address(address)};
  }

  void keep(const PoolKey& where, std::string name, const bool& alive = always) {
    pool.keep(where, std::make_unique<FakeStream>(std::move(name), open, alive), now);
  }

  std::string take(const PoolKey& where) {
    const auto stream = pool.take(where, now);
    return stream ? stream->peer() : "none";
  }

  static constexpr bool always = true;
  std::set<std::string> open;
  SteadyTime now{1h};
  ConnectionPool pool{2, 3, 30s};
};

TEST_F(ConnectionPools, GiveAConnectionToOneTakerOnly) {
  keep(key("a"), "1");
  EXPECT_EQ(take(key("a")), "1");
  EXPECT_EQ(take(key("a")), "none");
}

TEST_F(ConnectionPools, GiveNoConnectionThatLeadsElsewhere) {
  keep(key("a"), "1");
  EXPECT_EQ(take(key("b")), "none");
  EXPECT_EQ(take(key("a", "192.0.2.2")), "none");
  PoolKey plain = key("a");
  plain.tls = false;
  EXPECT_EQ(take(plain), "none");
  PoolKey other_port = key("a");
  other_port.port = 8443;
  EXPECT_EQ(take(other_port), "none");
  EXPECT_EQ(take(key("a")), "1");
}

TEST_F(ConnectionPools, PreferTheConnectionUsedLast) {
  keep(key("a"), "1");
  keep(key("a"), "2");
  EXPECT_EQ(take(key("a")), "2");
  EXPECT_EQ(take(key("a")), "1");
}

TEST_F(ConnectionPools, PassOverDeadConnections) {
  bool alive = true;
  keep(key("a"), "1");
  keep(key("a"), "2", alive);
  alive = false;
  EXPECT_EQ(take(key("a")), "1");
  EXPECT_EQ(pool.size(), 0U);
}

TEST_F(ConnectionPools, KeepSoManyForOneKey) {
  for (const std::string name : {"1", "2", "3"})
    keep(key("a"), name);
  EXPECT_THAT(open, UnorderedElementsAre("1", "2"));
}

TEST_F(ConnectionPools, CloseTheOldestWhenThereAreTooManyInAll) {
  for (const std::string name : {"1", "2", "3", "4"})
    keep(key(name), name);
  EXPECT_THAT(open, UnorderedElementsAre("2", "3", "4"));
}

TEST_F(ConnectionPools, CloseWhatHasWaitedTooLong) {
  keep(key("a"), "1");
  now += 20s;
  keep(key("b"), "2");
  now += 11s;
  EXPECT_EQ(take(key("a")), "none");
  EXPECT_THAT(open, ElementsAre("2"));
}

TEST_F(ConnectionPools, CloseEverythingWhenCleared) {
  keep(key("a"), "1");
  pool.clear();
  EXPECT_TRUE(open.empty());
}

}  // namespace
}  // namespace sekisho::gateway
