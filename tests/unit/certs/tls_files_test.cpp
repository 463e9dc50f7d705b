#include <chrono>
#include <string>

#include <certs/development_ca.h>
#include <certs/tls_context.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "issued_certificate.h"
#include "temporary_folder.h"

namespace sekisho::certs {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using namespace std::chrono_literals;

constexpr Timestamp kNow = std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 19h;

class TlsFiles : public testing::Test {
 protected:
  void SetUp() override {
    folder_.write("server.pem", made_.server_certificate, 0644);
    folder_.write("server.key", made_.server_key.reveal());
    folder_.write("ca.pem", made_.ca_certificate, 0644);
  }

  [[nodiscard]] ServerTlsFiles files() const {
    return {.certificate = folder_.path("server.pem"),
            .key = folder_.path("server.key"),
            .client_ca = "",
            .client_auth = ClientAuth::require};
  }

  /// What is wrong with the files; empty when nothing is.
  [[nodiscard]] std::string complaint(const ServerTlsFiles& files) const {
    const auto context = make_server_context(files);
    return context ? "" : context.error().detail;
  }

  const TemporaryFolder folder_;
  const DevelopmentCertificates made_ = make_development_certificates(kNow, {"localhost"}).value();
};

}  // namespace

TEST_F(TlsFiles, AreFineAsTheDevelopmentCaMakesThem) {
  EXPECT_EQ(complaint(files()), "");
}

TEST_F(TlsFiles, AreRefusedWhenOthersMayTouchTheKey) {
  for (const mode_t mode : {0640U, 0604U, 0644U, 0620U, 0601U, 0660U}) {
    const std::string key = folder_.write("server.key", made_.server_key.reveal(), mode);
    EXPECT_THAT(complaint(files()), AllOf(StartsWith(key + ": "), HasSubstr("chmod 600 " + key)))
        << std::oct << mode;
  }
}

TEST_F(TlsFiles, MayHoldAKeyThatItsOwnerCanOnlyRead) {
  folder_.write("server.key", made_.server_key.reveal(), 0400);
  EXPECT_EQ(complaint(files()), "");
}

TEST_F(TlsFiles, ThatAreMissingAreNamed) {
  auto files = this->files();
  files.certificate = folder_.path("absent.pem");
  EXPECT_THAT(complaint(files),
              AllOf(StartsWith(files.certificate + ": cannot be read (No such file or directory)")));
  EXPECT_EQ(make_server_context(files).error().kind, ErrorKind::not_found);
  files = this->files();
  files.key = folder_.path("absent.key");
  EXPECT_THAT(complaint(files), StartsWith(files.key + ": cannot be read"));
  files = this->files();
  files.client_ca = folder_.path("absent-ca.pem");
  EXPECT_THAT(complaint(files), StartsWith(files.client_ca + ": cannot be read"));
}

TEST_F(TlsFiles, MustHoldCertificatesInPem) {
  for (const std::string_view contents : {"", "hello", "-----BEGIN CERTIFICATE-----"}) {
    const std::string file = folder_.write("server.pem", contents);
    EXPECT_THAT(complaint(files()), AllOf(StartsWith(file + ": "), HasSubstr("certificate"))) << contents;
  }
}

TEST_F(TlsFiles, WithADamagedCertificateSayWhichOne) {
  std::string damaged = made_.server_certificate;
  damaged[damaged.rfind("-----BEGIN") + 200] = '!';
  const std::string file = folder_.write("server.pem", damaged);
  EXPECT_THAT(complaint(files()), StartsWith(file + ": certificate 2 in it is damaged ("));
}

TEST_F(TlsFiles, WithACutOffCertificateAreRefused) {
  folder_.write("server.pem", made_.server_certificate.substr(0, made_.server_certificate.size() - 60));
  EXPECT_THAT(complaint(files()), HasSubstr("certificate 2 in it is damaged ("));
}

TEST_F(TlsFiles, MustHoldAKeyInPem) {
  const std::string key = folder_.write("server.key", made_.server_certificate);
  EXPECT_THAT(complaint(files()), StartsWith(key + ": holds no PEM private key; "));
  std::string damaged(made_.server_key.reveal());
  damaged[60] = '!';
  folder_.write("server.key", damaged);
  EXPECT_THAT(complaint(files()), StartsWith(key + ": the key in it is damaged"));
}

