#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <openssl/crypto.h>

namespace sekisho {

/// Bytes that must not be seen: they have no stream operator and no formatter, and are wiped on destruction.
class Secret {
 public:
  Secret() = default;

  explicit Secret(std::string bytes) : bytes_(std::move(bytes)) {}

  Secret(const Secret&) = default;

  Secret(Secret&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

  Secret& operator=(Secret other) noexcept {
    bytes_.swap(other.bytes_);
    return *this;
  }

  ~Secret() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

  /// The bytes themselves: for a MAC, a cipher or the one answer that shows them.
  [[nodiscard]] std::string_view reveal() const { return bytes_; }

  [[nodiscard]] bool empty() const { return bytes_.empty(); }

 private:
  std::string bytes_;
};

}  // namespace sekisho
