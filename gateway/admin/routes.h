#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "admin/admin_api.h"
#include "http/message.h"

namespace sekisho::gateway {

using AdminHandler = boost::asio::awaitable<Response> (*)(AdminApi&, const AdminCall&);

/// One call of the API. `{}` in the pattern stands for one path segment.
struct Route {
  Method method;
  std::string_view pattern;
  Role role;
  AdminHandler handler;
};

/// Every route there is: what has no row does not exist.
[[nodiscard]] std::span<const Route> admin_routes();

/// What the placeholders of a pattern stand for in a path; nothing when it does not match.
[[nodiscard]] std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path);

}  // namespace sekisho::gateway
