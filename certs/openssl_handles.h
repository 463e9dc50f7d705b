#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

namespace sekisho::certs {

/// Owns what OpenSSL allocated; `Free` is the function that releases it.
template <class T, auto Free>
struct Freed {
  void operator()(T* object) const noexcept { Free(object); }
};
template <class T, auto Free>
using Handle = std::unique_ptr<T, Freed<T, Free>>;

using Bio = Handle<BIO, BIO_free>;
using BigNumber = Handle<BIGNUM, BN_free>;
using PrivateKey = Handle<EVP_PKEY, EVP_PKEY_free>;
using Certificate = Handle<X509, X509_free>;
using Asn1Time = Handle<ASN1_TIME, ASN1_TIME_free>;
using Asn1Integer = Handle<ASN1_INTEGER, ASN1_INTEGER_free>;
using Extension = Handle<X509_EXTENSION, X509_EXTENSION_free>;
using AlternativeName = Handle<GENERAL_NAME, GENERAL_NAME_free>;
using AlternativeNames = Handle<GENERAL_NAMES, GENERAL_NAMES_free>;

/// Why the last call failed, as OpenSSL puts it. Empties this thread's error queue: a stale entry would make
/// SSL_get_error() take a healthy connection for a broken one.
[[nodiscard]] inline std::string openssl_reason() {
  const char* const reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return reason == nullptr ? "unknown error" : reason;
}

/// Passes on what a call returned that no input can make fail; null or zero means a broken world (no memory,
/// no entropy, a crippled provider) and throws.
template <class T>
T must(T result, const char* call) {
  if (!result) throw std::runtime_error(std::string(call) + " failed: " + openssl_reason());
  return result;
}

}  // namespace sekisho::certs
