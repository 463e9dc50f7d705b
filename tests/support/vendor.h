#pragma once

#include <string>
#include <string_view>

#include <domain/crypto.h>

#include "support/http_connection.h"

namespace sekisho::testing {

/// What a vendor is told when a hook is made for it.
struct HookAccess {
  std::string id;
  std::string path;
  std::string signing_secret;
  std::string callback_secret;
};

/// A chat-form vendor that posts signed events to its hook, one after the other. Belongs to one thread.
class Vendor {
 public:
  Vendor(Endpoint endpoint, const HookAccess& hook);

  /// Posts an event, signed now.
  [[nodiscard]] HttpAnswer post(std::string_view event_id, std::string_view body);
  /// Posts with these headers and no others.
  [[nodiscard]] HttpAnswer post_with(Headers headers, std::string_view body);
  /// The three headers of a delivery signed `seconds_from_now` on.
  [[nodiscard]] Headers sign(std::string_view event_id, std::string_view body, long seconds_from_now = 0);
  /// A whole signed delivery as bytes, for whoever sends them in his own way.
  [[nodiscard]] std::string wire(std::string_view event_id, std::string_view body);

 private:
  [[nodiscard]] HttpRequest request(Headers headers, std::string_view body) const;

  HttpSession session_;
  std::string path_;
  Hmac key_;
};

}  // namespace sekisho::testing
