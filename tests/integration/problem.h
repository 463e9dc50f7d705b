#pragma once

#include <set>
#include <string>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "support/http_connection.h"

namespace sekisho::integration {

/// An RFC 9457 problem of that status, with the members that the contract names.
MATCHER_P(IsProblem, status, "a problem with status " + std::to_string(status)) {
  *result_listener << arg.status << ' ' << arg.body;
  if (arg.status != status || arg.header("content-type") != "application/problem+json") return false;
  const auto body = nlohmann::json::parse(arg.body, nullptr, false);
  return body.is_object() && body.value("status", 0) == status && body.value("type", "") != "" &&
         body.value("title", "") != "" && body.value("detail", "") != "";
}

/// Where a problem's faults are.
inline std::set<std::string> pointers_of(const testing::HttpAnswer& answer) {
  std::set<std::string> pointers;
  const auto body = answer.json();
  if (!body.contains("errors")) return pointers;
  for (const auto& error : body.at("errors")) {
    pointers.insert(error.at("pointer").get<std::string>());
    EXPECT_THAT(error.at("detail").get<std::string>(), ::testing::Not(::testing::IsEmpty()));
  }
  return pointers;
}

}  // namespace sekisho::integration
