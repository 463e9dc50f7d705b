#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "problem.h"
#include "shop.h"

// A vendor on a slow link is served while it keeps the deadlines, and cut when it does not.

namespace sekisho::integration {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

void send_byte_by_byte(HttpConnection& connection, std::string_view bytes) {
  for (const char byte : bytes)
    connection.send({&byte, 1});
}

TEST(SlowLink, IsServedByteByByte) {
  for (const std::string tls : {"false", "true"}) {
    Shop shop({{"SEKISHO_INGRESS_TLS_ENABLED", tls}});
    auto vendor = shop.vendor();
    HttpConnection connection{shop.gateway->ingress()};
    for (const std::string name : {"1", "2"}) {
      send_byte_by_byte(connection, vendor.wire("evt-" + name, honest_order("c-" + name)));
      EXPECT_EQ(connection.receive().status, 200) << "TLS: " << tls;
    }
  }
}

TEST(SlowLink, IsServedWhenRequestsComeInOneGo) {
  Shop shop;
  auto vendor = shop.vendor();
  HttpConnection connection{shop.gateway->ingress()};
  connection.send(vendor.wire("evt-1", honest_order("c-1")) + vendor.wire("evt-2", honest_order("c-2")));
  EXPECT_EQ(connection.receive().json()["conversation_id"], "c-1");
  EXPECT_EQ(connection.receive().json()["conversation_id"], "c-2");
}

/// Sends the beginning of a delivery and no more; how long the connection lasted.
milliseconds time_until_cut(const Shop& shop, std::size_t bytes, bool answered) {
  auto vendor = shop.vendor();
  HttpConnection connection{shop.gateway->ingress()};
  const auto begun = SteadyClock::now();
  connection.send(vendor.wire("evt-1", honest_order("c-1")).substr(0, bytes));
  if (answered) EXPECT_THAT(connection.receive(), IsProblem(408));
  EXPECT_TRUE(connection.ends());
  return std::chrono::duration_cast<milliseconds>(SteadyClock::now() - begun);
}

TEST(SlowLink, IsCutAfterTheBodysDeadline) {
  Shop shop({{"SEKISHO_LIMITS_BODY", "300ms"}});
  EXPECT_GE(time_until_cut(shop, 1500, true), milliseconds{300});
  EXPECT_EQ(shop.vendor().post("evt-1", honest_order("c-1")).status, 200) << "nothing of it was kept";
}

TEST(SlowLink, IsCutAfterTheHeadersDeadline) {
  Shop shop({{"SEKISHO_LIMITS_HEADER", "300ms"}});
  EXPECT_GE(time_until_cut(shop, 40, true), milliseconds{300});
}

TEST(SlowLink, IsCutAfterTheIdleTime) {
  Shop shop({{"SEKISHO_LIMITS_IDLE", "300ms"}});
  EXPECT_GE(time_until_cut(shop, 0, false), milliseconds{300});
}

}  // namespace
}  // namespace sekisho::integration
