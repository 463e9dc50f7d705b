#include <cstring>
#include <string_view>

#include <gtest/gtest.h>

#include "http/read_buffer.h"

namespace sekisho::gateway {
namespace {

class ReadBuffers : public ::testing::Test {
 protected:
  void receive(std::string_view bytes) {
    const auto room = buffer.room();
    ASSERT_LE(bytes.size(), room.size());
    std::memcpy(room.data(), bytes.data(), bytes.size());
    buffer.added(bytes.size());
  }

  BlockPool pool{16};
  ReadBuffer buffer{pool};
};

TEST_F(ReadBuffers, HoldWhatArrivedUntilItIsConsumed) {
  receive("hello");
  buffer.consume(2);
  receive(" you");
  EXPECT_EQ(buffer.bytes(), "llo you");
  buffer.consume(7);
  EXPECT_TRUE(buffer.empty());
}

TEST_F(ReadBuffers, OfferTheWholeBlockAgainOnceConsumed) {
  receive("0123456789");
  EXPECT_EQ(buffer.room().size(), 6U);
  buffer.consume(10);
  EXPECT_EQ(buffer.room().size(), 16U);
}

TEST_F(ReadBuffers, LeaveWhatIsKeptWhereItIs) {
  receive("head+body");
  const std::string_view head = buffer.bytes().substr(0, 4);
  buffer.keep(4);
  EXPECT_EQ(buffer.bytes(), "+body");
  buffer.consume(5);
  receive("0123456789");
  EXPECT_EQ(head, "head");
  EXPECT_EQ(buffer.bytes(), "0123456789");
  EXPECT_EQ(buffer.room().size(), 2U);
  buffer.consume(10);
  buffer.forget();
  EXPECT_EQ(buffer.room().size(), 16U);
}

TEST_F(ReadBuffers, RestWithTheirBytesButWithoutABlock) {
  receive("hello");
  buffer.consume(1);
  const char* const block = buffer.bytes().data() - 1;
  buffer.rest();
  EXPECT_EQ(buffer.bytes(), "ello");
  const BlockPool::Block returned = pool.take();
  EXPECT_EQ(returned.get(), block);
  receive("!");
  EXPECT_EQ(buffer.bytes(), "ello!");
}

TEST_F(ReadBuffers, CanConsumeWhileResting) {
  receive("hello");
  buffer.rest();
  buffer.consume(3);
  EXPECT_EQ(buffer.bytes(), "lo");
  receive("!");
  EXPECT_EQ(buffer.bytes(), "lo!");
}

}  // namespace
}  // namespace sekisho::gateway
