#pragma once

#include <memory>
#include <mutex>
#include <string>

#include <domain/result.h>
#include <domain/time.h>

struct ssl_ctx_st;

namespace sekisho::certs {

/// An OpenSSL context that its users share by count: connections keep the one they began with.
using SslContext = std::shared_ptr<ssl_ctx_st>;

/// `request` lets in a client without a certificate. One that presents a certificate which `client_ca` did
/// not sign is refused either way, so a peer certificate that a connection shows is always a verified one.
enum class ClientAuth { require, request };

struct ServerTlsFiles {
  std::string certificate;  ///< PEM chain, the server's own first
  std::string key;          ///< PEM
  std::string client_ca;    ///< PEM bundle, intermediates welcome; empty: clients present no certificate
  ClientAuth client_auth = ClientAuth::require;
};

/// TLS 1.2 and 1.3, ECDHE with AEAD ciphers, X25519 and P-256, no renegotiation, no compression, no early
/// data, session tickets under OpenSSL's own rotating-at-restart key. Fails naming the file and what is wrong
/// with it: missing, not PEM, a key that does not fit the certificate, a group- or world-readable key.
[[nodiscard]] Result<SslContext> make_server_context(const ServerTlsFiles& files);

/// For outbound calls: verifies the peer against the system's certificate store. The caller names the host
/// that the certificate must be for on each connection (SSL_set1_host, and SSL_set_tlsext_host_name for SNI).
[[nodiscard]] Result<SslContext> make_client_context();

/// For a client that knows its server's certificate: trusts a peer whose own certificate is exactly the first
/// in that PEM file, whoever signed it and whatever its name.
[[nodiscard]] Result<SslContext> make_pinned_client_context(const std::string& certificate_file);

struct CertificateDates {
  Timestamp not_before;
  Timestamp not_after;
};

/// Validity of the first certificate of a PEM file.
[[nodiscard]] Result<CertificateDates> certificate_dates(const std::string& certificate_file);

/// The context in force, replaceable while connections run. A reload that fails leaves the old one.
/// Thread-safe.
class ReloadableContext {
 public:
  [[nodiscard]] static Result<std::unique_ptr<ReloadableContext>> load(ServerTlsFiles files);

  [[nodiscard]] SslContext current() const;
  [[nodiscard]] CertificateDates dates() const;
  [[nodiscard]] Result<void> reload();

 private:
  ReloadableContext(ServerTlsFiles files, SslContext context, CertificateDates dates);

  const ServerTlsFiles files_;
  mutable std::mutex mutex_;
  SslContext context_;
  CertificateDates dates_;
};

}  // namespace sekisho::certs
