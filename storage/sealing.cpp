#include "sealing.h"

#include <limits>
#include <utility>

#include <domain/crypto.h>
#include <fmt/core.h>
#include <openssl/evp.h>

#include "length_prefix.h"

namespace sekisho::storage {
namespace {

constexpr std::string_view wrapping_purpose = "sekisho/key wrapping/1";
constexpr char format_version = 1;
constexpr std::size_t key_id_size = 4;
constexpr std::size_t header_size = 1 + key_id_size;
constexpr std::size_t nonce_prefix_size = AesGcm::nonce_size - 4;
constexpr std::size_t overhead = header_size + AesGcm::nonce_size + AesGcm::tag_size;
/// The id that says "under the master key itself".
constexpr std::uint32_t wrapping_key_id = 0;

/// OpenSSL refusing AES-GCM or memory is a broken world, not an expected failure.
void require(bool done) {
  if (!done) throw std::runtime_error("OpenSSL refused AES-256-GCM");
}

const unsigned char* octets(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* octets(std::string& bytes, std::size_t from) {
  return reinterpret_cast<unsigned char*>(bytes.data() + from);
}

int size_of(std::string_view bytes) {
  require(bytes.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()));
  return static_cast<int>(bytes.size());
}

void append_number(std::string& out, std::uint32_t number) {
  for (const unsigned shift : {24U, 16U, 8U, 0U})
    out += static_cast<char>(number >> shift);
}

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (const char byte : bytes.substr(at, key_id_size))
    number = number << 8U | static_cast<unsigned char>(byte);
  return number;
}

std::string authenticated_text(const Place& place) {
  std::string text;
  text.reserve(16 + place.merchant.size() + place.table.size() + place.row.size() + place.column.size());
  for (const auto part : {place.merchant, place.table, place.row, place.column}) {
    text += view_of(length_prefix(part));
    text += part;
  }
  return text;
}

std::string seal_under(AesGcm& cipher, std::uint32_t key_id, std::string_view nonce, const Place& place,
                       std::string_view plain) {
  std::string sealed;
  sealed.reserve(overhead + plain.size());
  sealed += format_version;
  append_number(sealed, key_id);
  sealed += nonce;
  cipher.seal(nonce, authenticated_text(place), plain, sealed);
  return sealed;
}

std::string open_under(AesGcm& cipher, const Place& place, std::string_view sealed) {
  auto plain = cipher.open(sealed.substr(header_size, AesGcm::nonce_size), authenticated_text(place),
                           sealed.substr(header_size + AesGcm::nonce_size));
  if (!plain) throw BrokenSeal(place);
  return std::move(*plain);
}

bool well_formed(std::string_view sealed) {
  return sealed.size() >= overhead && sealed[0] == format_version;
}

Place place_of_key(const WrappedKey& key, std::string_view id) {
  return {.merchant = key.merchant, .table = "data_keys", .row = id, .column = "wrapped"};
}

}  // namespace

BrokenSeal::BrokenSeal(const Place& place)
    : std::runtime_error(fmt::format("a stored value of {}.{} does not open", place.table, place.column)) {}

void AesGcm::Free::operator()(evp_cipher_ctx_st* context) const noexcept {
  EVP_CIPHER_CTX_free(context);
}

AesGcm::AesGcm(const Secret& key) : context_(EVP_CIPHER_CTX_new()) {
  require(context_ != nullptr && key.reveal().size() == key_size &&
          EVP_CipherInit_ex(context_.get(), EVP_aes_256_gcm(), nullptr, octets(key.reveal()), nullptr, 1) ==
              1);
}

void AesGcm::seal(std::string_view nonce, std::string_view authenticated, std::string_view plain,
                  std::string& out) {
  const std::size_t begin = out.size();
  out.resize(begin + plain.size() + tag_size);
  int written = 0;
  int rest = 0;
  // Without a key EVP_CipherInit_ex starts over under the key it has.
  require(EVP_CipherInit_ex(context_.get(), nullptr, nullptr, nullptr, octets(nonce), 1) == 1 &&
          EVP_CipherUpdate(context_.get(), nullptr, &written, octets(authenticated),
                           size_of(authenticated)) == 1);
  written = 0;
  // An update without input would end the message for some versions of OpenSSL.
  require(plain.empty() ||
          EVP_CipherUpdate(context_.get(), octets(out, begin), &written, octets(plain), size_of(plain)) == 1);
  require(EVP_CipherFinal_ex(context_.get(), octets(out, begin + plain.size()), &rest) == 1 &&
          std::cmp_equal(written + rest, plain.size()));
  require(EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_GET_TAG, tag_size,
                              octets(out, begin + plain.size())) == 1);
}

