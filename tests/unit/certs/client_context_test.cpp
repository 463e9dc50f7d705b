#include <chrono>
#include <cstdlib>
#include <string>

#include <certs/development_ca.h>
#include <certs/tls_context.h>
#include <gmock/gmock.h>

#include "temporary_folder.h"
#include "tls_conversation.h"

namespace sekisho::certs {

namespace {

using testing::HasSubstr;

DevelopmentCertificates made_now() {
  return make_development_certificates(std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()),
                                       {"hooks.example"})
      .value();
}

/// A server with certificates of its own.
struct Server {
  explicit Server(const TemporaryFolder& folder, const std::string& name)
      : ca(folder.write(name + "-ca.pem", made.ca_certificate)),
        certificate(folder.write(name + ".pem", made.server_certificate)),
        context(make_server_context({.certificate = certificate,
                                     .key = folder.write(name + ".key", made.server_key.reveal()),
                                     .client_ca = "",
                                     .client_auth = ClientAuth::require})
                    .value()) {}

  const DevelopmentCertificates made = made_now();
  const std::string ca;
  const std::string certificate;
  const SslContext context;
};

/// OpenSSL reads the system's store from the file that this variable names, if it is set.
class SystemStore {
 public:
  explicit SystemStore(const std::string& file) { ::setenv("SSL_CERT_FILE", file.c_str(), 1); }

  SystemStore(const SystemStore&) = delete;
  SystemStore& operator=(const SystemStore&) = delete;

  ~SystemStore() { ::unsetenv("SSL_CERT_FILE"); }
};

class AClient : public testing::Test {
 protected:
  const TemporaryFolder folder_;
  const Server ours_{folder_, "ours"};
  const Server theirs_{folder_, "theirs"};
};

}  // namespace

TEST_F(AClient, ThatPinnedACertificateTrustsItsOwner) {
  const SslContext client = make_pinned_client_context(ours_.certificate).value();
  EXPECT_TRUE(TlsConversation(client, ours_.context).shake_hands());
}

TEST_F(AClient, ThatPinnedACertificateRefusesAnotherOne) {
  const SslContext client = make_pinned_client_context(ours_.certificate).value();
  TlsConversation talk(client, theirs_.context);
  EXPECT_FALSE(talk.shake_hands());
  EXPECT_EQ(talk.client_reason(), "certificate verify failed");
}

TEST_F(AClient, ThatPinnedACaDoesNotTrustWhatItSigned) {
  const SslContext client = make_pinned_client_context(ours_.ca).value();
  EXPECT_FALSE(TlsConversation(client, ours_.context).shake_hands());
}

TEST_F(AClient, ThatPinnedACertificateTrustsItsOwnerUnderTls12Too) {
  const SslContext client = make_pinned_client_context(ours_.certificate).value();
  SSL_CTX_set_max_proto_version(client.get(), TLS1_2_VERSION);
  EXPECT_TRUE(TlsConversation(client, ours_.context).shake_hands());
  EXPECT_FALSE(TlsConversation(client, theirs_.context).shake_hands());
}

TEST_F(AClient, CannotPinAFileWithoutACertificate) {
  const auto client = make_pinned_client_context(folder_.path("ours.key"));
  ASSERT_FALSE(client);
  EXPECT_THAT(client.error().detail, HasSubstr("ours.key: holds no PEM certificate"));
}

TEST_F(AClient, RefusesAServerThatTheSystemDoesNotKnow) {
  TlsConversation talk(make_client_context().value(), ours_.context);
  EXPECT_FALSE(talk.shake_hands());
  EXPECT_EQ(talk.client_reason(), "certificate verify failed");
}

TEST_F(AClient, TrustsWhatTheSystemsStoreVouchesForUnderItsOwnName) {
  const SystemStore store(ours_.ca);
  const SslContext client = make_client_context().value();
  TlsConversation right(client, ours_.context);
  SSL_set1_host(right.client(), "hooks.example");
  EXPECT_TRUE(right.shake_hands()) << right.client_reason();
  TlsConversation wrong(client, ours_.context);
  SSL_set1_host(wrong.client(), "other.example");
  EXPECT_FALSE(wrong.shake_hands());
  EXPECT_FALSE(TlsConversation(client, theirs_.context).shake_hands());
}

TEST_F(AClient, RefusesAServerThatOnlySpeaksTls11) {
  SSL_CTX_set_security_level(ours_.context.get(), 0);
  SSL_CTX_set_min_proto_version(ours_.context.get(), TLS1_1_VERSION);
  SSL_CTX_set_max_proto_version(ours_.context.get(), TLS1_1_VERSION);
  SSL_CTX_set_cipher_list(ours_.context.get(), "ALL");
  const SslContext client = make_pinned_client_context(ours_.certificate).value();
  EXPECT_FALSE(TlsConversation(client, ours_.context).shake_hands());
}

}  // namespace sekisho::certs
