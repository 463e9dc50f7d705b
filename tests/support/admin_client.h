#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/http_connection.h"
#include "support/vendor.h"

namespace sekisho::testing {

/// An operator at the admin API. `call` answers whatever comes; the rest throw unless the call succeeds.
/// Belongs to one thread.
class AdminClient {
 public:
  AdminClient(Endpoint endpoint, std::string token)
      : session_(std::move(endpoint)), token_(std::move(token)) {}

  [[nodiscard]] HttpAnswer call(std::string method, std::string target, const nlohmann::json& body = {},
                                Headers headers = {});
  /// The document at `target`.
  nlohmann::json get(const std::string& target);
  /// The document that a POST, PUT or PATCH answers.
  nlohmann::json send(const std::string& method, const std::string& target, const nlohmann::json& body);

  void create_merchant(std::string_view id);
  HookAccess create_hook(std::string_view merchant, std::string_view callback_url);
  /// Replaces the thresholds and leaves the rest of the policy as it is.
  void set_thresholds(std::string_view merchant, int challenge, int review, int reject);
  /// Every row of a list, page by page.
  std::vector<nlohmann::json> all(const std::string& target);

 private:
  HttpSession session_;
  std::string token_;
};

}  // namespace sekisho::testing
