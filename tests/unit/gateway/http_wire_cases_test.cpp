#include <algorithm>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/http_parser.h"

/// What comes over the wire, and what the edge makes of it. Each case is read whole and byte by byte: where
/// the network cuts a request must not matter.
namespace sekisho::gateway {
namespace {

using std::string_literals::operator""s;

constexpr int accepted = 200;
constexpr int incomplete = 0;
constexpr std::size_t header_bytes = 8192;
constexpr std::size_t body_bytes = 4096;

struct WireCase {
  std::string name;
  std::string bytes;
  int status = accepted;
  std::string body = {};  ///< when accepted
};

void PrintTo(const WireCase& wire, std::ostream* out) {
  *out << wire.name;
}

struct Outcome {
  int status = incomplete;
  std::string body;
  std::string rest;
};

/// The server's way with a parser, without its sockets: at most `piece` bytes arrive at a time.
Outcome read(std::string_view wire, std::size_t piece) {
  RequestParser parser(header_bytes, body_bytes);
  std::optional<std::size_t> head;
  std::size_t begin = 0;
  for (std::size_t arrived = std::min(piece, wire.size());;
       arrived = std::min(arrived + piece, wire.size())) {
    if (!head) {
      const auto size = parser.parse_head(wire.substr(0, arrived));
      if (!size) return {size.error().status, {}, {}};
      head = *size;
      begin = head.value_or(0);
    }
    if (head) {
      const auto taken = parser.parse_body(wire.substr(begin, arrived - begin));
      if (!taken) return {taken.error().status, {}, {}};
      begin += *taken;
      if (parser.done()) return {accepted, std::string(parser.body()), std::string(wire.substr(begin))};
    }
    if (arrived == wire.size()) return {};
  }
}

std::string get(const std::string& more) {
  return "GET / HTTP/1.1\r\nHost: a.example\r\n" + more + "\r\n";
}

std::string post(const std::string& more, const std::string& body) {
  return "POST /v1/hooks/h HTTP/1.1\r\nHost: a.example\r\n" + more + "\r\n" + body;
}

std::string chunked(const std::string& body) {
  return post("Transfer-Encoding: chunked\r\n", body);
}

std::string fields(std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i)
    all += "X-" + std::to_string(i) + ": y\r\n";
  return all;
}

class Wire : public ::testing::TestWithParam<WireCase> {};

TEST_P(Wire, IsJudgedTheSameWholeAndByteByByte) {
  const WireCase& wire = GetParam();
  const Outcome whole = read(wire.bytes, wire.bytes.size());
  const Outcome dripping = read(wire.bytes, 1);
  EXPECT_EQ(whole.status, wire.status);
  EXPECT_EQ(dripping.status, wire.status);
  if (wire.status != accepted) return;
  EXPECT_EQ(whole.body, wire.body);
  EXPECT_EQ(dripping.body, wire.body);
  EXPECT_EQ(whole.rest, "");
}

std::string name_of(const ::testing::TestParamInfo<WireCase>& info) {
  return info.param.name;
}

// clang-format off
const std::vector<WireCase> sound{
    {"Get", get("")},
    {"PostWithLength", post("Content-Length: 5\r\n", "hello"), accepted, "hello"},
    {"PostWithLengthZero", post("Content-Length: 0\r\n", "")},
    {"PostWithoutLength", post("", "")},
    {"LengthWithLeadingZeros", post("Content-Length: 0005\r\n", "hello"), accepted, "hello"},
    {"GetWithBody", get("Content-Length: 2\r\n") + "hi", accepted, "hi"},
    {"Chunked", chunked("5\r\nhello\r\n0\r\n\r\n"), accepted, "hello"},
    {"ChunkedInPieces", chunked("2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"), accepted, "hello"},
    {"ChunkedByOnes", chunked("1\r\nh\r\n1\r\ni\r\n0\r\n\r\n"), accepted, "hi"},
    {"ChunkedUpperHex", chunked("A\r\n0123456789\r\n0\r\n\r\n"), accepted, "0123456789"},
    {"ChunkedLowerHex", chunked("a\r\n0123456789\r\n0\r\n\r\n"), accepted, "0123456789"},
    {"ChunkedLeadingZeros", chunked("0002\r\nhi\r\n000\r\n\r\n"), accepted, "hi"},
    {"ChunkedEmpty", chunked("0\r\n\r\n")},
    {"ChunkExtension", chunked("2;a=b\r\nhi\r\n0;c=\"d\"\r\n\r\n"), accepted, "hi"},
    {"ChunkedSpelledUpper", post("Transfer-Encoding: CHUNKED\r\n", "2\r\nhi\r\n0\r\n\r\n"), accepted, "hi"},
    {"FieldNameLower", "GET / HTTP/1.1\r\nhost: a\r\n\r\n"},
    {"NoSpaceAfterColon", "GET / HTTP/1.1\r\nHost:a\r\n\r\n"},
    {"TabAroundValue", "GET / HTTP/1.1\r\nHost:\t a \t\r\n\r\n"},
    {"TabWithinValue", get("X: a\tb\r\n")},
    {"EmptyValue", get("X:\r\n")},
    {"ObsTextInValue", get("X: \xe5\xb1\xb1\r\n")},
    {"HostWithPort", "GET / HTTP/1.1\r\nHost: a.example:8443\r\n\r\n"},
    {"HostIpv4", "GET / HTTP/1.1\r\nHost: 127.0.0.1:80\r\n\r\n"},
    {"HostIpv6", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n"},
    {"Http10", "GET / HTTP/1.0\r\nHost: a\r\n\r\n"},
    {"Http10WithoutHost", "GET / HTTP/1.0\r\n\r\n"},
    {"Http10WithBody", "POST / HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi", accepted, "hi"},
    {"OneEmptyLineBefore", "\r\n" + get("")},
    {"UnknownMethod", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"Trace", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"Query", "GET /v1/orders?q=%E5%B1%B1&limit=1 HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"UpgradeIsIgnored", get("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n")},
    {"ExpectContinue", post("Expect: 100-continue\r\nContent-Length: 2\r\n", "hi"), accepted, "hi"},
    {"DoubledSignatureIsTheVerifiers", get("webhook-signature: v1,a\r\nwebhook-signature: v1,b\r\n")},
    {"DoubledCookieIsAList", get("Cookie: a=b\r\nCookie: c=d\r\n")},
    {"HundredFields", get(fields(99))},
    {"HeaderOfExactlyTheLimit", get("X: " + std::string(header_bytes - get("X: \r\n").size(), 'x') + "\r\n")},
    {"BodyOfExactlyTheLimit", post("Content-Length: 4096\r\n", std::string(4096, 'b')), accepted, std::string(4096, 'b')},
};

const std::vector<WireCase> smuggling{
    {"LengthThenChunked", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
    {"ChunkedThenLength", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400},
    {"CodingIdentity", post("Transfer-Encoding: identity\r\n", ""), 400},
    {"CodingXchunked", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 400},
    {"CodingGzip", post("Transfer-Encoding: gzip\r\n", ""), 400},
    {"CodingCow", post("Transfer-Encoding: cow\r\n", ""), 400},
    {"CodingChunkedGzip", post("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n"), 400},
    {"CodingGzipChunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 400},
    {"CodingChunkedTwiceInOne", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), 400},
    {"CodingChunkedTwice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
    {"CodingChunkedThenIdentity", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"), 400},
    {"CodingEmpty", post("Transfer-Encoding:\r\n", ""), 400},
    {"CodingQuoted", post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), 400},
    {"CodingWithParameter", post("Transfer-Encoding: chunked;q=1\r\n", "0\r\n\r\n"), 400},
    {"CodingWithComma", post("Transfer-Encoding: chunked,\r\n", "0\r\n\r\n"), 400},
    {"CodingWithVerticalTab", post("Transfer-Encoding: \vchunked\r\n", "0\r\n\r\n"), 400},
    {"CodingSpaceBeforeColon", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), 400},
    {"CodingFolded", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"), 400},
    {"CodingInHttp10", "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
    {"CodingIdentityWithLength", post("Transfer-Encoding: identity\r\nContent-Length: 2\r\n", "hi"), 400},
    {"LengthTwiceEqual", post("Content-Length: 2\r\nContent-Length: 2\r\n", "hi"), 400},
    {"LengthTwiceDifferent", post("Content-Length: 2\r\nContent-Length: 3\r\n", "hi"), 400},
    {"LengthList", post("Content-Length: 2, 2\r\n", "hi"), 400},
    {"LengthNegative", post("Content-Length: -2\r\n", "hi"), 400},
    {"LengthPlus", post("Content-Length: +2\r\n", "hi"), 400},
    {"LengthHex", post("Content-Length: 0x2\r\n", "hi"), 400},
    {"LengthFraction", post("Content-Length: 2.0\r\n", "hi"), 400},
    {"LengthExponent", post("Content-Length: 1e1\r\n", "hi"), 400},
    {"LengthWithSpaceWithin", post("Content-Length: 1 2\r\n", "hi"), 400},
    {"LengthEmpty", post("Content-Length:\r\n", ""), 400},
    {"LengthUnderscored", post("Content-Length: 1_0\r\n", "hi"), 400},
    {"LengthOverlong", post("Content-Length: 18446744073709551618\r\n", "hi"), 400},
    {"LengthOverlongZeros", post("Content-Length: 00000000000000000000000002\r\n", "hi"), 400},
    {"LengthSpaceBeforeColon", post("Content-Length : 2\r\n", "hi"), 400},
    {"LengthTabBeforeColon", post("Content-Length\t: 2\r\n", "hi"), 400},
    {"LengthFolded", post("Content-Length:\r\n\t2\r\n", "hi"), 400},
    {"ChunkSizeNegative", chunked("-1\r\nh\r\n0\r\n\r\n"), 400},
    {"ChunkSizePlus", chunked("+1\r\nh\r\n0\r\n\r\n"), 400},
    {"ChunkSizePrefixed", chunked("0x2\r\nhi\r\n0\r\n\r\n"), 400},
    {"ChunkSizeNoHex", chunked("g\r\nhi\r\n0\r\n\r\n"), 400},
    {"ChunkSizeHexThenNone", chunked("2g\r\nhi\r\n0\r\n\r\n"), 400},
    {"ChunkSizeEmpty", chunked("\r\nhi\r\n0\r\n\r\n"), 400},
    {"ChunkSizeSpaceBefore", chunked(" 2\r\nhi\r\n0\r\n\r\n"), 400},
    {"ChunkSizeSpaceAfter", chunked("2 \r\nhi\r\n0\r\n\r\n"), 400},
    {"ChunkSizeOverflow", chunked("10000000000000002\r\nhi\r\n0\r\n\r\n"), 400},
    {"ChunkSizeEndsInLf", chunked("2\nhi\r\n0\r\n\r\n"), 400},
    {"ChunkSizeEndsInCr", chunked("2\rhi\r\n0\r\n\r\n"), 400},
    {"ChunkShorterThanItSays", chunked("3\r\nhi\r\n0\r\n\r\n"), 400},
    {"ChunkLongerThanItSays", chunked("1\r\nhi\r\n0\r\n\r\n"), 400},
    {"ChunkEndsInLf", chunked("2\r\nhi\n0\r\n\r\n"), 400},
    {"ChunkExtensionWithLf", chunked("2;a=\"\n\"\r\nhi\r\n0\r\n\r\n"), 400},
    {"ChunkExtensionWithNul", chunked("2;a=\"\0\"\r\nhi\r\n0\r\n\r\n"s), 400},
    {"ChunkExtensionWithoutName", chunked("2;\r\nhi\r\n0\r\n\r\n"), 400},
    {"ChunkExtensionFlood", chunked("2;a=" + std::string(5000, 'x') + "\r\nhi\r\n0\r\n\r\n"), 400},
    {"ChunkPaddedWithZeros", chunked(std::string(5000, '0') + "2\r\nhi\r\n0\r\n\r\n"), 400},
    {"Trailer", chunked("2\r\nhi\r\n0\r\nX: y\r\n\r\n"), 400},
    {"TrailerThatIsASignature", chunked("2\r\nhi\r\n0\r\nwebhook-signature: v1,a\r\n\r\n"), 400},
    {"TrailerContentLength", chunked("2\r\nhi\r\n0\r\nContent-Length: 9\r\n\r\n"), 400},
};

const std::vector<WireCase> malformed{
    {"HostMissing", "GET / HTTP/1.1\r\nX: y\r\n\r\n", 400},
    {"NoFieldsAtAll", "GET / HTTP/1.1\r\n\r\n", 400},
    {"HostTwice", get("Host: b.example\r\n"), 400},
    {"HostTwiceEqual", get("Host: a.example\r\n"), 400},
    {"HostTwiceInHttp10", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", 400},
    {"HostEmpty", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
    {"HostList", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
    {"HostWithSpace", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
    {"HostWithUser", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400},
    {"HostWithPath", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
    {"HostWithScheme", "GET / HTTP/1.1\r\nHost: http://a\r\n\r\n", 400},
    {"HostPortNoNumber", "GET / HTTP/1.1\r\nHost: a:http\r\n\r\n", 400},
    {"HostPortTooLarge", "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n", 400},
    {"HostPortEmpty", "GET / HTTP/1.1\r\nHost: a:\r\n\r\n", 400},
    {"HostBracketOpen", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400},
    {"HostNotAscii", "GET / HTTP/1.1\r\nHost: \xe5\xb1\xb1\r\n\r\n", 400},
    {"Folded", get("X: a\r\n b\r\n"), 400},
    {"FoldedByTab", get("X: a\r\n\tb\r\n"), 400},
    {"SpaceBeforeFirstField", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
    {"NulInValue", get("X: a\0b\r\n"s), 400},
    {"NulInName", get("X\0: b\r\n"s), 400},
    {"NulInTarget", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"s, 400},
    {"DelInValue", get("X: a\x7f\r\n"), 400},
    {"EscapeInValue", get("X: \x1b[2J\r\n"), 400},
    {"BareLfInRequestLine", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400},
    {"BareLfAfterField", "GET / HTTP/1.1\r\nHost: a\n\r\n", 400},
    {"BareLfEverywhere", "GET / HTTP/1.1\nHost: a\n\n", 400},
    {"BareCrInValue", get("X: a\rb\r\n"), 400},
    {"BareCrEverywhere", "GET / HTTP/1.1\rHost: a\r\r", 400},
    {"CrCrLf", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", 400},
    {"LfInPlaceOfTheEmptyLine", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400},
    {"SpaceBeforeColon", get("X : y\r\n"), 400},
    {"SpaceInName", get("X Y: z\r\n"), 400},
    {"NameEmpty", get(": y\r\n"), 400},
    {"NameQuoted", get("\"X\": y\r\n"), 400},
    {"NameNotAscii", get("\xc3\x84: y\r\n"), 400},
    {"NoColon", get("hello\r\n"), 400},
    {"TwoSpacesInRequestLine", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"SpaceInTarget", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"SpaceAtTheEndOfRequestLine", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400},
    {"SpaceBeforeMethod", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"TabInRequestLine", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"TwoEmptyLinesBefore", "\r\n\r\n" + get(""), 400},
    {"MethodNotAToken", "G@T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"TargetEmpty", "GET HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"TargetAbsolute", "GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n", 400},
    {"TargetAuthority", "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n", 400},
    {"TargetAsterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"TargetRelative", "GET v1/orders HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"TargetFragment", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"TargetNotAscii", "GET /\xe5\xb1\xb1 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"Http09", "GET /\r\n", 400},
    {"Http09Spaced", "GET / \r\n\r\n", 400},
    {"VersionLower", "GET / http/1.1\r\nHost: a\r\n\r\n", 400},
    {"VersionTwoDigits", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400},
    {"VersionWithoutMinor", "GET / HTTP/1\r\nHost: a\r\n\r\n", 400},
    {"VersionOther", "GET / HTTQ/1.1\r\nHost: a\r\n\r\n", 400},
    {"Version12", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505},
    {"Version20", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
    {"Version09", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", 505},
    {"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
    {"TlsHello", "\x16\x03\x01\x02\x00\x01\x00"s, 400},
    {"ContentTypeTwice", get("Content-Type: a/b\r\nContent-Type: a/b\r\n"), 400},
    {"AuthorizationTwice", get("Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"), 400},
    {"IdempotencyKeyTwice", get("Idempotency-Key: a\r\nIDEMPOTENCY-KEY: a\r\n"), 400},
    {"IfMatchTwice", get("If-Match: \"1\"\r\nIf-Match: \"2\"\r\n"), 400},
    {"ExpectTwice", post("Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 2\r\n", "hi"), 400},
    {"ConnectionNotAList", get("Connection: \"close\r\n"), 400},
    {"ExpectSomethingElse", post("Expect: 200-ok\r\nContent-Length: 2\r\n", "hi"), 417},
};

const std::vector<WireCase> too_much{
    {"HeaderTooLong", get("X: " + std::string(header_bytes - get("X: \r\n").size() + 1, 'x') + "\r\n"), 431},
    {"HeaderWithoutEnd", get("X: " + std::string(20000, 'x')), 431},
    {"ManyFields", get(fields(100)), 431},
    {"EndlessFields", "GET / HTTP/1.1\r\n" + fields(5000), 431},
    {"TargetTooLong", "GET /" + std::string(5000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", 414},
    {"TargetWithoutEnd", "GET /" + std::string(20000, 'a'), 414},
    {"MethodWithoutEnd", std::string(20000, 'G'), 414},
    {"BodyTooLong", post("Content-Length: 4097\r\n", ""), 413},
    {"BodyMuchTooLong", post("Content-Length: 9223372036854775807\r\n", ""), 413},
    {"ChunkTooLong", chunked("1001\r\n"), 413},
    {"ChunkMuchTooLong", chunked("fffffffffffffff0\r\n"), 413},
    {"ChunksTooLong", chunked("1000\r\n" + std::string(4096, 'b') + "\r\n1\r\nb\r\n0\r\n\r\n"), 413},
};

const std::vector<WireCase> unfinished{
    {"Nothing", "", incomplete},
    {"HalfARequestLine", "GET / HT", incomplete},
    {"NoEmptyLine", "GET / HTTP/1.1\r\nHost: a\r\n", incomplete},
    {"HalfAnEmptyLine", "GET / HTTP/1.1\r\nHost: a\r\n\r", incomplete},
    {"ShortBody", post("Content-Length: 5\r\n", "hell"), incomplete},
    {"ShortChunk", chunked("5\r\nhell"), incomplete},
    {"NoLastChunk", chunked("5\r\nhello\r\n"), incomplete},
    {"NoEndOfLastChunk", chunked("5\r\nhello\r\n0\r\n"), incomplete},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Sound, Wire, ::testing::ValuesIn(sound), name_of);
INSTANTIATE_TEST_SUITE_P(Smuggling, Wire, ::testing::ValuesIn(smuggling), name_of);
INSTANTIATE_TEST_SUITE_P(Malformed, Wire, ::testing::ValuesIn(malformed), name_of);
INSTANTIATE_TEST_SUITE_P(TooMuch, Wire, ::testing::ValuesIn(too_much), name_of);
INSTANTIATE_TEST_SUITE_P(Unfinished, Wire, ::testing::ValuesIn(unfinished), name_of);

TEST(WireRest, LeavesTheNextRequestUntouched) {
  const std::string next = get("X: next\r\n");
  EXPECT_EQ(read(post("Content-Length: 2\r\n", "hi") + next, 10000).rest, next);
  EXPECT_EQ(read(chunked("2\r\nhi\r\n0\r\n\r\n") + next, 10000).rest, next);
  EXPECT_EQ(read(get("") + next, 10000).rest, next);
}

TEST(WireRest, NeverTakesBodyBytesThatWereNotAnnounced) {
  EXPECT_EQ(read(get("") + "smuggled", 10000).rest, "smuggled");
  EXPECT_EQ(read(post("Content-Length: 2\r\n", "hi there"), 10000).rest, " there");
}

}  // namespace
}  // namespace sekisho::gateway
