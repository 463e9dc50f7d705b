#include "http/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sekisho::gateway {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

Request with_query(std::string_view query) {
  Request request;
  request.query = query;
  return request;
}

TEST(Request, FindsHeadersWhateverTheirCase) {
  Request request;
  request.headers = {{"Webhook-ID", "a"}, {"X", "b"}, {"webhook-id", "c"}};
  EXPECT_THAT(request.all("WEBHOOK-id"), ElementsAre("a", "c"));
  EXPECT_THAT(request.all("webhook"), IsEmpty());
}

TEST(Request, TellsASingleHeaderFromADoubledOne) {
  Request request;
  request.headers = {{"a", "1"}, {"b", "2"}, {"B", "2"}};
  EXPECT_EQ(request.only("A"), "1");
  EXPECT_EQ(request.only("b"), std::nullopt);
  EXPECT_EQ(request.only("c"), std::nullopt);
}

TEST(Request, DecodesParameters) {
  EXPECT_EQ(with_query("q=%E5%B1%B1&limit=5").parameter("q"), "山");
  EXPECT_EQ(with_query("q=%E5%B1%B1&limit=5").parameter("limit"), "5");
  EXPECT_EQ(with_query("q=a+b%2Bc").parameter("q"), "a b+c");
  EXPECT_EQ(with_query("%71=x").parameter("q"), "x");
}

TEST(Request, TakesTheFirstOfSeveralParameters) {
  EXPECT_EQ(with_query("a=1&a=2").parameter("a"), "1");
}

TEST(Request, TellsAnEmptyParameterFromAnAbsentOne) {
  EXPECT_EQ(with_query("a=&b").parameter("a"), "");
  EXPECT_EQ(with_query("a=&b").parameter("b"), "");
  EXPECT_EQ(with_query("a=&b").parameter("c"), std::nullopt);
  EXPECT_EQ(with_query("").parameter("a"), std::nullopt);
}

TEST(Request, KeepsAPercentSignThatBeginsNoEscape) {
  EXPECT_EQ(with_query("a=100%&b=%zz&c=%4").parameter("a"), "100%");
  EXPECT_EQ(with_query("a=100%&b=%zz&c=%4").parameter("b"), "%zz");
  EXPECT_EQ(with_query("a=100%&b=%zz&c=%4").parameter("c"), "%4");
}

TEST(Request, KeepsEqualSignsWithinAValue) {
  EXPECT_EQ(with_query("cursor=abc==").parameter("cursor"), "abc==");
}

TEST(Problem, IsProblemJson) {
  const Response response = problem(404, "no such order");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.body,
            R"({"type":"about:blank","title":"Not Found","status":404,"detail":"no such order"})");
}

TEST(Problem, PointsToEachFault) {
  const Response response = problem({ErrorKind::invalid, "two faults", {{"/a", "x"}, {"/b/0", "\"y\""}}});
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.body,
            R"({"type":"about:blank","title":"Unprocessable Content","status":422,"detail":"two faults",)"
            R"("errors":[{"pointer":"/a","detail":"x"},{"pointer":"/b/0","detail":"\"y\""}]})");
}

TEST(Problem, SaysWhenToComeBack) {
  EXPECT_THAT(problem({ErrorKind::overloaded, "later"}).headers, Contains(Pair("Retry-After", "1")));
  EXPECT_THAT(problem({ErrorKind::unavailable, "later"}).headers, Contains(Pair("Retry-After", "1")));
  EXPECT_THAT(problem({ErrorKind::conflict, "no"}).headers, IsEmpty());
}

TEST(Problem, HasAStatusForEachKindOfError) {
  EXPECT_EQ(status_of(ErrorKind::malformed), 400);
  EXPECT_EQ(status_of(ErrorKind::unauthorized), 401);
  EXPECT_EQ(status_of(ErrorKind::forbidden), 403);
  EXPECT_EQ(status_of(ErrorKind::not_found), 404);
  EXPECT_EQ(status_of(ErrorKind::conflict), 409);
  EXPECT_EQ(status_of(ErrorKind::stale), 412);
  EXPECT_EQ(status_of(ErrorKind::invalid), 422);
  EXPECT_EQ(status_of(ErrorKind::overloaded), 429);
  EXPECT_EQ(status_of(ErrorKind::unavailable), 503);
}

}  // namespace
}  // namespace sekisho::gateway
