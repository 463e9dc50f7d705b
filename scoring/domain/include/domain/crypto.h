#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <domain/random.h>
#include <domain/secret.h>

struct evp_mac_ctx_st;

namespace sekisho {

using Sha256 = std::array<std::byte, 32>;

/// HMAC-SHA-256 under one key. The keyed context is prepared once and re-used, which halves the cost of a
/// short MAC; so an instance belongs to one thread at a time.
class Hmac {
 public:
  explicit Hmac(const Secret& key);
  Hmac(Hmac&&) noexcept;
  Hmac& operator=(Hmac&&) noexcept;
  ~Hmac();

  /// The MAC over the parts, as if they stood in one string.
  [[nodiscard]] Sha256 of(std::initializer_list<std::string_view> parts);

 private:
  struct Free {
    void operator()(evp_mac_ctx_st* context) const noexcept;
  };

  std::unique_ptr<evp_mac_ctx_st, Free> context_;
};

/// The plain digest, for what is compared and named by its content. Never for personal data: that takes a
/// key.
[[nodiscard]] Sha256 sha256(std::string_view bytes);

/// HKDF-SHA-256 (RFC 5869) with an empty salt: an independent key of `size` bytes for each `purpose`.
[[nodiscard]] Secret derive_key(const Secret& master, std::string_view purpose, std::size_t size = 32);

/// True when both are equal; the time depends on the lengths alone.
[[nodiscard]] bool equal_constant_time(std::string_view a, std::string_view b);

[[nodiscard]] std::string random_bytes(Random& random, std::size_t size);

[[nodiscard]] std::string base64_encode(std::string_view bytes);
/// Standard alphabet, padded, canonical: what base64_encode would not have written is nothing.
[[nodiscard]] std::optional<std::string> base64_decode(std::string_view text);
[[nodiscard]] std::string hex_encode(std::string_view bytes);

[[nodiscard]] inline std::string_view view_of(const Sha256& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace sekisho
