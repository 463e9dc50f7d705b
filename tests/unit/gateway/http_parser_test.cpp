#include "http/http_parser.h"

#include <chrono>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sekisho::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::StartsWith;

/// A parser that has read a whole header block.
class ReadHead {
 public:
  explicit ReadHead(std::string wire) : wire_(std::move(wire)), parser_(8192, 4096) {
    const auto size = parser_.parse_head(wire_);
    EXPECT_TRUE(size && *size) << wire_;
  }

  RequestParser* operator->() { return &parser_; }

 private:
  const std::string wire_;
  RequestParser parser_;
};

TEST(RequestParser, TellsMethodTargetAndFields) {
  ReadHead request("PATCH /v1/hooks/h?x=1 HTTP/1.1\r\nHost: a\r\nX-Two:  two words \r\n\r\n");
  EXPECT_EQ(request->head().method, Method::patch);
  EXPECT_EQ(request->head().target, "/v1/hooks/h?x=1");
  EXPECT_EQ(request->head().version, 11);
  ASSERT_EQ(request->head().headers.size(), 2U);
  EXPECT_EQ(request->head().headers[1].name, "X-Two");
  EXPECT_EQ(request->head().headers[1].value, "two words");
}

TEST(RequestParser, KnowsTheMethodsThatRoutesUse) {
  const auto method = [](const std::string& name) {
    return ReadHead(name + " / HTTP/1.1\r\nHost: a\r\n\r\n")->head().method;
  };
  EXPECT_EQ(method("GET"), Method::get);
  EXPECT_EQ(method("HEAD"), Method::head);
  EXPECT_EQ(method("POST"), Method::post);
  EXPECT_EQ(method("PUT"), Method::put);
  EXPECT_EQ(method("DELETE"), Method::del);
  EXPECT_EQ(method("OPTIONS"), Method::options);
  EXPECT_EQ(method("TRACE"), Method::other);
  EXPECT_EQ(method("get"), Method::other);
}

TEST(RequestParser, KeepsAliveUnlessToldOtherwise) {
  EXPECT_TRUE(ReadHead("GET / HTTP/1.1\r\nHost: a\r\n\r\n")->keep_alive());
  EXPECT_FALSE(ReadHead("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")->keep_alive());
  EXPECT_FALSE(ReadHead("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n")->keep_alive());
}

TEST(RequestParser, ClosesAfterHttp10WhateverItAsksFor) {
  EXPECT_FALSE(ReadHead("GET / HTTP/1.0\r\nHost: a\r\n\r\n")->keep_alive());
  EXPECT_FALSE(ReadHead("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n")->keep_alive());
}

