#pragma once

#include <string>

#include <openssl/pem.h>

#include "openssl_handles.h"

namespace sekisho::certs {

/// A certificate for a test's own purpose, valid now, with its key.
struct IssuedCertificate {
  Certificate certificate;
  PrivateKey key;
};

struct CertificateWish {
  const char* name = "somebody";
  bool is_ca = false;
  const char* purpose = "clientAuth";  ///< extended key usage, as OpenSSL spells it
  unsigned rsa_bits = 0;               ///< 0: ECDSA P-256
};

/// `issuer` null: signs itself.
inline IssuedCertificate issue(const CertificateWish& wish, const IssuedCertificate* issuer = nullptr) {
  IssuedCertificate made;
  made.key.reset(wish.rsa_bits == 0 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")
                                    : EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{wish.rsa_bits}));
  made.certificate.reset(must(X509_new(), "X509_new"));
  X509* const x509 = made.certificate.get();
  X509_set_version(x509, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), 7);
  X509_gmtime_adj(X509_getm_notBefore(x509), -60);
  X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
  X509_set_pubkey(x509, made.key.get());
  X509_NAME_add_entry_by_NID(X509_get_subject_name(x509), NID_commonName, MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(wish.name), -1, -1, 0);
  X509_set_issuer_name(x509, X509_get_subject_name(issuer == nullptr ? x509 : issuer->certificate.get()));
  X509V3_CTX context{};
  X509V3_set_ctx(&context, x509, x509, nullptr, nullptr, 0);
  const auto add = [&](int kind, const char* value) {
    const Extension extension(
        must(X509V3_EXT_nconf_nid(nullptr, &context, kind, value), "X509V3_EXT_nconf_nid"));
    X509_add_ext(x509, extension.get(), -1);
  };
  add(NID_basic_constraints, wish.is_ca ? "critical,CA:TRUE" : "critical,CA:FALSE");
  if (!wish.is_ca) add(NID_ext_key_usage, wish.purpose);
  must(X509_sign(x509, issuer == nullptr ? made.key.get() : issuer->key.get(), EVP_sha256()), "X509_sign");
  return made;
}

inline std::string drained(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

inline std::string certificate_pem(const IssuedCertificate& issued) {
  const Bio bio(must(BIO_new(BIO_s_mem()), "BIO_new"));
  PEM_write_bio_X509(bio.get(), issued.certificate.get());
  return drained(bio.get());
}

/// `passphrase` null: in plain.
inline std::string key_pem(const IssuedCertificate& issued, const char* passphrase = nullptr) {
  const Bio bio(must(BIO_new(BIO_s_mem()), "BIO_new"));
  const EVP_CIPHER* const cipher = passphrase == nullptr ? nullptr : EVP_aes_256_cbc();
  PEM_write_bio_PKCS8PrivateKey(bio.get(), issued.key.get(), cipher, nullptr, 0, nullptr,
                                const_cast<char*>(passphrase));
  return drained(bio.get());
}

}  // namespace sekisho::certs
