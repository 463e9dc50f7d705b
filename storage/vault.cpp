#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include <domain/crypto.h>
#include <storage/vault.h>

#include "length_prefix.h"

namespace sekisho::storage {
namespace {

// What a key is derived for is part of the key: changing a purpose changes every value under it.
constexpr std::string_view index_purpose = "sekisho/look-up index/1";
constexpr std::string_view id_purpose = "sekisho/master key id/1";
constexpr std::size_t id_size = 8;

std::optional<unsigned> hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
  if (digit >= 'a' && digit <= 'f') return static_cast<unsigned>(digit - 'a') + 10U;
  if (digit >= 'A' && digit <= 'F') return static_cast<unsigned>(digit - 'A') + 10U;
  return std::nullopt;
}

}  // namespace

Result<MasterKey> MasterKey::parse(std::string_view file_content) {
  const auto refused =
      fail(ErrorKind::malformed, "a master key file holds 64 hexadecimal digits and a newline");
  if (file_content.ends_with('\n')) file_content.remove_suffix(1);
  if (file_content.size() != 2 * size) return refused;
  std::string bytes;
  bytes.reserve(size);
  for (std::size_t i = 0; i < file_content.size(); i += 2) {
    const auto high = hex_value(file_content[i]);
    const auto low = hex_value(file_content[i + 1]);
    if (!high || !low) return refused;
    bytes += static_cast<char>(*high << 4U | *low);
  }
  return MasterKey{Secret{std::move(bytes)}};
}

MasterKey MasterKey::generate(Random& random) {
  return MasterKey{Secret{random_bytes(random, size)}};
}

Secret MasterKey::file_content() const {
  return Secret{hex_encode(bytes_.reveal()) + "\n"};
}

std::string MasterKey::id() const {
  return hex_encode(derive_key(bytes_, id_purpose, id_size).reveal());
}

struct LookupHasher::State {
  Hmac hmac;
};

LookupHasher::LookupHasher(const MasterKey& master)
    : state_(std::make_unique<State>(State{Hmac{derive_key(master.bytes(), index_purpose)}})) {}

LookupHasher::LookupHasher(LookupHasher&&) noexcept = default;
LookupHasher& LookupHasher::operator=(LookupHasher&&) noexcept = default;
LookupHasher::~LookupHasher() = default;

LookupKey LookupHasher::key(const MerchantId& merchant, std::string_view kind, std::string_view value) {
  const auto merchant_size = length_prefix(merchant.str());
  const auto kind_size = length_prefix(kind);
  const auto value_size = length_prefix(value);
  const auto mac = state_->hmac.of(
      {view_of(merchant_size), merchant.str(), view_of(kind_size), kind, view_of(value_size), value});
  LookupKey key{};
  std::copy_n(mac.begin(), key.size(), key.begin());
  return key;
}

std::uint64_t short_key(const LookupKey& key) {
  std::uint64_t number = 0;
  for (const auto byte : std::span{key}.first<8>())
    number = number << 8U | std::to_integer<std::uint64_t>(byte);
  return number;
}

}  // namespace sekisho::storage
