#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "support/admin_client.h"
#include "support/callback_receiver.h"
#include "support/gateway_process.h"
#include "support/vendor.h"

namespace sekisho::integration {

using nlohmann::json;
using testing::AdminClient;
using testing::CallbackReceiver;
using testing::GatewayProcess;
using testing::Headers;
using testing::HookAccess;
using testing::HttpAnswer;
using testing::HttpConnection;
using testing::HttpRequest;
using testing::HttpSession;
using testing::Installation;
using testing::NoAnswer;
using testing::ReceivedCallback;
using testing::Reply;
using testing::Variables;
using testing::Vendor;

/// The merchant of the sample payloads.
inline constexpr std::string_view merchant = "hadaiku";

/// A running gateway with one merchant and one hook, and somebody who takes its callbacks.
struct Shop {
  /// `variables` come on top of testing::test_variables().
  explicit Shop(Variables variables = {});

  [[nodiscard]] Vendor vendor() const { return {gateway->ingress(), hook}; }

  [[nodiscard]] AdminClient admin() const { return {gateway->admin(), installation.operator_token()}; }

  [[nodiscard]] HttpSession ops() const { return HttpSession{gateway->ops()}; }

  /// Starts the gateway anew on the same folder; the old one must have ended.
  void start();

  Variables variables;
  Installation installation;
  CallbackReceiver receiver;
  std::optional<GatewayProcess> gateway;
  HookAccess hook;
};

/// Asks again and again until it holds; false when it does not in time.
[[nodiscard]] bool eventually(const std::function<bool()>& holds);

/// A sample payload of the adapter `qualva`, byte for byte.
[[nodiscard]] std::string sample(std::string_view file);

/// The honest order of the samples under another conversation id, from another buyer for each `buyer`.
[[nodiscard]] std::string honest_order(std::string_view conversation_id, int buyer = 0);

/// Before and after every test.
inline constexpr std::string_view long_ago = "2020-01-01T00:00:00Z";
inline constexpr std::string_view far_ahead = "2100-01-01T00:00:00Z";

/// An event that names an order by its conversation.
[[nodiscard]] std::string order_event(std::string_view type, std::string_view conversation_id, json data = {},
                                      std::string_view timestamp = long_ago);

}  // namespace sekisho::integration
