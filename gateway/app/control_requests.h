#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <domain/ids.h>
#include <domain/result.h>
#include <domain/secret.h>

#include "reference/reference_kind.h"

namespace sekisho::gateway {

/// What `send` and `simulate` have to know to speak as a hook's vendor.
struct SendInfo {
  std::string path;  ///< of the hook, `/v1/hooks/hook_…`
  Secret signing_secret;
  std::string endpoint;  ///< where ingress is reached from here, `127.0.0.1:8443`
  bool tls = true;
  std::string certificate;            ///< absolute path of ingress's certificate; empty without TLS
  std::vector<MerchantId> merchants;  ///< whom the hook serves, its owner first
  bool event_clock = false;           ///< the gateway goes by the events' own times
};

/// Asks a running gateway, `{"op":"send_info","hook":…}`. `unavailable` when none runs; the gateway's own
/// refusal (an unknown hook) is `invalid`.
[[nodiscard]] Result<SendInfo> ask_send_info(const std::filesystem::path& socket, const HookId& hook);

/// Has a running gateway load what was imported, `{"op":"load_reference","kind":…}`, and returns the version
/// that is in force then. `unavailable` when none runs; its own refusal is `invalid`.
[[nodiscard]] Result<std::string> ask_load_reference(const std::filesystem::path& socket, ReferenceKind kind);

/// Asks a running gateway whether it is well, `{"op":"ping"}`, and returns its version.
[[nodiscard]] Result<std::string> ask_version(const std::filesystem::path& socket);

}  // namespace sekisho::gateway
