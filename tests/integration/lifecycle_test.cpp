#include <algorithm>
#include <csignal>
#include <filesystem>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shop.h"

// Starting, stopping and refusing to start.

namespace sekisho::integration {
namespace {

namespace fs = std::filesystem;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

// --- stopping
// --------------------------------------------------------------------------------------------------------

/// A delivery that the gateway has begun to read: it has asked for the body.
struct HalfSent {
  HalfSent(const Shop& shop, const std::string& name) : connection(shop.gateway->ingress()) {
    auto vendor = shop.vendor();
    wire = vendor.wire("evt-" + name, honest_order("c-" + name));
    const auto head_end = wire.find("\r\n\r\n");
    connection.send(wire.substr(0, head_end) + "\r\nExpect: 100-continue\r\n\r\n");
    body = wire.substr(head_end + 4);
    EXPECT_EQ(connection.receive().status, 100);
  }

  HttpConnection connection;
  std::string wire;
  std::string body;
};

TEST(Shutdown, AnswersWhatIsInFlightAndExitsWithZero) {
  Shop shop;
  std::vector<HalfSent> in_flight;
  for (const std::string name : {"1", "2", "3", "4", "5", "6", "7", "8"})
    in_flight.emplace_back(shop, name);
  HttpConnection idle{shop.gateway->ingress()};

  shop.gateway->signal(SIGTERM);
  ASSERT_TRUE(shop.gateway->logged("draining"));
  EXPECT_TRUE(idle.ends());
  for (auto& delivery : in_flight) {
    delivery.connection.send(delivery.body);
    const auto answer = delivery.connection.receive();
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_TRUE(delivery.connection.ends());
  }
  EXPECT_EQ(shop.gateway->wait(), 0);
  EXPECT_TRUE(shop.gateway->logged("stopped"));

  shop.start();
  EXPECT_THAT(shop.admin().all("/v1/orders"), SizeIs(in_flight.size()));
}

TEST(Shutdown, LosesNothingThatWasAcknowledgedUnderLoad) {
  Shop shop;
  constexpr int vendors = 8;
  std::vector<std::vector<std::string>> acknowledged(vendors);
  std::vector<std::vector<int>> others(vendors);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < vendors; ++i) {
      threads.emplace_back([&, i] {
        auto vendor = shop.vendor();
        try {
          for (int n = 0;; ++n) {
            const auto name = std::to_string(i) + "-" + std::to_string(n);
            const auto answer = vendor.post("evt-" + name, honest_order("c-" + name, n + 1));
            if (answer.status == 200) acknowledged[i].push_back(answer.json()["order"]["id"]);
            if (answer.status != 200) others[i].push_back(answer.status);
          }
        } catch (const NoAnswer&) {
          // The gateway is gone.
        }
      });
    }
    (void)shop.receiver.wait_for(20);
    shop.gateway->signal(SIGTERM);
  }
  EXPECT_EQ(shop.gateway->wait(), 0);
  EXPECT_THAT(others, Each(IsEmpty()));

  shop.start();
  std::vector<std::string> orders;
  for (const auto& row : shop.admin().all("/v1/orders"))
    orders.push_back(row.at("id"));
  std::size_t count = 0;
  for (const auto& one : acknowledged) {
    count += one.size();
    for (const auto& id : one)
      EXPECT_THAT(orders, ::testing::Contains(id));
  }
  EXPECT_GE(count, 20U);
}

TEST(Shutdown, WithACallbackUnderWayWaitsForItsEnd) {
  Shop shop({{"SEKISHO_CALLBACKS_TIMEOUT", "1s"}});
  shop.receiver.behave([](const ReceivedCallback&) { return Reply{.kind = Reply::Kind::hang}; });
  EXPECT_EQ(shop.vendor().post("evt-1", honest_order("c-1")).status, 200);
  EXPECT_THAT(shop.receiver.wait_for(1), SizeIs(1));
  EXPECT_EQ(shop.gateway->stop(), 0);

  shop.start();
  const auto attempts = shop.admin().all("/v1/callbacks").at(0).at("attempts");
  ASSERT_THAT(attempts, SizeIs(1));
  EXPECT_EQ(attempts[0].at("error"), "timeout");
}

TEST(Shutdown, IsNotHeldUpByAConnectionThatACallbackLeavesBehind) {
  Shop shop({{"SEKISHO_CALLBACKS_TIMEOUT", "2m"}});
  std::latch begun{1};
  shop.receiver.behave([&](const ReceivedCallback&) {
    begun.count_down();
    EXPECT_TRUE(shop.gateway->logged("draining"));
    return Reply{};
  });
  EXPECT_EQ(shop.vendor().post("evt-1", honest_order("c-1")).status, 200);
  begun.wait();
  EXPECT_EQ(shop.gateway->stop(), 0) << "long before the attempt's own deadline";
}

