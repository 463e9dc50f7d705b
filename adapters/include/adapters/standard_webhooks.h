#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <domain/crypto.h>
#include <domain/random.h>
#include <domain/result.h>
#include <domain/secret.h>
#include <domain/time.h>

namespace sekisho::adapters {

/// Standard Webhooks 1.0 symmetric signatures, https://github.com/standard-webhooks/standard-webhooks:
/// `webhook-signature: v1,<base64>` with HMAC-SHA-256 over `id.timestamp.body`.

/// A signing secret as its owner holds it, `whsec_` and base64 of 24–64 bytes.
/// Decodes it to the key; nothing when the text is not such a secret.
[[nodiscard]] std::optional<Secret> signing_key(std::string_view secret);

/// A new secret of 32 random bytes, `whsec_…`.
[[nodiscard]] Secret make_signing_secret(Random& random);

/// The three headers as they arrived: every value of each name, so that a doubled header is seen.
struct SignatureHeaders {
  std::vector<std::string_view> id;
  std::vector<std::string_view> timestamp;
  std::vector<std::string_view> signature;
};

struct SignedMessage {
  std::string_view id;  ///< of the headers' bytes
  Timestamp signed_at;
};

/// Checks a delivery against every live key; the prepared contexts are the caller's, one set a thread.
/// `unauthorized` for anything missing, doubled, malformed, older or newer than `tolerance`, or signed by no
/// key. The detail says which check failed, never what the MAC should have been. Pass nullopt as `now` to
/// skip the age check (the event clock). Compares in constant time and tries every key.
[[nodiscard]] Result<SignedMessage> verify(const SignatureHeaders& headers, std::string_view body,
                                           std::span<Hmac> keys, std::optional<Timestamp> now,
                                           std::chrono::seconds tolerance = std::chrono::seconds{300});

/// The value of `webhook-signature` under each of the keys, space-separated.
[[nodiscard]] std::string sign(std::string_view id, std::string_view unix_seconds, std::string_view body,
                               std::span<Hmac> keys);

}  // namespace sekisho::adapters
