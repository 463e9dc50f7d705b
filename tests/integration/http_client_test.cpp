#include <atomic>
#include <chrono>
#include <exception>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <certs/tls_context.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include "http/client.h"
#include "http_peers.h"

/// The callbacks' client against peers that behave, and peers that do not.
namespace sekisho::gateway {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::Pair;

using Exchanged = std::expected<ClientResponse, ClientFault>;

constexpr std::string_view ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
constexpr std::chrono::milliseconds plenty = 10s;

Url url_of(std::uint16_t port, std::string host = "127.0.0.1", bool tls = false) {
  return {.tls = tls, .host = std::move(host), .host_is_literal = false, .port = port, .target = "/cb"};
}

std::vector<asio::ip::address> addresses(const std::vector<std::string>& texts) {
  std::vector<asio::ip::address> all;
  for (const std::string& text : texts)
    all.push_back(asio::ip::make_address(text));
  return all;
}

std::vector<asio::ip::address> loopback_for_all(const std::string& /*name*/) {
  return addresses({"127.0.0.1"});
}

class HttpClients : public ::testing::Test {
 protected:
  HttpClient& make(LookUp look_up = loopback_for_all, certs::SslContext tls = nullptr,
                   bool allow_private = true) {
    return client_.emplace(loop_, std::move(tls), allow_private, ClientLimits{}, std::move(look_up));
  }

  Exchanged exchange(Url url, std::chrono::milliseconds timeout = plenty) {
    ClientRequest request;
    request.url = std::move(url);
    request.body = "{}";
    return exchange(std::move(request), timeout);
  }

  Exchanged exchange(ClientRequest request, std::chrono::milliseconds timeout = plenty) {
    if (!client_) make();
    Exchanged result = std::unexpected(ClientFault::protocol);
    start(std::move(request), timeout, result);
    loop_.restart();
    loop_.run();
    return result;
  }

  /// Runs with the loop's next run, which ends with the last exchange.
  void start(ClientRequest request, std::chrono::milliseconds timeout, Exchanged& result) {
    ++under_way_;
    asio::co_spawn(loop_, client_->exchange(std::move(request), timeout),
                   [this, &result](const std::exception_ptr& failure, Exchanged exchanged) {
                     ASSERT_FALSE(failure);
                     result = std::move(exchanged);
                     if (--under_way_ == 0) loop_.stop();
                   });
  }

  asio::io_context loop_{1};
  int under_way_ = 0;
  std::optional<HttpClient> client_;
};

ScriptedServer::Script answer_always(std::string_view answer) {
  return [answer](int, int descriptor) {
    while (read_request(descriptor) && write_all(descriptor, answer)) {
    }
  };
}

ScriptedServer::Script answer_once(std::string_view answer) {
  return [answer](int, int descriptor) {
    if (read_request(descriptor)) write_all(descriptor, answer);
  };
}

TEST_F(HttpClients, ReadStatusHeadersAndBody) {
  ScriptedServer server(
      answer_always("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: 4\r\n\r\nbusy"));
  const auto response = exchange(url_of(server.port()));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 429);
  EXPECT_THAT(response->headers, Contains(Pair("retry-after", "7")));
  EXPECT_EQ(response->body, "busy");
}

TEST_F(HttpClients, SpeakToOurOwnServer) {
  EdgeServer server({});
  ClientRequest request;
  request.url = url_of(server.port());
  request.url.target = "/echo";
  request.body = "{\"type\":\"order.approved\"}";
  const auto response = exchange(std::move(request));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "{\"type\":\"order.approved\"}");
}

TEST_F(HttpClients, UseAConnectionAgain) {
  ScriptedServer server(answer_always(ok));
  for (int i = 0; i < 5; ++i)
    EXPECT_TRUE(exchange(url_of(server.port())));
  EXPECT_EQ(server.accepted(), 1);
}

