#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.h"

namespace sekisho::testing {

/// A request that owns its text: handlers see it as they would see one in a connection's buffer.
struct PostedRequest {
  gateway::Method method = gateway::Method::post;
  std::string target;  ///< path, and query behind a `?`
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  std::string peer = "203.0.113.9";

  /// Views of this object: it has to live as long.
  [[nodiscard]] gateway::Request view() const {
    gateway::Request request;
    const std::string_view text = target;
    const auto path_end = std::min(text.find('?'), text.size());
    request.method = method;
    request.path = text.substr(0, path_end);
    request.query = text.substr(std::min(path_end + 1, text.size()));
    for (const auto& [name, value] : headers)
      request.headers.push_back({name, value});
    request.body = body;
    request.peer = peer;
    request.request_id = "req_test";
    return request;
  }
};

}  // namespace sekisho::testing
