#include <cstddef>

#include <certs/tls_context.h>
#include <fmt/format.h>
#include <openssl/ssl.h>

#include "openssl_handles.h"
#include "pem_file.h"

namespace sekisho::certs {

namespace {

/// Mozilla's "intermediate" recommendation without its finite-field DHE, which costs the server most.
constexpr const char* kTls12Ciphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* kTls13Ciphers =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr const char* kServerGroups = "X25519:P-256";
/// Under TLS 1.2 a client's groups bound the curve of the server's certificate too, and P-384 ones are about.
constexpr const char* kClientGroups = "X25519:P-256:P-384";
/// RSA from 2048 bits, SHA-2 signatures.
constexpr int kSecurityLevel = 2;

constexpr unsigned char kHttp11[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
constexpr unsigned char kSessionIdContext[] = {'s', 'e', 'k', 'i', 's', 'h', 'o'};

/// The gateway's sockets never block: a write may be partial, and be repeated from a buffer that has moved.
/// Idle connections give their record buffers back (about 34 KB each).
constexpr long kModes =
    SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER;

SslContext new_context(const SSL_METHOD* method, const char* groups) {
  SslContext context(must(SSL_CTX_new(method), "SSL_CTX_new"), SSL_CTX_free);
  SSL_CTX* const raw = context.get();
  must(SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION), "SSL_CTX_set_min_proto_version");
  must(SSL_CTX_set_max_proto_version(raw, TLS1_3_VERSION), "SSL_CTX_set_max_proto_version");
  SSL_CTX_set_security_level(raw, kSecurityLevel);
  must(SSL_CTX_set_cipher_list(raw, kTls12Ciphers), "SSL_CTX_set_cipher_list");
  must(SSL_CTX_set_ciphersuites(raw, kTls13Ciphers), "SSL_CTX_set_ciphersuites");
  must(SSL_CTX_set1_groups_list(raw, groups), "SSL_CTX_set1_groups_list");
  SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  // A phone without AES instructions knows better than we do which cipher suits it.
  SSL_CTX_clear_options(raw, SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(raw, kModes);
  return context;
}

int select_http11(SSL* /*ssl*/, const unsigned char** out, unsigned char* out_length,
                  const unsigned char* offered, unsigned int offered_length, void* /*unused*/) {
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, out_length, kHttp11, sizeof kHttp11, offered, offered_length) !=
      OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_NOACK;
  }
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

void set_up_sessions(SSL_CTX* context) {
  must(SSL_CTX_set_session_id_context(context, kSessionIdContext, sizeof kSessionIdContext),
       "SSL_CTX_set_session_id_context");
  // Tickets hold all that resumption needs; a cache would cost memory and a lock that all threads share.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  // Early data can be replayed by whoever recorded it.
  must(SSL_CTX_set_max_early_data(context, 0), "SSL_CTX_set_max_early_data");
  must(SSL_CTX_set_recv_max_early_data(context, 0), "SSL_CTX_set_recv_max_early_data");
}

std::unexpected<Error> refused_by_openssl(const std::string& file) {
  return fail(ErrorKind::invalid,
              fmt::format("{}: OpenSSL refuses its certificates ({}); use ECDSA P-256, or RSA from "
                          "2048 bits, signed with SHA-256",
                          file, openssl_reason()));
}

Result<void> use_certificate(SSL_CTX* context, const ServerTlsFiles& files) {
  const auto chain = read_certificates(files.certificate);
  if (!chain) return std::unexpected(chain.error());
  const auto key = read_private_key(files.key);
  if (!key) return std::unexpected(key.error());
  X509* const own = chain->front().get();
  if (X509_check_private_key(own, key->get()) != 1) {
    ERR_clear_error();
    return fail(
        ErrorKind::invalid,
        fmt::format("{}: the key does not fit the first certificate of {}; give the key that belongs to it, "
                    "and put the server's own certificate first",
                    files.key, files.certificate));
  }
  if (SSL_CTX_use_certificate(context, own) != 1) return refused_by_openssl(files.certificate);
  for (std::size_t i = 1; i < chain->size(); ++i) {
    if (SSL_CTX_add1_chain_cert(context, (*chain)[i].get()) != 1)
      return refused_by_openssl(files.certificate);
  }
  if (SSL_CTX_use_PrivateKey(context, key->get()) != 1) return refused_by_openssl(files.certificate);
  return {};
}

Result<void> verify_clients(SSL_CTX* context, const ServerTlsFiles& files) {
  const auto trusted = read_certificates(files.client_ca);
  if (!trusted) return std::unexpected(trusted.error());
  X509_STORE* const store = SSL_CTX_get_cert_store(context);
  // What is in the bundle is trusted as it stands: an intermediate CA needs no root beside it.
  must(X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN), "X509_STORE_set_flags");
  for (const Certificate& ca : *trusted) {
    must(X509_STORE_add_cert(store, ca.get()), "X509_STORE_add_cert");
    must(SSL_CTX_add_client_CA(context, ca.get()), "SSL_CTX_add_client_CA");
  }
  const bool required = files.client_auth == ClientAuth::require;
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | (required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), nullptr);
  return {};
}

/// The pinned certificate is the only one in the context's store.
int is_the_pinned_certificate(X509_STORE_CTX* peer, void* /*unused*/) {
  const STACK_OF(X509_OBJECT)* const pinned = X509_STORE_get0_objects(X509_STORE_CTX_get0_store(peer));
  const X509* const expected = X509_OBJECT_get0_X509(sk_X509_OBJECT_value(pinned, 0));
  if (X509_cmp(X509_STORE_CTX_get0_cert(peer), expected) == 0) return 1;
  X509_STORE_CTX_set_error(peer, X509_V_ERR_CERT_UNTRUSTED);
  return 0;
}

SslContext new_client_context() {
  SslContext context = new_context(TLS_client_method(), kClientGroups);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  // Zero is success here, unlike everywhere else.
  must(SSL_CTX_set_alpn_protos(context.get(), kHttp11, sizeof kHttp11) == 0, "SSL_CTX_set_alpn_protos");
  return context;
}

}  // namespace

Result<SslContext> make_server_context(const ServerTlsFiles& files) {
  SslContext context = new_context(TLS_server_method(), kServerGroups);
  set_up_sessions(context.get());
  SSL_CTX_set_alpn_select_cb(context.get(), select_http11, nullptr);
  if (const auto used = use_certificate(context.get(), files); !used) return std::unexpected(used.error());
  if (files.client_ca.empty()) return context;
  if (const auto verified = verify_clients(context.get(), files); !verified)
    return std::unexpected(verified.error());
  return context;
}

Result<SslContext> make_client_context() {
  SslContext context = new_client_context();
  must(SSL_CTX_set_default_verify_paths(context.get()), "SSL_CTX_set_default_verify_paths");
  return context;
}

Result<SslContext> make_pinned_client_context(const std::string& certificate_file) {
  const auto certificates = read_certificates(certificate_file);
  if (!certificates) return std::unexpected(certificates.error());
  SslContext context = new_client_context();
  must(X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), certificates->front().get()),
       "X509_STORE_add_cert");
  SSL_CTX_set_cert_verify_callback(context.get(), is_the_pinned_certificate, nullptr);
  return context;
}

}  // namespace sekisho::certs