TEST(Shutdown, LetsASecondStartFindEverything) {
  Shop shop;
  const auto decision = shop.vendor().post("evt-1", honest_order("c-1")).json();
  EXPECT_THAT(shop.receiver.wait_for(1), SizeIs(1));
  EXPECT_EQ(shop.gateway->stop(), 0);
  shop.start();
  const auto order = shop.admin().get("/v1/orders/" + decision["order"]["id"].get<std::string>());
  EXPECT_EQ(order.at("assessment").at("score"), decision["assessment"]["score"]);
  EXPECT_EQ(shop.vendor().post("evt-2", honest_order("c-2")).status, 200) << "hook and secrets are there";
}

TEST(Shutdown, BySigintIsTheSame) {
  Shop shop;
  shop.gateway->signal(SIGINT);
  EXPECT_EQ(shop.gateway->wait(), 0);
}

// --- starting
// ----------------------------------------------------------------------------------------------------------

/// Starts a gateway that must refuse to; what it says, without the lines that it had logged before.
std::string refusal_of(const Installation& installation, const Variables& more = {}) {
  auto variables = testing::test_variables();
  for (const auto& [name, value] : more)
    variables[name] = value;
  const auto ended = testing::run_sekisho({"serve", "--config", installation.config()}, variables);
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.out, IsEmpty());
  auto words = ended.err;
  while (words.starts_with('{'))
    words.erase(0, words.find('\n') + 1);
  EXPECT_THAT(words, StartsWith("sekisho: "));
  EXPECT_EQ(std::ranges::count(words, '\n'), 1) << words;
  return words;
}

/// The same, with the files of TLS in use.
std::string refusal_with_tls(const Installation& installation) {
  return refusal_of(installation,
                    {{"SEKISHO_INGRESS_TLS_ENABLED", "true"}, {"SEKISHO_ADMIN_TLS_ENABLED", "true"}});
}

TEST(Start, FailsInOneLineOnABadConfiguration) {
  const Installation installation;
  EXPECT_THAT(refusal_of(installation, {{"SEKISHO_LIMITS_HEADER", "soon"}}),
              HasSubstr("limits.header (from SEKISHO_LIMITS_HEADER): expected a duration"));
}

TEST(Start, FailsInOneLineWhenAPortIsTaken) {
  Shop running;
  const Installation another;
  const auto taken = [](const testing::Endpoint& endpoint) {
    return "127.0.0.1:" + std::to_string(endpoint.port);
  };
  for (const auto& [variable, address] :
       {std::pair{"SEKISHO_INGRESS_LISTEN", taken(running.gateway->ingress())},
        std::pair{"SEKISHO_ADMIN_LISTEN", taken(running.gateway->admin())},
        std::pair{"SEKISHO_OPS_LISTEN", taken(running.gateway->ops())}}) {
    const auto words = refusal_of(another, {{variable, address}});
    EXPECT_THAT(words, HasSubstr(address)) << variable;
    EXPECT_THAT(words, HasSubstr("in use")) << variable;
  }
}

TEST(Start, FailsInOneLineWhenTheStoreIsServedAlready) {
  Shop running;
  EXPECT_THAT(refusal_of(running.installation), HasSubstr("sekisho.db"));
  EXPECT_EQ(running.vendor().post("evt-1", honest_order("c-1")).status, 200)
      << "the first one is not disturbed";
}

TEST(Start, FailsInOneLineUnderAnotherMasterKey) {
  const Installation mine;
  const Installation other;
  fs::copy_file(other.directory() / "master.key", mine.directory() / "master.key",
                fs::copy_options::overwrite_existing);
  EXPECT_THAT(refusal_of(mine), HasSubstr("key"));
}

TEST(Start, FailsInOneLineWithoutOneOfItsFiles) {
  for (const std::string name :
       {"master.key", "operator.token", "certs/server.pem", "certs/server.key", "sekisho.db"}) {
    const Installation installation;
    fs::remove(installation.directory() / name);
    EXPECT_THAT(refusal_with_tls(installation), HasSubstr(name));
  }
}

TEST(Start, FailsInOneLineWhenASecretIsOpenToOthers) {
  for (const std::string name : {"master.key", "operator.token", "certs/server.key"}) {
    const Installation installation;
    fs::permissions(installation.directory() / name, fs::perms::group_read, fs::perm_options::add);
    EXPECT_THAT(refusal_with_tls(installation), HasSubstr(name));
  }
}

TEST(Start, FailsInOneLineWhenKeyAndCertificateDoNotFit) {
  const Installation mine;
  const Installation other;
  fs::copy_file(other.directory() / "certs/server.key", mine.directory() / "certs/server.key",
                fs::copy_options::overwrite_existing);
  EXPECT_THAT(refusal_with_tls(mine), HasSubstr("server.key"));
}

TEST(Start, WarnsOfDevelopmentModeAndServesAllTheSame) {
  const Installation installation;
  GatewayProcess gateway{installation};
  const auto warning = gateway.logged("configuration");
  ASSERT_TRUE(warning);
  EXPECT_EQ(warning->at("level"), "warning");
  EXPECT_EQ(warning->at("detail"), "runtime.development is true: set it to false in production");
}

}  // namespace
}  // namespace sekisho::integration