TEST_F(HttpClients, UseNoConnectionAgainForAnotherHost) {
  // One after the other: the scripted server serves one connection at a time.
  ScriptedServer server(answer_once("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_TRUE(exchange(url_of(server.port(), "a.example")));
  EXPECT_TRUE(exchange(url_of(server.port(), "b.example")));
  EXPECT_EQ(server.accepted(), 2);
}

TEST_F(HttpClients, ForgetIdleConnectionsWhenTold) {
  ScriptedServer server(answer_always(ok));
  EXPECT_TRUE(exchange(url_of(server.port())));
  client_->close_idle();
  EXPECT_TRUE(exchange(url_of(server.port())));
  EXPECT_EQ(server.accepted(), 2);
}

TEST_F(HttpClients, OpenANewConnectionWhenThePeerHasClosedTheOldOne) {
  ScriptedServer server(answer_once(ok));
  for (int i = 0; i < 3; ++i)
    EXPECT_TRUE(exchange(url_of(server.port())));
  EXPECT_EQ(server.accepted(), 3);
}

TEST_F(HttpClients, ReplaceAPooledConnectionThatDiesUnderARequest) {
  ScriptedServer server([](int number, int descriptor) {
    if (!read_request(descriptor) || !write_all(descriptor, ok)) return;
    // The first connection looks alive until the second request is there.
    if (read_request(descriptor) && number > 0) write_all(descriptor, ok);
  });
  EXPECT_TRUE(exchange(url_of(server.port())));
  EXPECT_TRUE(exchange(url_of(server.port())));
  EXPECT_EQ(server.accepted(), 2);
}

TEST_F(HttpClients, ReplaceAConnectionOnlyOnce) {
  ScriptedServer server([](int number, int descriptor) {
    if (number == 0 && read_request(descriptor)) write_all(descriptor, ok);
    read_request(descriptor);
  });
  EXPECT_TRUE(exchange(url_of(server.port())));
  EXPECT_EQ(exchange(url_of(server.port())).error(), ClientFault::protocol);
  EXPECT_EQ(server.accepted(), 2);
}

TEST_F(HttpClients, HonourConnectionClose) {
  ScriptedServer server(answer_always("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_TRUE(exchange(url_of(server.port())));
  EXPECT_TRUE(exchange(url_of(server.port())));
  EXPECT_EQ(server.accepted(), 2);
}

TEST_F(HttpClients, SkipInterimResponses) {
  ScriptedServer server(
      answer_always("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"));
  const auto response = exchange(url_of(server.port()));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 204);
}

TEST_F(HttpClients, FollowNoRedirect) {
  ScriptedServer elsewhere(answer_always(ok));
  const std::string redirect =
      "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:" + std::to_string(elsewhere.port()) +
      "/\r\nContent-Length: 0\r\n\r\n";
  ScriptedServer server(answer_always(redirect));
  const auto response = exchange(url_of(server.port()));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 307);
  EXPECT_EQ(elsewhere.accepted(), 0);
}

TEST_F(HttpClients, GiveUpOnAPeerThatNeverAnswers) {
  ScriptedServer server([](int, int descriptor) { wait_for_close(descriptor); });
  EXPECT_EQ(exchange(url_of(server.port()), 50ms).error(), ClientFault::timeout);
}

TEST_F(HttpClients, GiveUpOnAPeerThatDrips) {
  ScriptedServer server([](int, int descriptor) {
    read_request(descriptor);
    write_all(descriptor, "HTTP/1.1 200 OK\r\nX: ");
    char goodbye = 0;
    const timeval pace{.tv_sec = 0, .tv_usec = 5000};
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &pace, sizeof pace);
    while (::recv(descriptor, &goodbye, 1, 0) < 0 && write_all(descriptor, "x")) {
    }
  });
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(exchange(url_of(server.port()), 100ms).error(), ClientFault::timeout);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
}

TEST_F(HttpClients, GiveUpOnAPeerThatNeverEnds) {
  ScriptedServer server([](int, int descriptor) {
    read_request(descriptor);
    write_all(descriptor, "HTTP/1.1 200 OK\r\n\r\n");
    while (write_all(descriptor, std::string(10000, 'x'))) {
    }
  });
  EXPECT_EQ(exchange(url_of(server.port())).error(), ClientFault::protocol);
}

TEST_F(HttpClients, RefuseAnAnswerThatIsNotHttp) {
  ScriptedServer server(answer_once("220 mail.example ESMTP\r\n"));
  EXPECT_EQ(exchange(url_of(server.port())).error(), ClientFault::protocol);
}

TEST_F(HttpClients, RefuseAnAnswerThatIsCutShort) {
  ScriptedServer server(answer_once("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"));
  EXPECT_EQ(exchange(url_of(server.port())).error(), ClientFault::protocol);
}

TEST_F(HttpClients, RefuseAPeerThatClosesWithoutAnAnswer) {
  ScriptedServer server([](int, int descriptor) { read_request(descriptor); });
  EXPECT_EQ(exchange(url_of(server.port())).error(), ClientFault::protocol);
  EXPECT_EQ(server.accepted(), 1);
}

TEST_F(HttpClients, PoolNoConnectionWithBytesLeftOver) {
  ScriptedServer server([](int, int descriptor) {
    read_request(descriptor);
    write_all(descriptor, std::string(ok) + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
  });
  EXPECT_EQ(exchange(url_of(server.port()))->body, "ok");
  EXPECT_EQ(exchange(url_of(server.port()))->body, "ok");
  EXPECT_EQ(server.accepted(), 2);
}

TEST_F(HttpClients, SendNoHeaderThatWouldWriteAnother) {
  ScriptedServer server(answer_always(ok));
  ClientRequest request;
  request.url = url_of(server.port());
  request.headers = {{"webhook-id", "a\r\nX: y"}};
  EXPECT_EQ(exchange(std::move(request)).error(), ClientFault::refused);
  EXPECT_EQ(server.accepted(), 0);
}

TEST_F(HttpClients, TellThatNobodyListens) {
  std::uint16_t port = 0;
  {
    port = ScriptedServer([](int, int) {}).port();
  }
  EXPECT_EQ(exchange(url_of(port)).error(), ClientFault::connect);
}

TEST_F(HttpClients, TryTheNextAddressWhenOneRefuses) {
  // The second server's address is the one that listens on that port.
  ScriptedServer server(answer_always(ok));
  make([](const std::string&) { return addresses({"127.0.0.2", "127.0.0.1"}); });
  EXPECT_TRUE(exchange(url_of(server.port(), "shop.example")));
}

TEST_F(HttpClients, RefusePrivateAddressesUnlessAllowed) {
  ScriptedServer server(answer_always(ok));
  make(loopback_for_all, nullptr, false);
  EXPECT_EQ(exchange(url_of(server.port())).error(), ClientFault::refused);
  EXPECT_EQ(exchange(url_of(server.port(), "shop.example")).error(), ClientFault::refused);
  EXPECT_EQ(server.accepted(), 0);
}

TEST_F(HttpClients, RefuseAHostWhenOneOfItsAddressesIsPrivate) {
  ScriptedServer server(answer_always(ok));
  make([](const std::string&) { return addresses({"93.184.216.34", "127.0.0.1"}); }, nullptr, false);
  EXPECT_EQ(exchange(url_of(server.port(), "shop.example")).error(), ClientFault::refused);
  EXPECT_EQ(server.accepted(), 0);
}

TEST_F(HttpClients, VetTheAddressAgainThoughAConnectionIsPooled) {
  ScriptedServer server(answer_always(ok));
  std::atomic<int> asked = 0;
  make([&asked](const std::string&) {
    return asked++ == 0 ? addresses({"127.0.0.1"}) : addresses({"169.254.169.254"});
  });
  EXPECT_TRUE(exchange(url_of(server.port(), "shop.example")));
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(exchange(url_of(server.port(), "shop.example")).error(), ClientFault::refused);
  }
}

TEST_F(HttpClients, TellThatANameHasNoAddress) {
  make([](const std::string&) { return addresses({}); });
  EXPECT_EQ(exchange(url_of(80, "nowhere.example")).error(), ClientFault::dns);
}

TEST_F(HttpClients, AskTheSystemForNames) {
  ScriptedServer server(answer_always(ok));
  make(system_look_up);
  EXPECT_TRUE(exchange(url_of(server.port(), "localhost")));
}

TEST_F(HttpClients, LetNoSilentNameServerHoldUpOtherNames) {
  ScriptedServer server(answer_always(ok));
  std::promise<void> release;
  const std::shared_future<void> released = release.get_future().share();
  std::atomic<int> silent_asked = 0;
  make([&silent_asked, released](const std::string& name) {
    if (name != "silent.example") return addresses({"127.0.0.1"});
    ++silent_asked;
    released.wait();
    return addresses({"127.0.0.1"});
  });
  std::vector<Exchanged> silent(10, std::unexpected(ClientFault::protocol));
  for (Exchanged& result : silent) {
    ClientRequest request;
    request.url = url_of(server.port(), "silent.example");
    start(std::move(request), 200ms, result);
  }
  EXPECT_TRUE(exchange(url_of(server.port(), "shop.example")));
  for (const Exchanged& result : silent)
    EXPECT_EQ(result.error(), ClientFault::dns);
  EXPECT_EQ(silent_asked, 1);
  release.set_value();
}

// --- TLS ---

const TestCertificates& certificates() {
  static const TestCertificates made;
  return made;
}

/// What make_client_context() gives, but for a CA of our own.
certs::SslContext trusting_the_test_ca() {
  certs::SslContext context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_load_verify_locations(context.get(), certificates().ca.c_str(), nullptr);
  return context;
}

TEST_F(HttpClients, SpeakTlsToTheHostTheyAskedFor) {
  EdgeServer server({.tls = certificates().context.get()});
  make(loopback_for_all, trusting_the_test_ca());
  EXPECT_TRUE(exchange(url_of(server.port(), "localhost", true)));
  EXPECT_TRUE(exchange(url_of(server.port(), "127.0.0.1", true)));
}

TEST_F(HttpClients, UseATlsConnectionAgain) {
  EdgeServer server({.tls = certificates().context.get()});
  make(loopback_for_all, trusting_the_test_ca());
  for (int i = 0; i < 5; ++i)
    EXPECT_TRUE(exchange(url_of(server.port(), "localhost", true)));
  EXPECT_EQ(server.budget().connections, 1U);
}

TEST_F(HttpClients, RefuseACertificateForAnotherHost) {
  EdgeServer server({.tls = certificates().context.get()});
  make(loopback_for_all, trusting_the_test_ca());
  EXPECT_EQ(exchange(url_of(server.port(), "shop.example", true)).error(), ClientFault::tls);
}

TEST_F(HttpClients, RefuseACertificateThatNobodyKnownSigned) {
  EdgeServer server({.tls = certificates().context.get()});
  make(loopback_for_all, *certs::make_client_context());
  EXPECT_EQ(exchange(url_of(server.port(), "localhost", true)).error(), ClientFault::tls);
}

TEST_F(HttpClients, TakeAPinnedCertificateWhateverItsName) {
  EdgeServer server({.tls = certificates().context.get()});
  make(loopback_for_all, *certs::make_pinned_client_context(certificates().certificate));
  EXPECT_TRUE(exchange(url_of(server.port(), "shop.example", true)));
}

TEST_F(HttpClients, RefuseAnotherCertificateThanThePinnedOne) {
  const TestCertificates others;
  EdgeServer server({.tls = others.context.get()});
  make(loopback_for_all, *certs::make_pinned_client_context(certificates().certificate));
  EXPECT_EQ(exchange(url_of(server.port(), "localhost", true)).error(), ClientFault::tls);
}

TEST_F(HttpClients, GiveUpOnAHandshakeThatNeverEnds) {
  ScriptedServer server([](int, int descriptor) { wait_for_close(descriptor); });
  make(loopback_for_all, trusting_the_test_ca());
  EXPECT_EQ(exchange(url_of(server.port(), "localhost", true), 50ms).error(), ClientFault::timeout);
}

TEST_F(HttpClients, TellThatAPeerSpeaksNoTls) {
  ScriptedServer server(
      [](int, int descriptor) { write_all(descriptor, "HTTP/1.1 400 Bad Request\r\n\r\n"); });
  make(loopback_for_all, trusting_the_test_ca());
  EXPECT_EQ(exchange(url_of(server.port(), "localhost", true)).error(), ClientFault::tls);
}

}  // namespace
}  // namespace sekisho::gateway
