#include "support/vendor.h"

#include <chrono>
#include <span>
#include <utility>

#include <adapters/standard_webhooks.h>

namespace sekisho::testing {

Vendor::Vendor(Endpoint endpoint, const HookAccess& hook)
    : session_(std::move(endpoint)),
      path_(hook.path),
      key_(adapters::signing_key(hook.signing_secret).value()) {}

Headers Vendor::sign(std::string_view event_id, std::string_view body, long seconds_from_now) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto timestamp = std::to_string(now.time_since_epoch().count() + seconds_from_now);
  return {{"webhook-id", std::string{event_id}},
          {"webhook-timestamp", timestamp},
          {"webhook-signature", adapters::sign(event_id, timestamp, body, std::span{&key_, 1})}};
}

HttpRequest Vendor::request(Headers headers, std::string_view body) const {
  headers.emplace_back("content-type", "application/json");
  return {.method = "POST", .target = path_, .headers = std::move(headers), .body = std::string{body}};
}

HttpAnswer Vendor::post(std::string_view event_id, std::string_view body) {
  return post_with(sign(event_id, body), body);
}

HttpAnswer Vendor::post_with(Headers headers, std::string_view body) {
  return session_.exchange(request(std::move(headers), body));
}

std::string Vendor::wire(std::string_view event_id, std::string_view body) {
  return to_wire(request(sign(event_id, body), body));
}

}  // namespace sekisho::testing
