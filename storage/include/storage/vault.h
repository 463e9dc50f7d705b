#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <domain/ids.h>
#include <domain/random.h>
#include <domain/result.h>
#include <domain/secret.h>

namespace sekisho::storage {

/// A keyed hash of something personal: what look-up columns hold in its place.
using LookupKey = std::array<std::byte, 16>;

/// The installation's 256-bit master key. Everything else is derived from it or wrapped by it.
class MasterKey {
 public:
  static constexpr std::size_t size = 32;

  /// The content of a master key file: 64 hexadecimal digits and a newline.
  [[nodiscard]] static Result<MasterKey> parse(std::string_view file_content);
  [[nodiscard]] static MasterKey generate(Random& random);

  [[nodiscard]] Secret file_content() const;
  /// Names the key without revealing it: a store remembers the id of the key it was written under.
  [[nodiscard]] std::string id() const;

  [[nodiscard]] const Secret& bytes() const { return bytes_; }

 private:
  explicit MasterKey(Secret bytes) : bytes_(std::move(bytes)) {}

  Secret bytes_;
};

/// Keyed hashes under the installation's index key. Prepared contexts are re-used, so an instance belongs to
/// one thread at a time.
class LookupHasher {
 public:
  explicit LookupHasher(const MasterKey& master);
  LookupHasher(LookupHasher&&) noexcept;
  LookupHasher& operator=(LookupHasher&&) noexcept;
  ~LookupHasher();

  /// The first 128 bits of HMAC-SHA-256 over (merchant, kind, value), each with its length, so that no two
  /// different triples are one input. The merchant may be empty for what all merchants share.
  [[nodiscard]] LookupKey key(const MerchantId& merchant, std::string_view kind, std::string_view value);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The first 64 bits of a look-up key, for in-memory windows and integer index columns.
[[nodiscard]] std::uint64_t short_key(const LookupKey& key);

}  // namespace sekisho::storage
