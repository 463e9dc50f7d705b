#include <stdexcept>

#include <domain/crypto.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

namespace sekisho {
namespace {

/// OpenSSL refusing SHA-256 or memory is a broken world, not an expected failure.
void require(bool done, const char* what) {
  if (!done) throw std::runtime_error(what);
}

struct FreeMac {
  void operator()(EVP_MAC* mac) const noexcept { EVP_MAC_free(mac); }
};

struct FreeKdf {
  void operator()(EVP_KDF* kdf) const noexcept { EVP_KDF_free(kdf); }
};

struct FreeKdfContext {
  void operator()(EVP_KDF_CTX* context) const noexcept { EVP_KDF_CTX_free(context); }
};

const unsigned char* octets(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

OSSL_PARAM octet_param(const char* name, std::string_view bytes) {
  // OpenSSL takes parameters by pointer to non-const but only reads these.
  return OSSL_PARAM_construct_octet_string(name, const_cast<char*>(bytes.data()), bytes.size());
}

OSSL_PARAM sha256_param(const char* name) {
  static char digest[] = "SHA256";
  return OSSL_PARAM_construct_utf8_string(name, digest, 0);
}

}  // namespace

Hmac::Hmac(const Secret& key) {
  const std::unique_ptr<EVP_MAC, FreeMac> mac{EVP_MAC_fetch(nullptr, "HMAC", nullptr)};
  require(mac != nullptr, "OpenSSL has no HMAC");
  context_.reset(EVP_MAC_CTX_new(mac.get()));
  const OSSL_PARAM parameters[] = {sha256_param(OSSL_MAC_PARAM_DIGEST), OSSL_PARAM_construct_end()};
  // An empty key is a key: OpenSSL takes a null pointer as "keep the old one", so never pass one.
  const std::string_view bytes = key.empty() ? std::string_view{""} : key.reveal();
  require(context_ != nullptr && EVP_MAC_init(context_.get(), octets(bytes), bytes.size(), parameters) == 1,
          "OpenSSL refused the HMAC key");
}

Hmac::Hmac(Hmac&&) noexcept = default;
Hmac& Hmac::operator=(Hmac&&) noexcept = default;
Hmac::~Hmac() = default;

void Hmac::Free::operator()(evp_mac_ctx_st* context) const noexcept {
  EVP_MAC_CTX_free(context);
}

Sha256 Hmac::of(std::initializer_list<std::string_view> parts) {
  Sha256 mac{};
  std::size_t size = 0;
  // Without a key EVP_MAC_init starts over under the key it has.
  bool done = EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1;
  for (const auto part : parts)
    done = done && EVP_MAC_update(context_.get(), octets(part), part.size()) == 1;
  done = done &&
         EVP_MAC_final(context_.get(), reinterpret_cast<unsigned char*>(mac.data()), &size, mac.size()) == 1;
  require(done && size == mac.size(), "OpenSSL could not compute an HMAC");
  return mac;
}

Sha256 sha256(std::string_view bytes) {
  Sha256 digest{};
  unsigned int size = 0;
  const bool done = EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()),
                               &size, EVP_sha256(), nullptr) == 1;
  require(done && size == digest.size(), "OpenSSL could not compute a digest");
  return digest;
}

Secret derive_key(const Secret& master, std::string_view purpose, std::size_t size) {
  const std::unique_ptr<EVP_KDF, FreeKdf> kdf{EVP_KDF_fetch(nullptr, "HKDF", nullptr)};
  require(kdf != nullptr, "OpenSSL has no HKDF");
  const std::unique_ptr<EVP_KDF_CTX, FreeKdfContext> context{EVP_KDF_CTX_new(kdf.get())};
  const OSSL_PARAM parameters[] = {sha256_param(OSSL_KDF_PARAM_DIGEST),
                                   octet_param(OSSL_KDF_PARAM_KEY, master.reveal()),
                                   octet_param(OSSL_KDF_PARAM_INFO, purpose), OSSL_PARAM_construct_end()};
  std::string key(size, '\0');
  require(context != nullptr && EVP_KDF_derive(context.get(), reinterpret_cast<unsigned char*>(key.data()),
                                               key.size(), parameters) == 1,
          "OpenSSL could not derive a key");
  return Secret{std::move(key)};
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string random_bytes(Random& random, std::size_t size) {
  std::string bytes(size, '\0');
  random.fill(std::as_writable_bytes(std::span{bytes}));
  return bytes;
}

}  // namespace sekisho
