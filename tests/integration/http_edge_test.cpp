#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "http_peers.h"

/// The HTTP edge as its peers see it: raw sockets against the server, over loopback.
namespace sekisho::gateway {
namespace {

using namespace std::chrono_literals;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

std::string get(std::string_view path, std::string_view more = "") {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n" + std::string(more) + "\r\n";
}

std::string post(std::string_view path, std::string_view body) {
  return "POST " + std::string(path) +
         " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

const TestCertificates& certificates() {
  static const TestCertificates made;
  return made;
}

HttpLimits limits_with(std::chrono::milliseconds HttpLimits::* which, std::chrono::milliseconds value) {
  HttpLimits limits;
  limits.*which = value;
  return limits;
}

/// Everything that must hold whether or not TLS lies in between.
class HttpEdge : public ::testing::TestWithParam<bool> {
 protected:
  EdgeServer& serve(EdgeServer::Options options = {}) {
    if (GetParam()) options.tls = certificates().context.get();
    return server_.emplace(options);
  }

  Peer peer() { return Peer(server_->port(), GetParam()); }

  void TearDown() override {
    if (server_) EXPECT_THAT(server_->failed_tasks(), IsEmpty());
  }

 private:
  std::optional<EdgeServer> server_;
};

INSTANTIATE_TEST_SUITE_P(Over, HttpEdge, ::testing::Bool(),
                         [](const auto& info) { return info.param ? "Tls" : "Plain"; });

TEST_P(HttpEdge, AnswersOneRequestAfterAnotherOnOneConnection) {
  serve();
  Peer client = peer();
  for (int i = 0; i < 3; ++i) {
    const std::string body = "body " + std::to_string(i);
    const Answer answer = client.exchange(post("/echo", body));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, body);
    EXPECT_THAT(answer.head, Not(HasSubstr("Connection: close")));
  }
}

TEST_P(HttpEdge, SendsTheHeadersThatEveryAnswerCarries) {
  serve();
  const Answer answer = peer().exchange(get("/"));
  EXPECT_THAT(answer.head, HasSubstr("\r\nDate: Mon, 23 Nov 2026 10:00:00 GMT\r\n"));
  EXPECT_THAT(answer.head, HasSubstr("\r\nX-Content-Type-Options: nosniff\r\n"));
  EXPECT_THAT(answer.head, HasSubstr("\r\nCache-Control: no-store\r\n"));
  EXPECT_THAT(answer.head, Not(HasSubstr("Server:")));
}

TEST_P(HttpEdge, AnswersPipelinedRequestsInOrder) {
  serve();
  Peer client = peer();
  client.send(post("/echo", "one") + get("/id") + post("/echo", "three"));
  EXPECT_EQ(client.read_answer().body, "one");
  EXPECT_EQ(client.read_answer().body.size(), 16U);
  EXPECT_EQ(client.read_answer().body, "three");
}

TEST_P(HttpEdge, AnswersMorePipelinedRequestsThanItsBufferHolds) {
  serve();
  Peer client = peer();
  std::string all;
  for (int i = 0; i < 500; ++i)
    all += post("/echo", std::string(100, 'x') + std::to_string(i));
  client.send(all);
  for (int i = 0; i < 500; ++i)
    EXPECT_THAT(client.read_answer().body, EndsWith("x" + std::to_string(i)));
}

TEST_P(HttpEdge, TakesABodyOfTheLargestSizeInPlainAndInChunks) {
  serve();
  const std::string body(HttpLimits{}.body_bytes, 'b');
  Peer client = peer();
  EXPECT_EQ(client.exchange(post("/echo", body)).body, body);
  std::string chunks;
  for (std::size_t at = 0; at < body.size(); at += 0x1000)
    chunks += "1000\r\n" + body.substr(at, 0x1000) + "\r\n";
  const Answer answer = client.exchange(
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n");
  EXPECT_EQ(answer.body, body);
}

TEST_P(HttpEdge, TakesRequestsThatArriveByteByByte) {
  serve();
  Peer client = peer();
  for (const char byte : post("/echo", "hi"))
    client.send({&byte, 1});
  EXPECT_EQ(client.read_answer().body, "hi");
}

TEST_P(HttpEdge, GivesEveryRequestAnIdOfItsOwn) {
  serve();
  std::set<std::string> ids;
  for (int connection = 0; connection < 3; ++connection) {
    Peer client = peer();
    for (int i = 0; i < 3; ++i)
      ids.insert(client.exchange(get("/id")).body);
  }
  EXPECT_EQ(ids.size(), 9U);
}

TEST_P(HttpEdge, KnowsItsPeer) {
  serve();
  EXPECT_EQ(peer().exchange(get("/peer")).body, "127.0.0.1");
}

TEST_P(HttpEdge, AnswersHeadAsGetWithoutTheBody) {
  serve();
  Peer client = peer();
  client.send("HEAD /method HTTP/1.1\r\nHost: a\r\n\r\n");
  const Answer answer = client.read_answer(true);
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.head, HasSubstr("Content-Length: 3\r\n"));
  EXPECT_EQ(client.exchange(get("/method")).body, "GET");
}

TEST_P(HttpEdge, InvitesABodyThatWaitsToBeInvited) {
  serve();
  Peer client = peer();
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(client.read_answer().head, "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(client.exchange("hi").body, "hi");
}

TEST_P(HttpEdge, ClosesWhenTheClientAsksForIt) {
  serve();
  Peer client = peer();
  client.send(get("/", "Connection: close\r\n"));
  const std::string all = client.read_all();
  EXPECT_THAT(all, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(all, HasSubstr("\r\nConnection: close\r\n"));
}

TEST_P(HttpEdge, ClosesAfterHttp10) {
  serve();
  Peer client = peer();
  client.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_THAT(client.read_all(), EndsWith("ok"));
}

TEST_P(HttpEdge, ClosesWhenTheHandlerAsksForIt) {
  serve();
  Peer client = peer();
  client.send(get("/close") + get("/id"));
  EXPECT_THAT(client.read_all(), EndsWith("bye"));
}

TEST_P(HttpEdge, AnswersAClientThatHasClosedItsHalf) {
  serve();
  Peer client = peer();
  client.send(post("/echo", "hi"));
  client.half_close();
  EXPECT_THAT(client.read_all(), EndsWith("hi"));
}

TEST_P(HttpEdge, RefusesARequestThatIsCutShort) {
  EdgeServer& server = serve();
  Peer client = peer();
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel");
  client.half_close();
  EXPECT_THAT(client.read_all(), StartsWith("HTTP/1.1 400 "));
  EXPECT_EQ(server.refusals("bad_framing"), 1U);
}

TEST_P(HttpEdge, RefusesDoubtfulFramingAndReadsNothingAfterIt) {
  EdgeServer& server = serve();
  Peer client = peer();
  client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" +
      get("/id"));
  const std::string all = client.read_all();
  EXPECT_THAT(all, StartsWith("HTTP/1.1 400 Bad Request\r\n"));
  EXPECT_THAT(all, HasSubstr("\r\nContent-Type: application/problem+json\r\n"));
  EXPECT_THAT(all, HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_THAT(all, Not(HasSubstr("200 OK")));
  EXPECT_EQ(server.refusals("bad_framing"), 1U);
}

TEST_P(HttpEdge, RefusesTheSecondRequestOfAConnectionAsStrictlyAsTheFirst) {
  serve();
  Peer client = peer();
  client.send(post("/echo", "fine") + "GET / HTTP/1.1\r\nHost : a\r\n\r\n");
  EXPECT_EQ(client.read_answer().body, "fine");
  EXPECT_THAT(client.read_all(), StartsWith("HTTP/1.1 400 "));
}

TEST_P(HttpEdge, RefusesALongHeader) {
  EdgeServer& server = serve();
  Peer client = peer();
  client.try_send(get("/", "X: " + std::string(9000, 'x') + "\r\n"));
  EXPECT_THAT(client.read_all(), StartsWith("HTTP/1.1 431 "));
  EXPECT_EQ(server.refusals("header_too_long"), 1U);
}

TEST_P(HttpEdge, TellsAClientThatItsBodyIsTooLongWhileItStillSends) {
  EdgeServer& server = serve();
  Peer client = peer();
  client.try_send(post("/echo", std::string(HttpLimits{}.body_bytes + 1, 'b')));
  EXPECT_THAT(client.read_all(), StartsWith("HTTP/1.1 413 "));
  EXPECT_EQ(server.refusals("body_too_long"), 1U);
}

TEST_P(HttpEdge, CutsOffASlowHeader) {
  EdgeServer& server = serve({.limits = limits_with(&HttpLimits::header, 100ms)});
  Peer client = peer();
  // A byte now and then must not put the deadline off.
  for (const char byte : get("/", "X: " + std::string(1000, 'x') + "\r\n")) {
    if (!client.try_send({&byte, 1}) || client.readable_within(5ms)) break;
  }
  EXPECT_THAT(client.read_all(), StartsWith("HTTP/1.1 408 "));
  EXPECT_EQ(server.refusals("header_timeout"), 1U);
}

TEST_P(HttpEdge, CutsOffASlowBody) {
  EdgeServer& server = serve({.limits = limits_with(&HttpLimits::body, 100ms)});
  Peer client = peer();
  for (const char byte : post("/echo", std::string(1000, 'x'))) {
    if (!client.try_send({&byte, 1}) || client.readable_within(5ms)) break;
  }
  EXPECT_THAT(client.read_all(), StartsWith("HTTP/1.1 408 "));
  EXPECT_EQ(server.refusals("body_timeout"), 1U);
}

TEST_P(HttpEdge, ClosesAnIdleConnectionWithoutAWord) {
  EdgeServer& server = serve({.limits = limits_with(&HttpLimits::idle, 50ms)});
  Peer silent = peer();
  Peer client = peer();
  EXPECT_EQ(client.exchange(get("/")).status, 200);
  EXPECT_EQ(silent.read_all(), "");
  EXPECT_EQ(client.read_all(), "");
  EXPECT_EQ(server.refusals("header_timeout"), 0U);
}

TEST_P(HttpEdge, GivesUpOnAClientThatReadsNothing) {
  EdgeServer& server = serve({.limits = limits_with(&HttpLimits::write, 50ms)});
  Peer client = peer();
  client.send(get("/big"));
  EXPECT_TRUE(eventually([&] { return server.at_gate() == 0 && client.readable_within(1ms); }));
  EXPECT_TRUE(eventually([&] { return server.budget().connections == 0; }));
  EXPECT_LT(client.read_all().size(), 20'000'000U);
}

TEST_P(HttpEdge, ServesABigAnswerToAClientThatReads) {
  serve();
  EXPECT_EQ(peer().exchange(get("/big")).body.size(), 20'000'000U);
}

TEST_P(HttpEdge, SurvivesClientsThatReset) {
  EdgeServer& server = serve();
  for (int i = 0; i < 20; ++i) {
    Peer client = peer();
    client.send(post("/echo", "hi").substr(0, 60));
    client.reset();
  }
  EXPECT_EQ(peer().exchange(get("/")).status, 200);
  EXPECT_TRUE(eventually([&] { return server.budget().connections == 0; }));
}

TEST_P(HttpEdge, AnswersAHandlersExceptionWith500AndGoesOn) {
  EdgeServer& server = serve();
  Peer client = peer();
  const Answer answer = client.exchange(get("/throw"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.head, HasSubstr("application/problem+json"));
  EXPECT_THAT(answer.body, Not(HasSubstr("a bug")));
  EXPECT_EQ(server.refusals("handler_failed"), 1U);
  EXPECT_EQ(client.exchange(get("/")).status, 200);
}

TEST_P(HttpEdge, SendsNoHeaderThatWouldWriteAnother) {
  EdgeServer& server = serve();
  const Answer answer = peer().exchange(get("/bad-header"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.head, Not(HasSubstr("Set-Cookie")));
  EXPECT_EQ(server.refusals("handler_failed"), 1U);
}

TEST_P(HttpEdge, DrainsByAnsweringWhatIsInFlightAndEndingTheRest) {
  EdgeServer& server = serve();
  Peer idle = peer();
  EXPECT_EQ(idle.exchange(get("/")).status, 200);
  std::optional<Peer> busy(peer());
  busy->send(get("/gate") + get("/id"));
  ASSERT_TRUE(eventually([&] { return server.at_gate() == 1; }));
  server.drain();
  EXPECT_EQ(idle.read_all(), "");
  EXPECT_THROW(Peer(server.port()), std::system_error);
  server.open_gate();
  const std::string last = busy->read_all();
  busy.reset();
  EXPECT_THAT(last, HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_THAT(last, EndsWith("ok"));
  EXPECT_TRUE(eventually([&] { return server.idle(); }));
  EXPECT_EQ(server.budget().connections, 0U);
}

TEST_P(HttpEdge, ShedsBodiesBeyondItsMemory) {
  EdgeServer& server = serve({.max_inflight_bytes = 100});
  Peer client = peer();
  EXPECT_EQ(client.exchange(post("/echo", std::string(100, 'b'))).status, 200);
  client.try_send(post("/echo", std::string(101, 'b')));
  const std::string shed = client.read_all();
  EXPECT_THAT(shed, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(shed, HasSubstr("\r\nRetry-After: 1\r\n"));
  EXPECT_EQ(server.refusals("over_inflight"), 1U);
  EXPECT_EQ(peer().exchange(post("/echo", std::string(100, 'b'))).status, 200);
  EXPECT_TRUE(eventually([&] { return server.budget().inflight_bytes == 0; }));
}

TEST_P(HttpEdge, CountsAnnouncedBytesOnlyOnceTheyCome) {
  serve({.max_inflight_bytes = 100});
  Peer promising = peer();
  promising.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nb");
  EXPECT_EQ(peer().exchange(post("/echo", std::string(90, 'b'))).status, 200);
}

TEST_P(HttpEdge, ServesTwoHundredConnectionsAtOnce) {
  EdgeServer& server = serve();
  std::vector<Peer> clients;
  for (int i = 0; i < 200; ++i)
    clients.push_back(peer());
  for (int round = 0; round < 2; ++round) {
    for (std::size_t i = 0; i < clients.size(); ++i)
      clients[i].send(post("/echo", std::to_string(i)));
    for (std::size_t i = 0; i < clients.size(); ++i)
      EXPECT_EQ(clients[i].read_answer().body, std::to_string(i));
  }
  EXPECT_EQ(server.budget().connections, 200U);
  clients.clear();
  EXPECT_TRUE(eventually([&] { return server.budget().connections == 0; }));
}

TEST_P(HttpEdge, EndsOnDemandWithRequestsInFlight) {
  EdgeServer& server = serve();
  Peer client = peer();
  client.send(get("/gate"));
  ASSERT_TRUE(eventually([&] { return server.at_gate() == 1; }));
  // The fixture ends the server now, cancelling the handler.
}

TEST(PlainEdge, TurnsSurplusConnectionsAwayWithAWord) {
  EdgeServer server({.max_connections = 1});
  std::optional<Peer> first(std::in_place, server.port());
  EXPECT_EQ(first->exchange(get("/")).status, 200);
  std::optional<Peer> surplus(std::in_place, server.port());
  surplus->send(get("/"));
  const std::string answer = surplus->read_all();
  surplus.reset();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(answer, HasSubstr("\r\nRetry-After: 1\r\n"));
  EXPECT_EQ(server.refusals("over_connections"), 1U);
  first.reset();
  EXPECT_TRUE(eventually([&] { return server.budget().connections == 0; }));
  EXPECT_EQ(Peer(server.port()).exchange(get("/")).status, 200);
}

TEST(PlainEdge, RefusesTlsWithAWord) {
  EdgeServer server({});
  Peer client(server.port());
  client.send("\x16\x03\x01\x02");
  EXPECT_THAT(client.read_all(), StartsWith("HTTP/1.1 400 "));
}

/// Servers that listen and never run.
class Listening : public ::testing::Test {
 protected:
  Result<boost::asio::ip::tcp::endpoint> listen(std::uint16_t port, bool shared_port) {
    ServerSettings settings;
    settings.budget = std::make_shared<Budget>();
    settings.random = &random_;
    settings.clock = &clock_;
    servers_.push_back(std::make_unique<HttpServer>(loop_, settings, nullptr, tasks_));
    return servers_.back()->listen({boost::asio::ip::address_v4::loopback(), port}, shared_port);
  }

 private:
  boost::asio::io_context loop_{1};
  TaskGroup tasks_{loop_.get_executor(), [](std::string_view, std::string_view) {}};
  sekisho::testing::SeededRandom random_;
  sekisho::testing::ManualClock clock_{{}};
  std::vector<std::unique_ptr<HttpServer>> servers_;
};

TEST_F(Listening, NamesTheAddressThatIsTaken) {
  const auto first = listen(0, false);
  ASSERT_TRUE(first);
  const auto second = listen(first->port(), false);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().detail,
            "cannot listen on 127.0.0.1:" + std::to_string(first->port()) + ": Address already in use");
}

TEST_F(Listening, SharesAPortAmongLoopsThatAgreeToShareIt) {
  const auto first = listen(0, true);
  ASSERT_TRUE(first);
  EXPECT_TRUE(listen(first->port(), true));
  EXPECT_FALSE(listen(first->port(), false));
}

/// Lets this process open no descriptor more than it has.
class NoMoreDescriptors {
 public:
  NoMoreDescriptors() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const Descriptor next(::dup(0));
    const rlimit none_more{.rlim_cur = static_cast<rlim_t>(next.get()), .rlim_max = before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &none_more);
  }

  NoMoreDescriptors(const NoMoreDescriptors&) = delete;
  NoMoreDescriptors& operator=(const NoMoreDescriptors&) = delete;

  ~NoMoreDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

TEST(PlainEdge, WaitsForDescriptorsWithoutSpinning) {
#if __has_feature(undefined_behavior_sanitizer)
  GTEST_SKIP() << "UBSan needs a pipe to look at an object, and reports the lack of one as a fault";
#endif
  EdgeServer server({});
  Descriptor socket = new_socket();
  std::optional<NoMoreDescriptors> scarcity(std::in_place);
  const auto begin = std::chrono::steady_clock::now();
  connect(socket, server.port());
  ASSERT_TRUE(eventually([&] { return server.refusals("accept_failed") >= 4; }));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 10ms + 20ms + 40ms);
  scarcity.reset();
  EXPECT_EQ(Peer(std::move(socket)).exchange(get("/")).status, 200);
}

TEST(TlsEdge, LetsNoSilentPeerHoldTheHandshake) {
  EdgeServer server(
      {.limits = limits_with(&HttpLimits::handshake, 50ms), .tls = certificates().context.get()});
  Peer silent(server.port());
  EXPECT_EQ(silent.read_all(), "");
  EXPECT_EQ(server.refusals("handshake_timeout"), 1U);
}

TEST(TlsEdge, EndsAConversationThatIsNotTls) {
  EdgeServer server({.tls = certificates().context.get()});
  Peer client(server.port());
  client.send(get("/"));
  EXPECT_THAT(client.read_all(), Not(HasSubstr("HTTP/1.1 200")));
  EXPECT_TRUE(eventually([&] { return server.refusals("handshake_failed") == 1; }));
}

TEST(TlsEdge, DropsSurplusConnectionsBeforeTheHandshake) {
  EdgeServer server({.max_connections = 1, .tls = certificates().context.get()});
  Peer first(server.port(), true);
  EXPECT_EQ(first.exchange(get("/")).status, 200);
  EXPECT_THROW(Peer(server.port(), true), std::runtime_error);
  EXPECT_EQ(server.refusals("over_connections"), 1U);
}

TEST(TlsEdge, EndsHandshakesWhenItDrains) {
  EdgeServer server({.tls = certificates().context.get()});
  Peer half_open(server.port());
  ASSERT_TRUE(eventually([&] { return server.budget().connections == 1; }));
  server.drain();
  EXPECT_EQ(half_open.read_all(), "");
  EXPECT_TRUE(eventually([&] { return server.idle(); }));
}

}  // namespace
}  // namespace sekisho::gateway
