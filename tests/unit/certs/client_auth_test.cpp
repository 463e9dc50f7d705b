#include <chrono>
#include <string>

#include <certs/development_ca.h>
#include <certs/tls_context.h>
#include <gmock/gmock.h>

#include "issued_certificate.h"
#include "temporary_folder.h"
#include "tls_conversation.h"

namespace sekisho::certs {

namespace {

class AServerThatAsksForCertificates : public testing::Test {
 protected:
  [[nodiscard]] SslContext server(ClientAuth auth, const std::string& client_ca) const {
    return make_server_context({.certificate = folder_.path("server.pem"),
                                .key = folder_.path("server.key"),
                                .client_ca = client_ca,
                                .client_auth = auth})
        .value();
  }

  void SetUp() override {
    const auto made = make_development_certificates(
                          std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()), {"localhost"})
                          .value();
    folder_.write("server.pem", made.server_certificate);
    folder_.write("server.key", made.server_key.reveal());
  }

  static SslContext client_with(const IssuedCertificate& issued) {
    SslContext client = lenient_client();
    SSL_CTX_use_certificate(client.get(), issued.certificate.get());
    SSL_CTX_use_PrivateKey(client.get(), issued.key.get());
    return client;
  }

  const TemporaryFolder folder_;
  const IssuedCertificate ca_ = issue({.name = "vendors' CA", .is_ca = true});
  const IssuedCertificate stranger_ = issue({.name = "nobody's CA", .is_ca = true});
  const std::string ca_file_ = folder_.write("client-ca.pem", certificate_pem(ca_), 0644);
};

}  // namespace

TEST_F(AServerThatAsksForCertificates, LetsInWhoeverItsCaSigned) {
  const SslContext client = client_with(issue({.name = "vendor"}, &ca_));
  for (const ClientAuth auth : {ClientAuth::require, ClientAuth::request}) {
    TlsConversation talk(client, server(auth, ca_file_));
    ASSERT_TRUE(talk.shake_hands()) << talk.server_reason();
    EXPECT_NE(SSL_get0_peer_certificate(talk.server()), nullptr);
    EXPECT_EQ(SSL_get_verify_result(talk.server()), X509_V_OK);
  }
}

TEST_F(AServerThatAsksForCertificates, RefusesAClientWithoutOneWhenItRequiresIt) {
  TlsConversation talk(lenient_client(), server(ClientAuth::require, ca_file_));
  EXPECT_FALSE(talk.shake_hands());
  EXPECT_EQ(talk.server_reason(), "peer did not return a certificate");
}

TEST_F(AServerThatAsksForCertificates, LetsInAClientWithoutOneWhenItOnlyRequestsIt) {
  TlsConversation talk(lenient_client(), server(ClientAuth::request, ca_file_));
  ASSERT_TRUE(talk.shake_hands());
  EXPECT_EQ(SSL_get0_peer_certificate(talk.server()), nullptr);
}

TEST_F(AServerThatAsksForCertificates, RefusesWhatAnotherCaSignedEitherWay) {
  const SslContext client = client_with(issue({.name = "vendor"}, &stranger_));
  for (const ClientAuth auth : {ClientAuth::require, ClientAuth::request}) {
    TlsConversation talk(client, server(auth, ca_file_));
    EXPECT_FALSE(talk.shake_hands());
    EXPECT_EQ(talk.server_reason(), "certificate verify failed");
  }
}

TEST_F(AServerThatAsksForCertificates, RefusesAServersCertificateAsAClients) {
  const SslContext client = client_with(issue({.name = "vendor", .purpose = "serverAuth"}, &ca_));
  EXPECT_FALSE(TlsConversation(client, server(ClientAuth::require, ca_file_)).shake_hands());
}

TEST_F(AServerThatAsksForCertificates, TakesAnIntermediateCaWithoutItsRoot) {
  const IssuedCertificate intermediate = issue({.name = "vendors' issuing CA", .is_ca = true}, &ca_);
  const std::string file = folder_.write("intermediate.pem", certificate_pem(intermediate));
  const SslContext client = client_with(issue({.name = "vendor"}, &intermediate));
  EXPECT_TRUE(TlsConversation(client, server(ClientAuth::require, file)).shake_hands());
}

TEST_F(AServerThatAsksForCertificates, TakesEveryCaOfTheBundleAndSaysWhich) {
  const std::string file = folder_.write("two.pem", certificate_pem(stranger_) + certificate_pem(ca_));
  const SslContext context = server(ClientAuth::require, file);
  EXPECT_TRUE(TlsConversation(client_with(issue({.name = "vendor"}, &ca_)), context).shake_hands());
  EXPECT_TRUE(TlsConversation(client_with(issue({.name = "vendor"}, &stranger_)), context).shake_hands());
  EXPECT_EQ(sk_X509_NAME_num(SSL_CTX_get_client_CA_list(context.get())), 2);
}

TEST_F(AServerThatAsksForCertificates, StillKnowsTheVendorWhenItResumes) {
  const SslContext client = client_with(issue({.name = "vendor"}, &ca_));
  const SslContext context = server(ClientAuth::require, ca_file_);
  TlsConversation first(client, context);
  ASSERT_TRUE(first.shake_hands());
  const Session ticket(SSL_get1_session(first.client()));
  TlsConversation second(client, context);
  SSL_set_session(second.client(), ticket.get());
  ASSERT_TRUE(second.shake_hands());
  EXPECT_EQ(SSL_session_reused(second.client()), 1);
  EXPECT_NE(SSL_get0_peer_certificate(second.server()), nullptr);
}

}  // namespace sekisho::certs
