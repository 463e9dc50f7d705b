#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <domain/random.h>
#include <domain/secret.h>
#include <storage/vault.h>

struct evp_cipher_ctx_st;

namespace sekisho::storage {

/// Where a sealed value stands. It is authenticated with the value, so ciphertext moved elsewhere does not
/// open. `merchant` is empty for what belongs to the installation; `row` is what names the row for good.
struct Place {
  std::string_view merchant;
  std::string_view table;
  std::string_view row;
  std::string_view column;
};

/// A sealed value did not open: it was changed or moved, or its key is gone. Names table and column, never
/// content.
class BrokenSeal : public std::runtime_error {
 public:
  explicit BrokenSeal(const Place& place);
};

/// AES-256-GCM under one key. The keyed context is prepared once; an instance belongs to one thread at a
/// time.
class AesGcm {
 public:
  static constexpr std::size_t key_size = 32;
  static constexpr std::size_t nonce_size = 12;
  static constexpr std::size_t tag_size = 16;

  explicit AesGcm(const Secret& key);

  /// Appends ciphertext and tag to `out`. A nonce must never come twice under one key.
  void seal(std::string_view nonce, std::string_view authenticated, std::string_view plain, std::string& out);
  /// The plain text of what seal() appended; nothing when the tag does not fit.
  [[nodiscard]] std::optional<std::string> open(std::string_view nonce, std::string_view authenticated,
                                                std::string_view sealed);

 private:
  struct Free {
    void operator()(evp_cipher_ctx_st* context) const noexcept;
  };

  std::unique_ptr<evp_cipher_ctx_st, Free> context_;
};

struct WrappedKey {
  std::uint32_t id = 0;
  std::string merchant;
  std::string wrapped;
};

/// Where the wrapped data keys are kept: a table of the store whose values they seal.
class DataKeyTable {
 public:
  virtual ~DataKeyTable() = default;
  /// The merchant's key for new values, if it has one.
  [[nodiscard]] virtual std::optional<WrappedKey> newest(std::string_view merchant) = 0;
  [[nodiscard]] virtual std::optional<WrappedKey> find(std::uint32_t id) = 0;
  [[nodiscard]] virtual std::uint32_t next_id() = 0;
  /// Within the transaction that writes the first value sealed under it.
  virtual void insert(const WrappedKey& key) = 0;
};

/// Seals and opens values under a key of their merchant. Keys are made when first needed, unwrapped once and
/// kept.
///
/// A sealed value is: version (1 byte), key id (4, high byte first), nonce (12), ciphertext, tag (16). Its
/// authenticated text is merchant, table, row and column, each after its length. Belongs to one thread at a
/// time.
class Sealer {
 public:
  Sealer(const MasterKey& master, DataKeyTable& table, Random& random);
  ~Sealer();

  [[nodiscard]] std::string seal(const Place& place, std::string_view plain);
  /// Throws BrokenSeal.
  [[nodiscard]] std::string open(const Place& place, std::string_view sealed);

  /// The transaction that made new keys was committed …
  void keep_new_keys() { new_keys_.clear(); }

  /// … or rolled back, and the keys with it: a value sealed under one of them could never be opened.
  void forget_new_keys();

 private:
  struct DataKey;

  DataKey& current_key(std::string_view merchant);
  DataKey& make_key(std::string_view merchant);
  DataKey& unwrap(const WrappedKey& wrapped);
  DataKey& keep(std::uint32_t id, std::string merchant, const Secret& bytes);
  DataKey* find_key(std::uint32_t id);
  std::string next_nonce();

  AesGcm wrapping_;
  DataKeyTable& table_;
  Random& random_;
  std::unordered_map<std::uint32_t, std::unique_ptr<DataKey>> keys_;
  std::unordered_map<std::string, DataKey*> current_;
  std::vector<std::uint32_t> new_keys_;
  std::string nonce_prefix_;
  std::uint32_t nonces_drawn_ = 0;
};

}  // namespace sekisho::storage