TEST_F(TlsFiles, NeverAskForAPassphrase) {
  const IssuedCertificate locked = issue({});
  folder_.write("server.pem", certificate_pem(locked));
  const std::string key = folder_.write("server.key", key_pem(locked, "open sesame"));
  EXPECT_THAT(complaint(files()),
              AllOf(StartsWith(key + ": the key is behind a passphrase"), HasSubstr("openssl pkey")));
}

TEST_F(TlsFiles, MustFitTogether) {
  const auto other = make_development_certificates(kNow, {"localhost"}).value();
  const std::string key = folder_.write("server.key", other.server_key.reveal());
  EXPECT_THAT(complaint(files()),
              AllOf(StartsWith(key + ": the key does not fit"), HasSubstr(files().certificate)));
}

TEST_F(TlsFiles, MustBeginWithTheServersOwnCertificate) {
  const std::string own = made_.server_certificate.substr(0, made_.server_certificate.rfind("-----BEGIN"));
  folder_.write("server.pem", made_.ca_certificate + own);
  EXPECT_THAT(complaint(files()), HasSubstr("server's own certificate first"));
}

TEST_F(TlsFiles, MayBeOneFileWithBoth) {
  auto files = this->files();
  files.key = folder_.write("both.pem", std::string(made_.server_key.reveal()) + made_.server_certificate);
  files.certificate = files.key;
  EXPECT_EQ(complaint(files), "");
}

TEST_F(TlsFiles, WithAWeakKeyAreRefused) {
  const IssuedCertificate weak = issue({.rsa_bits = 1024});
  const std::string file = folder_.write("server.pem", certificate_pem(weak));
  folder_.write("server.key", key_pem(weak));
  EXPECT_THAT(complaint(files()),
              AllOf(StartsWith(file + ": OpenSSL refuses"), HasSubstr("ee key too small")));
}

TEST_F(TlsFiles, MayHoldAnRsaKeyOf2048Bits) {
  const IssuedCertificate rsa = issue({.rsa_bits = 2048});
  folder_.write("server.pem", certificate_pem(rsa));
  folder_.write("server.key", key_pem(rsa));
  EXPECT_EQ(complaint(files()), "");
}

TEST_F(TlsFiles, AreFilesAndNotFoldersOrPipes) {
  auto files = this->files();
  files.certificate = folder_.path(".");
  EXPECT_THAT(complaint(files), HasSubstr("is not a regular file"));
  files.certificate = folder_.path("pipe");
  ASSERT_EQ(::mkfifo(files.certificate.c_str(), 0600), 0);
  EXPECT_THAT(complaint(files), HasSubstr("is not a regular file"));
}

TEST_F(TlsFiles, AreNotReadWithoutLimit) {
  const std::string file = folder_.write("server.pem", std::string(5U << 20U, '\n'));
  EXPECT_THAT(complaint(files()), StartsWith(file + ": is too large"));
}

TEST_F(TlsFiles, NeverShowTheKeyInAComplaint) {
  const std::string line = std::string(made_.server_key.reveal()).substr(28, 40);
  folder_.write("server.key", std::string(made_.server_key.reveal()).substr(0, 120));
  EXPECT_THAT(complaint(files()), AllOf(Not(""), Not(HasSubstr(line))));
}

TEST_F(TlsFiles, TellTheValidityOfTheFirstCertificate) {
  const auto dates = certificate_dates(files().certificate).value();
  EXPECT_EQ(dates.not_before, kNow - 1h);
  EXPECT_EQ(dates.not_after, kNow - 1h + std::chrono::days{397});
}

TEST_F(TlsFiles, TellNoValidityWithoutACertificate) {
  EXPECT_EQ(certificate_dates(folder_.path("absent.pem")).error().kind, ErrorKind::not_found);
  EXPECT_EQ(certificate_dates(files().key).error().kind, ErrorKind::malformed);
}

}  // namespace sekisho::certs