TEST(RequestParser, InvitesTheBodyOnlyWhenOneIsAnnouncedAndAsked) {
  EXPECT_TRUE(ReadHead("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n")
                  ->expects_continue());
  EXPECT_FALSE(ReadHead("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n")
                   ->expects_continue());
  EXPECT_FALSE(ReadHead("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n")->expects_continue());
  EXPECT_FALSE(ReadHead("POST / HTTP/1.0\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
                   ->expects_continue());
}

TEST(RequestParser, BelievesNoAnnouncedLengthWithItsMemory) {
  RequestParser parser(8192, std::size_t{1} << 40U);
  const std::string wire = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000000\r\n\r\n";
  ASSERT_TRUE(parser.parse_head(wire));
  ASSERT_TRUE(parser.parse_body("x"));
  EXPECT_EQ(parser.body(), "x");
}

TEST(ResponseParser, ReadsAResponseWithLength) {
  ResponseParser parser(false, 1000, 100);
  ASSERT_TRUE(parser.feed("HTTP/1.1 202 Accepted\r\nContent-Length: 5\r\nRetry-AFTER: 7\r\n\r\nhello"));
  EXPECT_TRUE(parser.done());
  EXPECT_TRUE(parser.reusable());
  EXPECT_EQ(parser.status(), 202);
  EXPECT_THAT(parser.take_headers(), ElementsAre(Pair("content-length", "5"), Pair("retry-after", "7")));
  EXPECT_EQ(parser.take_body(), "hello");
}

void feed_byte_by_byte(ResponseParser& parser, std::string_view wire) {
  for (std::size_t i = 0; i < wire.size(); ++i) {
    ASSERT_FALSE(parser.done()) << i;
    ASSERT_TRUE(parser.feed(wire.substr(i, 1))) << i;
  }
  EXPECT_TRUE(parser.done());
  EXPECT_TRUE(parser.reusable());
}

TEST(ResponseParser, ReadsByteByByte) {
  ResponseParser parser(false, 1000, 100);
  feed_byte_by_byte(parser,
                    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                    "2\r\nhi\r\n0\r\nX: y\r\n\r\n");
  EXPECT_EQ(parser.take_body(), "hi");
}

TEST(ResponseParser, ReadsAnEmptyChunkedBodyByteByByte) {
  ResponseParser parser(false, 1000, 100);
  feed_byte_by_byte(parser, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  EXPECT_EQ(parser.take_body(), "");
}

TEST(ResponseParser, KeepsOnlyTheFirstBytesOfABody) {
  ResponseParser parser(false, 1000, 4);
  ASSERT_TRUE(parser.feed("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01"));
  ASSERT_TRUE(parser.feed("23456789"));
  EXPECT_TRUE(parser.done());
  EXPECT_EQ(parser.take_body(), "0123");
}

TEST(ResponseParser, TakesABodyThatEndsWithTheConnection) {
  ResponseParser parser(false, 1000, 100);
  ASSERT_TRUE(parser.feed("HTTP/1.1 200 OK\r\n\r\nhel"));
  ASSERT_TRUE(parser.feed("lo"));
  EXPECT_FALSE(parser.done());
  EXPECT_TRUE(parser.feed_end());
  EXPECT_TRUE(parser.done());
  EXPECT_FALSE(parser.reusable());
  EXPECT_EQ(parser.take_body(), "hello");
}

TEST(ResponseParser, RefusesAResponseThatIsCutShort) {
  for (const std::string wire :
       {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n"}) {
    ResponseParser parser(false, 1000, 100);
    ASSERT_TRUE(parser.feed(wire));
    EXPECT_FALSE(parser.feed_end()) << wire;
  }
}

TEST(ResponseParser, RefusesMoreThanItsLimit) {
  ResponseParser long_body(false, 100, 100);
  EXPECT_FALSE(long_body.feed("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"));
  ResponseParser endless(false, 100, 100);
  EXPECT_TRUE(endless.feed("HTTP/1.1 200 OK\r\n\r\n"));
  EXPECT_FALSE(endless.feed(std::string(100, 'x')));
  ResponseParser long_head(false, 100, 100);
  EXPECT_FALSE(long_head.feed("HTTP/1.1 200 OK\r\nX: " + std::string(100, 'x')));
  ResponseParser interim(false, 100, 100);
  bool taken = true;
  for (int i = 0; i < 10 && taken; ++i)
    taken = interim.feed("HTTP/1.1 102 Wait\r\n\r\n");
  EXPECT_FALSE(taken);
}

TEST(ResponseParser, RefusesWhatIsNoResponse) {
  for (const std::string wire :
       {"SSH-2.0-OpenSSH_9.2\r\n", "HTTP/2.0 200 OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 999 No\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\nX: y\n\n", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nhi"}) {
    ResponseParser parser(false, 1000, 100);
    EXPECT_FALSE(parser.feed(wire)) << wire;
  }
}

TEST(ResponseParser, ReusesNoConnectionThatSaysCloseOrSaysTooMuch) {
  ResponseParser closing(false, 1000, 100);
  ASSERT_TRUE(closing.feed("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_TRUE(closing.done());
  EXPECT_FALSE(closing.reusable());
  ResponseParser talkative(false, 1000, 100);
  ASSERT_TRUE(talkative.feed("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n"));
  EXPECT_TRUE(talkative.done());
  EXPECT_FALSE(talkative.reusable());
  ResponseParser old(false, 1000, 100);
  ASSERT_TRUE(old.feed("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_FALSE(old.reusable());
}

TEST(ResponseParser, ExpectsNoBodyAfterHead) {
  ResponseParser parser(true, 1000, 100);
  ASSERT_TRUE(parser.feed("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n"));
  EXPECT_TRUE(parser.done());
  EXPECT_TRUE(parser.reusable());
}

TEST(SerialiseResponse, WritesTheWholeMessage) {
  const auto bytes = serialise_response(json_response(200, "{}"), {.date = "Mon, 23 Nov 2026 10:02:11 GMT"});
  EXPECT_EQ(bytes,
            "HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 10:02:11 GMT\r\nContent-Type: application/json\r\n"
            "Content-Length: 2\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n\r\n{}");
}

TEST(SerialiseResponse, SaysCloseWhenTheConnectionEnds) {
  EXPECT_THAT(*serialise_response(problem(400, "no"), {.keep_alive = false}),
              HasSubstr("\r\nConnection: close\r\n"));
}

TEST(SerialiseResponse, AnswersHeadWithTheLengthButNotTheBody) {
  const auto bytes = *serialise_response(json_response(200, "{\"a\":1}"), {.to_head_request = true});
  EXPECT_THAT(bytes, HasSubstr("\r\nContent-Length: 7\r\n"));
  EXPECT_THAT(bytes, ::testing::EndsWith("\r\n\r\n"));
}

TEST(SerialiseResponse, GivesNoContentNoLength) {
  const auto bytes = *serialise_response(Response{.status = 204}, {});
  EXPECT_THAT(bytes, StartsWith("HTTP/1.1 204 No Content\r\n"));
  EXPECT_THAT(bytes, Not(HasSubstr("Content-Length")));
  EXPECT_THAT(bytes, Not(HasSubstr("Content-Type:")));
}

TEST(SerialiseResponse, LetsAResponseChooseItsCaching) {
  const auto bytes = *serialise_response(Response{.headers = {{"Cache-Control", "max-age=60"}}}, {});
  EXPECT_THAT(bytes, HasSubstr("Cache-Control: max-age=60\r\n"));
  EXPECT_THAT(bytes, Not(HasSubstr("no-store")));
}

TEST(SerialiseResponse, SendsEveryCookie) {
  const auto bytes =
      *serialise_response(Response{.headers = {{"Set-Cookie", "a=b"}, {"Set-Cookie", "c=d"}}}, {});
  EXPECT_THAT(bytes, HasSubstr("Set-Cookie: a=b\r\n"));
  EXPECT_THAT(bytes, HasSubstr("Set-Cookie: c=d\r\n"));
}

TEST(SerialiseResponse, RefusesHeadersThatWouldWriteOthers) {
  const auto with = [](std::string name, std::string value) {
    return serialise_response(Response{.headers = {{std::move(name), std::move(value)}}}, {});
  };
  EXPECT_TRUE(with("X", "fine, thank you"));
  EXPECT_FALSE(with("X", "a\r\nSet-Cookie: b"));
  EXPECT_FALSE(with("X", "a\nb"));
  EXPECT_FALSE(with("X", std::string("a\0b", 3)));
  EXPECT_FALSE(with("X", " padded"));
  EXPECT_FALSE(with("X", "\xe5\xb1\xb1"));
  EXPECT_FALSE(with("X: Y", "a"));
  EXPECT_FALSE(with("", "a"));
  EXPECT_FALSE(with("Content-Length", "7"));
  EXPECT_FALSE(with("transfer-encoding", "chunked"));
  EXPECT_FALSE(serialise_response(Response{.content_type = "a/b\r\nX: y"}, {}));
}

TEST(SerialiseRequest, WritesTheWholeMessage) {
  const std::vector<std::pair<std::string, std::string>> headers{{"webhook-id", "cb_1"}};
  const auto bytes = serialise_request({.method = Method::post,
                                        .host = "shop.example",
                                        .target = "/cb?x=1",
                                        .content_type = "application/json",
                                        .headers = headers,
                                        .body = "{}"});
  EXPECT_EQ(
      bytes,
      "POST /cb?x=1 HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: sekisho\r\nAccept-Encoding: identity\r\n"
      "Content-Type: application/json\r\nContent-Length: 2\r\nwebhook-id: cb_1\r\n\r\n{}");
}

TEST(SerialiseRequest, RefusesTargetsAndHostsThatWouldWriteHeaders) {
  const OutgoingRequest good{.host = "a", .target = "/", .content_type = {}, .headers = {}, .body = {}};
  ASSERT_TRUE(serialise_request(good));
  OutgoingRequest bad = good;
  bad.target = "/ HTTP/1.1\r\nX: y";
  EXPECT_FALSE(serialise_request(bad));
  bad.target = "a";
  EXPECT_FALSE(serialise_request(bad));
  bad = good;
  bad.host = "a\r\nX: y";
  EXPECT_FALSE(serialise_request(bad));
  bad.host = "";
  EXPECT_FALSE(serialise_request(bad));
}

}  // namespace
}  // namespace sekisho::gateway
