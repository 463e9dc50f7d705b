#include <stdexcept>

#include <domain/sha256.h>
#include <openssl/evp.h>

namespace sekisho {
namespace {

void must(int done) {
  if (done != 1) throw std::runtime_error("OpenSSL cannot hash");
}

}  // namespace

void Sha256Stream::Free::operator()(evp_md_ctx_st* context) const noexcept {
  EVP_MD_CTX_free(context);
}

Sha256Stream::Sha256Stream() : context_(EVP_MD_CTX_new()) {
  must(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr));
}

void Sha256Stream::add(std::string_view bytes) {
  must(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
}

Sha256 Sha256Stream::finish() {
  Sha256 hash{};
  must(EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(hash.data()), nullptr));
  return hash;
}

}  // namespace sekisho
