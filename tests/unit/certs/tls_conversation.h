#pragma once

#include <string>
#include <string_view>

#include <certs/tls_context.h>
#include <openssl/ssl.h>

#include "openssl_handles.h"

namespace sekisho::certs {

using Connection = Handle<SSL, SSL_free>;
using Session = Handle<SSL_SESSION, SSL_SESSION_free>;

/// A client and a server that speak TLS to each other through memory.
class TlsConversation {
 public:
  TlsConversation(const SslContext& client_context, const SslContext& server_context)
      : client_(must(SSL_new(client_context.get()), "SSL_new")),
        server_(must(SSL_new(server_context.get()), "SSL_new")) {
    BIO* client_end = nullptr;
    BIO* server_end = nullptr;
    must(BIO_new_bio_pair(&client_end, 0, &server_end, 0), "BIO_new_bio_pair");
    SSL_set_bio(client_.get(), client_end, client_end);
    SSL_set_bio(server_.get(), server_end, server_end);
    SSL_set_connect_state(client_.get());
    SSL_set_accept_state(server_.get());
  }

  [[nodiscard]] SSL* client() const { return client_.get(); }

  [[nodiscard]] SSL* server() const { return server_.get(); }

  /// Runs both sides until they are done, or one of them gives up. True when bytes then pass both ways.
  bool shake_hands() {
    for (int flight = 0; flight < 8; ++flight) {
      step(client_.get(), client_reason_);
      step(server_.get(), server_reason_);
    }
    return SSL_is_init_finished(client_.get()) && SSL_is_init_finished(server_.get()) &&
           passes(server(), client()) && passes(client(), server());
  }

  /// The way out that lets the session be used again: OpenSSL drops one whose connection just vanished.
  void say_goodbye() {
    SSL_shutdown(client());
    SSL_shutdown(server());
  }

  /// Why a side gave up, in OpenSSL's words; empty if it did not.
  [[nodiscard]] const std::string& client_reason() const { return client_reason_; }

  [[nodiscard]] const std::string& server_reason() const { return server_reason_; }

  [[nodiscard]] std::string protocol() const { return SSL_get_version(client()); }

  [[nodiscard]] std::string cipher() const { return SSL_get_cipher_name(client()); }

  [[nodiscard]] std::string alpn() const {
    const unsigned char* chosen = nullptr;
    unsigned int length = 0;
    SSL_get0_alpn_selected(client(), &chosen, &length);
    return {reinterpret_cast<const char*>(chosen), length};
  }

 private:
  static void step(SSL* side, std::string& reason) {
    ERR_clear_error();
    const int done = SSL_do_handshake(side);
    if (done == 1 || !reason.empty()) return;
    const int error = SSL_get_error(side, done);
    if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) reason = openssl_reason();
  }

  static bool passes(SSL* from, SSL* to) {
    constexpr std::string_view kText = "ping";
    char received[8] = {};
    ERR_clear_error();
    return SSL_write(from, kText.data(), static_cast<int>(kText.size())) == static_cast<int>(kText.size()) &&
           SSL_read(to, received, sizeof received) == static_cast<int>(kText.size()) && kText == received;
  }

  Connection client_;
  Connection server_;
  std::string client_reason_;
  std::string server_reason_;
};

/// A client that verifies nothing and can be made as old or odd as a test needs it.
inline SslContext lenient_client() {
  SslContext context(must(SSL_CTX_new(TLS_client_method()), "SSL_CTX_new"), SSL_CTX_free);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
  SSL_CTX_set_security_level(context.get(), 0);
  return context;
}

}  // namespace sekisho::certs
