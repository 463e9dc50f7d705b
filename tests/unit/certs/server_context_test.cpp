#include <array>
#include <string>
#include <string_view>

#include <certs/development_ca.h>
#include <certs/tls_context.h>
#include <gmock/gmock.h>

#include "temporary_folder.h"
#include "tls_conversation.h"

namespace sekisho::certs {

namespace {

using testing::AnyOf;
using testing::HasSubstr;

class AServerContext : public testing::Test {
 protected:
  const TemporaryFolder folder_;
  const DevelopmentCertificates made_ =
      make_development_certificates(std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()),
                                    {"localhost"})
          .value();
  const ServerTlsFiles files_{.certificate = folder_.write("server.pem", made_.server_certificate, 0644),
                              .key = folder_.write("server.key", std::string(made_.server_key.reveal())),
                              .client_ca = "",
                              .client_auth = ClientAuth::require};
  const SslContext server_ = make_server_context(files_).value();
  const SslContext pinned_ = make_pinned_client_context(files_.certificate).value();

  /// A full handshake, and the ticket that the client got with it.
  static Session ticket_from(const SslContext& client, const SslContext& server) {
    TlsConversation talk(client, server);
    EXPECT_TRUE(talk.shake_hands());
    Session ticket(SSL_get1_session(talk.client()));
    talk.say_goodbye();
    return ticket;
  }

  static bool resumes(SSL_SESSION* ticket, const SslContext& client, const SslContext& server) {
    TlsConversation talk(client, server);
    SSL_set_session(talk.client(), ticket);
    EXPECT_TRUE(talk.shake_hands());
    return SSL_session_reused(talk.client()) == 1;
  }
};

void offer(const SslContext& client, std::string_view protocols) {
  SSL_CTX_set_alpn_protos(client.get(), reinterpret_cast<const unsigned char*>(protocols.data()),
                          static_cast<unsigned>(protocols.size()));
}

}  // namespace

TEST_F(AServerContext, SpeaksTls13WithAClientThatPinnedItsCertificate) {
  TlsConversation talk(pinned_, server_);
  ASSERT_TRUE(talk.shake_hands()) << talk.client_reason() << talk.server_reason();
  EXPECT_EQ(talk.protocol(), "TLSv1.3");
  EXPECT_EQ(talk.alpn(), "http/1.1");
}

TEST_F(AServerContext, LeavesNoErrorBehindWhenItIsMade) {
  ERR_clear_error();
  ASSERT_TRUE(make_server_context(files_));
  EXPECT_EQ(ERR_peek_error(), 0U);
  ASSERT_TRUE(make_pinned_client_context(files_.certificate));
  EXPECT_EQ(ERR_peek_error(), 0U);
}

TEST_F(AServerContext, SpeaksTls12WithAnEcdheAeadCipher) {
  const SslContext client = lenient_client();
  SSL_CTX_set_max_proto_version(client.get(), TLS1_2_VERSION);
  TlsConversation talk(client, server_);
  ASSERT_TRUE(talk.shake_hands());
  EXPECT_EQ(talk.protocol(), "TLSv1.2");
  EXPECT_THAT(talk.cipher(), AnyOf("ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
                                   "ECDHE-ECDSA-CHACHA20-POLY1305"));
}

TEST_F(AServerContext, RefusesTls11) {
  const SslContext client = lenient_client();
  SSL_CTX_set_min_proto_version(client.get(), TLS1_1_VERSION);
  SSL_CTX_set_max_proto_version(client.get(), TLS1_1_VERSION);
  TlsConversation talk(client, server_);
  EXPECT_FALSE(talk.shake_hands());
  EXPECT_EQ(talk.server_reason(), "unsupported protocol");
}

TEST_F(AServerContext, RefusesCiphersWithoutAead) {
  const SslContext client = lenient_client();
  SSL_CTX_set_max_proto_version(client.get(), TLS1_2_VERSION);
  ASSERT_EQ(
      SSL_CTX_set_cipher_list(client.get(), "ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES256-SHA:AES128-SHA"),
      1);
  TlsConversation talk(client, server_);
  EXPECT_FALSE(talk.shake_hands());
  EXPECT_EQ(talk.server_reason(), "no shared cipher");
}

TEST_F(AServerContext, AgreesOnX25519OrP256AndOnNothingElse) {
  for (const char* group : {"X25519", "P-256"}) {
    const SslContext client = lenient_client();
    ASSERT_EQ(SSL_CTX_set1_groups_list(client.get(), group), 1);
    EXPECT_TRUE(TlsConversation(client, server_).shake_hands()) << group;
  }
  const SslContext client = lenient_client();
  ASSERT_EQ(SSL_CTX_set1_groups_list(client.get(), "P-384:P-521:X448"), 1);
  EXPECT_FALSE(TlsConversation(client, server_).shake_hands());
}