std::optional<std::string> AesGcm::open(std::string_view nonce, std::string_view authenticated,
                                        std::string_view sealed) {
  if (nonce.size() != nonce_size || sealed.size() < tag_size) return std::nullopt;
  const auto ciphertext = sealed.substr(0, sealed.size() - tag_size);
  std::string tag{sealed.substr(ciphertext.size())};
  // Room for one block more: where EVP_CipherFinal_ex may write.
  std::string plain(ciphertext.size() + tag_size, '\0');
  int written = 0;
  int rest = 0;
  require(EVP_CipherInit_ex(context_.get(), nullptr, nullptr, nullptr, octets(nonce), 0) == 1 &&
          EVP_CipherUpdate(context_.get(), nullptr, &written, octets(authenticated),
                           size_of(authenticated)) == 1);
  written = 0;
  require(ciphertext.empty() || EVP_CipherUpdate(context_.get(), octets(plain, 0), &written,
                                                 octets(ciphertext), size_of(ciphertext)) == 1);
  require(EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_SET_TAG, tag_size, tag.data()) == 1);
  if (EVP_CipherFinal_ex(context_.get(), octets(plain, ciphertext.size()), &rest) != 1) return std::nullopt;
  plain.resize(ciphertext.size());
  return plain;
}

struct Sealer::DataKey {
  std::uint32_t id;
  std::string merchant;
  AesGcm cipher;
};

Sealer::Sealer(const MasterKey& master, DataKeyTable& table, Random& random)
    : wrapping_(derive_key(master.bytes(), wrapping_purpose, AesGcm::key_size)),
      table_(table),
      random_(random) {}

Sealer::~Sealer() = default;

std::string Sealer::seal(const Place& place, std::string_view plain) {
  auto& key = current_key(place.merchant);
  return seal_under(key.cipher, key.id, next_nonce(), place, plain);
}

std::string Sealer::open(const Place& place, std::string_view sealed) {
  if (!well_formed(sealed)) throw BrokenSeal(place);
  auto* key = find_key(number_at(sealed, 1));
  if (key == nullptr) throw BrokenSeal(place);
  return open_under(key->cipher, place, sealed);
}

void Sealer::forget_new_keys() {
  for (const auto id : new_keys_) {
    const auto key = keys_.find(id);
    current_.erase(key->second->merchant);
    keys_.erase(key);
  }
  new_keys_.clear();
}

Sealer::DataKey& Sealer::current_key(std::string_view merchant) {
  if (const auto known = current_.find(std::string{merchant}); known != current_.end()) return *known->second;
  const auto stored = table_.newest(merchant);
  auto& key = stored ? unwrap(*stored) : make_key(merchant);
  current_[key.merchant] = &key;
  return key;
}

Sealer::DataKey& Sealer::make_key(std::string_view merchant) {
  const Secret bytes{random_bytes(random_, AesGcm::key_size)};
  WrappedKey key{.id = table_.next_id(), .merchant = std::string{merchant}, .wrapped = {}};
  key.wrapped = seal_under(wrapping_, wrapping_key_id, next_nonce(),
                           place_of_key(key, std::to_string(key.id)), bytes.reveal());
  table_.insert(key);
  auto& kept = keep(key.id, key.merchant, bytes);
  new_keys_.push_back(key.id);
  return kept;
}

Sealer::DataKey& Sealer::unwrap(const WrappedKey& wrapped) {
  if (const auto known = keys_.find(wrapped.id); known != keys_.end()) return *known->second;
  const auto id = std::to_string(wrapped.id);
  const auto place = place_of_key(wrapped, id);
  if (!well_formed(wrapped.wrapped)) throw BrokenSeal(place);
  const Secret bytes{open_under(wrapping_, place, wrapped.wrapped)};
  if (bytes.reveal().size() != AesGcm::key_size) throw BrokenSeal(place);
  return keep(wrapped.id, wrapped.merchant, bytes);
}

Sealer::DataKey& Sealer::keep(std::uint32_t id, std::string merchant, const Secret& bytes) {
  auto key = std::make_unique<DataKey>(DataKey{id, std::move(merchant), AesGcm{bytes}});
  return *(keys_[id] = std::move(key));
}

Sealer::DataKey* Sealer::find_key(std::uint32_t id) {
  if (const auto known = keys_.find(id); known != keys_.end()) return known->second.get();
  const auto stored = table_.find(id);
  return stored ? &unwrap(*stored) : nullptr;
}

/// Eight random bytes per instance and a counter: distinct under any key without asking for randomness each
/// time.
std::string Sealer::next_nonce() {
  if (nonces_drawn_ == 0) nonce_prefix_ = random_bytes(random_, nonce_prefix_size);
  std::string nonce = nonce_prefix_;
  append_number(nonce, nonces_drawn_++);
  return nonce;
}

}  // namespace sekisho::storage
