#include "admin/routes.h"

#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sekisho::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(RouteMatch, TakesPlaceholdersForOneSegmentEach) {
  EXPECT_THAT(match("/v1/orders/{}", "/v1/orders/ord_1").value(), ElementsAre("ord_1"));
  EXPECT_THAT(match("/v1/merchants/{}/lists/{}/entries/{}", "/v1/merchants/a/lists/deny/entries/e").value(),
              ElementsAre("a", "deny", "e"));
  EXPECT_THAT(match("/v1/orders", "/v1/orders").value(), IsEmpty());
}

TEST(RouteMatch, TakesNothingElse) {
  for (const std::string_view path :
       {"", "/", "/v1", "/v1/orders", "/v1/orders/", "/v1/orders//", "/v1/orders/a/b", "/v1/orders/a/",
        "v1/orders/a", "/v1//orders/a", "/V1/orders/a", "//v1/orders/a", "/v1/ordersx/a"}) {
    EXPECT_FALSE(match("/v1/orders/{}", path)) << path;
  }
}

TEST(RouteMatch, DecodesNothing) {
  EXPECT_THAT(match("/v1/orders/{}", "/v1/orders/a%2Fb").value(), ElementsAre("a%2Fb"));
}

TEST(Routes, AreEachThereOnce) {
  std::set<std::pair<Method, std::string_view>> seen;
  for (const auto& route : admin_routes()) {
    EXPECT_TRUE(seen.insert({route.method, route.pattern}).second) << route.pattern;
    EXPECT_NE(route.handler, nullptr);
    EXPECT_TRUE(route.pattern.starts_with("/v1/")) << route.pattern;
  }
}

/// `GET /v1/orders/{}` for each call of the OpenAPI file.
std::set<std::string> described() {
  const std::set<std::string> methods{"get", "post", "put", "patch", "delete"};
  std::set<std::string> calls;
  const auto document = nlohmann::json::parse(std::ifstream{SEKISHO_TEST_DATA "/../../docs/openapi.json"});
  for (const auto& [path, item] : document.at("paths").items()) {
    std::string pattern;
    for (const char c : path) {
      if (c == '}' || pattern.empty() || pattern.back() != '{') pattern += c;
    }
    for (const auto& [method, operation] : item.items()) {
      std::string name = method;
      for (char& c : name)
        c = static_cast<char>(c - 'a' + 'A');
      if (methods.contains(method)) calls.insert(name + " " + pattern);
    }
  }
  return calls;
}

TEST(Routes, AreTheCallsOfTheOpenApiFile) {
  std::set<std::string> calls{"POST /v1/hooks/{}", "GET /healthz", "GET /readyz",
                              "GET /metrics"};  // other listeners'
  for (const auto& route : admin_routes()) {
    calls.insert(std::string{to_string(route.method)} + " " + std::string{route.pattern});
  }
  EXPECT_EQ(described(), calls);
}

}  // namespace
}  // namespace sekisho::gateway