TEST_F(AServerContext, LeavesTheChoiceOfCipherToTheClient) {
  for (const char* favourite : {"ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-ECDSA-AES256-GCM-SHA384"}) {
    const SslContext client = lenient_client();
    SSL_CTX_set_max_proto_version(client.get(), TLS1_2_VERSION);
    ASSERT_EQ(SSL_CTX_set_cipher_list(client.get(), (std::string(favourite) + ":ECDHE+AESGCM").c_str()), 1);
    TlsConversation talk(client, server_);
    ASSERT_TRUE(talk.shake_hands());
    EXPECT_EQ(talk.cipher(), favourite);
  }
}

TEST_F(AServerContext, PicksHttp11AmongTheProtocolsOffered) {
  const SslContext client = lenient_client();
  offer(client, "\x02h2\x08http/1.1");
  TlsConversation talk(client, server_);
  ASSERT_TRUE(talk.shake_hands());
  EXPECT_EQ(talk.alpn(), "http/1.1");
}

TEST_F(AServerContext, IgnoresAnOfferWithoutHttp11) {
  const SslContext client = lenient_client();
  offer(client, "\x02h2\x08http/1.0");
  TlsConversation talk(client, server_);
  ASSERT_TRUE(talk.shake_hands());
  EXPECT_EQ(talk.alpn(), "");
}

TEST_F(AServerContext, ServesAClientThatOffersNoProtocol) {
  TlsConversation talk(lenient_client(), server_);
  ASSERT_TRUE(talk.shake_hands());
  EXPECT_EQ(talk.alpn(), "");
}

TEST_F(AServerContext, RefusesToRenegotiate) {
  const SslContext client = lenient_client();
  SSL_CTX_set_max_proto_version(client.get(), TLS1_2_VERSION);
  TlsConversation talk(client, server_);
  ASSERT_TRUE(talk.shake_hands());
  ASSERT_EQ(SSL_renegotiate(talk.client()), 1);
  EXPECT_LT(SSL_do_handshake(talk.client()), 1);
  char unused = 0;
  EXPECT_LT(SSL_read(talk.server(), &unused, 1), 1);
  ERR_clear_error();
  EXPECT_LT(SSL_do_handshake(talk.client()), 1);
  EXPECT_EQ(openssl_reason(), "no renegotiation");
}

TEST_F(AServerContext, SendsItsWholeChain) {
  TlsConversation talk(pinned_, server_);
  ASSERT_TRUE(talk.shake_hands());
  EXPECT_EQ(sk_X509_num(SSL_get_peer_cert_chain(talk.client())), 2);
}

TEST_F(AServerContext, ResumesFromATicketInBothVersions) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const SslContext client = lenient_client();
    SSL_CTX_set_max_proto_version(client.get(), version);
    const Session ticket = ticket_from(client, server_);
    EXPECT_TRUE(resumes(ticket.get(), client, server_)) << version;
  }
}

TEST_F(AServerContext, KeepsNoSessionsInMemory) {
  const SslContext client = lenient_client();
  SSL_CTX_set_max_proto_version(client.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(client.get(), SSL_OP_NO_TICKET);
  const Session session = ticket_from(client, server_);
  EXPECT_FALSE(resumes(session.get(), client, server_));
  EXPECT_EQ(SSL_CTX_sess_number(server_.get()), 0);
}

TEST_F(AServerContext, HonoursNoTicketOfAnotherContext) {
  const SslContext client = lenient_client();
  const Session ticket = ticket_from(client, server_);
  EXPECT_FALSE(resumes(ticket.get(), client, make_server_context(files_).value()));
  EXPECT_TRUE(resumes(ticket.get(), client, server_));
}

TEST_F(AServerContext, InvitesNoEarlyData) {
  const Session ticket = ticket_from(lenient_client(), server_);
  EXPECT_EQ(SSL_SESSION_get_max_early_data(ticket.get()), 0U);
}

TEST_F(AServerContext, NeitherCompressesNorRenegotiatesAndGivesIdleBuffersBack) {
  EXPECT_NE(SSL_CTX_get_options(server_.get()) & SSL_OP_NO_RENEGOTIATION, 0U);
  EXPECT_NE(SSL_CTX_get_options(server_.get()) & SSL_OP_NO_COMPRESSION, 0U);
  EXPECT_NE(SSL_CTX_get_mode(server_.get()) & SSL_MODE_RELEASE_BUFFERS, 0);
}

TEST_F(AServerContext, OutlivesItsOwnerWhileAConnectionUsesIt) {
  SslContext mine = make_server_context(files_).value();
  TlsConversation talk(pinned_, mine);
  mine.reset();
  EXPECT_TRUE(talk.shake_hands());
}

}  // namespace sekisho::certs
