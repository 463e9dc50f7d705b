#include "admin/routes.h"

#include <array>

#include "admin/handlers.h"

namespace sekisho::gateway {
namespace {

using namespace admin;
using enum Method;
using enum Role;

constexpr std::array routes{
    Route{post, "/v1/merchants", operator_, create_merchant},
    Route{get, "/v1/merchants", operator_, list_merchants},
    Route{get, "/v1/merchants/{}", operator_, get_merchant},

    Route{post, "/v1/merchants/{}/hooks", operator_, create_hook},
    Route{get, "/v1/merchants/{}/hooks", operator_, list_hooks},
    Route{get, "/v1/hooks/{}", operator_, get_hook},
    Route{patch, "/v1/hooks/{}", operator_, patch_hook},
    Route{del, "/v1/hooks/{}", operator_, delete_hook},
    Route{post, "/v1/hooks/{}/test", operator_, test_hook},
    Route{get, "/v1/hooks/{}/secrets", operator_, list_signing_secrets},
    Route{post, "/v1/hooks/{}/secrets", operator_, add_signing_secret},
    Route{del, "/v1/hooks/{}/secrets/{}", operator_, delete_signing_secret},
    Route{get, "/v1/hooks/{}/callback_secrets", operator_, list_callback_secrets},
    Route{post, "/v1/hooks/{}/callback_secrets", operator_, add_callback_secret},
    Route{del, "/v1/hooks/{}/callback_secrets/{}", operator_, delete_callback_secret},

    Route{get, "/v1/merchants/{}/policy", operator_, get_policy},
    Route{put, "/v1/merchants/{}/policy", operator_, put_policy},
    Route{get, "/v1/merchants/{}/policy/versions", operator_, list_policy_versions},
    Route{post, "/v1/merchants/{}/policy/versions/{}/activate", operator_, activate_policy},

    Route{get, "/v1/merchants/{}/lists/{}/entries", operator_, list_entries},
    Route{post, "/v1/merchants/{}/lists/{}/entries", operator_, add_entry},
    Route{del, "/v1/merchants/{}/lists/{}/entries/{}", operator_, delete_entry},

    Route{get, "/v1/orders", operator_, list_orders},
    Route{get, "/v1/orders/{}", operator_, get_order},
    Route{post, "/v1/orders/{}/decision", operator_, decide_order},
    Route{post, "/v1/orders/{}/outcome", operator_, set_outcome},

    Route{get, "/v1/callbacks", operator_, list_callbacks},
    Route{post, "/v1/callbacks/retry", operator_, retry_callbacks},
    Route{get, "/v1/callbacks/{}", operator_, get_callback},
    Route{post, "/v1/callbacks/{}/retry", operator_, retry_callback},

    Route{get, "/v1/signals", operator_, list_signals},
    Route{get, "/v1/openapi.json", operator_, get_openapi},
};

/// Takes the text up to the next `/` off the front.
std::string_view next_segment(std::string_view& text) {
  const auto end = text.find('/');
  const auto segment = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  return segment;
}

}  // namespace

std::span<const Route> admin_routes() {
  return routes;
}

std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
  std::vector<std::string> arguments;
  if (path.ends_with('/')) return std::nullopt;
  while (!pattern.empty() || !path.empty()) {
    if (pattern.empty() || path.empty()) return std::nullopt;
    const auto wanted = next_segment(pattern);
    const auto segment = next_segment(path);
    if (wanted == "{}" && !segment.empty()) {
      arguments.emplace_back(segment);
    } else if (wanted != segment) {
      return std::nullopt;
    }
  }
  return arguments;
}

}  // namespace sekisho::gateway
