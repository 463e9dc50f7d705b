#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <certs/development_ca.h>
#include <gmock/gmock.h>
#include <openssl/core_names.h>
#include <openssl/pem.h>

#include "certificate_dates.h"
#include "openssl_handles.h"

namespace sekisho::certs {

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using Store = Handle<X509_STORE, X509_STORE_free>;
using Verification = Handle<X509_STORE_CTX, X509_STORE_CTX_free>;

constexpr Timestamp kNow = std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 19h + 2min + 11s;

std::vector<Certificate> parsed(const std::string& pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  std::vector<Certificate> certificates;
  while (Certificate next{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) {
    certificates.push_back(std::move(next));
  }
  ERR_clear_error();
  return certificates;
}

PrivateKey parsed_key(const Secret& pem) {
  const Bio bio(BIO_new_mem_buf(pem.reveal().data(), static_cast<int>(pem.reveal().size())));
  return PrivateKey(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
}

std::string curve_of(const X509* certificate) {
  char name[32] = {};
  EVP_PKEY_get_utf8_string_param(X509_get0_pubkey(certificate), OSSL_PKEY_PARAM_GROUP_NAME, name, sizeof name,
                                 nullptr);
  return name;
}

/// What OpenSSL says about the server certificate as a TLS server's, at a given time; X509_V_OK if it is
/// good.
int verdict_on(const DevelopmentCertificates& made, Timestamp at) {
  const auto chain = parsed(made.server_certificate);
  const auto roots = parsed(made.ca_certificate);
  const Store store(X509_STORE_new());
  X509_STORE_add_cert(store.get(), roots.front().get());
  const Verification verification(X509_STORE_CTX_new());
  X509_STORE_CTX_init(verification.get(), store.get(), chain.front().get(), nullptr);
  X509_VERIFY_PARAM* const wanted = X509_STORE_CTX_get0_param(verification.get());
  X509_VERIFY_PARAM_set_time(wanted,
                             std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count());
  X509_VERIFY_PARAM_set_purpose(wanted, X509_PURPOSE_SSL_SERVER);
  X509_VERIFY_PARAM_set_flags(wanted, X509_V_FLAG_X509_STRICT | X509_V_FLAG_CHECK_SS_SIGNATURE);
  X509_verify_cert(verification.get());
  return X509_STORE_CTX_get_error(verification.get());
}

class ADevelopmentCa : public testing::Test {
 protected:
  const DevelopmentCertificates made_ =
      make_development_certificates(kNow, {"localhost", "*.shop.example", "127.0.0.1", "::1"}).value();
  const std::vector<Certificate> chain_ = parsed(made_.server_certificate);
  X509* const server_ = chain_.at(0).get();
  X509* const ca_ = chain_.at(1).get();
};

}  // namespace

TEST_F(ADevelopmentCa, SignsAServerCertificateThatStrictVerificationAccepts) {
  EXPECT_EQ(verdict_on(made_, kNow), X509_V_OK);
}

TEST_F(ADevelopmentCa, IsValidFromAnHourAgoAndNotBefore) {
  EXPECT_EQ(verdict_on(made_, kNow - 59min), X509_V_OK);
  EXPECT_EQ(verdict_on(made_, kNow - 61min), X509_V_ERR_CERT_NOT_YET_VALID);
  EXPECT_EQ(verdict_on(made_, kNow + std::chrono::days{398}), X509_V_ERR_CERT_HAS_EXPIRED);
}

TEST_F(ADevelopmentCa, LivesForTenYearsAndItsServerCertificateFor397Days) {
  const auto ca = dates_of(ca_, "ca").value();
  const auto server = dates_of(server_, "server").value();
  EXPECT_EQ(ca.not_before, kNow - 1h);
  EXPECT_EQ(ca.not_after - ca.not_before, std::chrono::years{10});
  EXPECT_EQ(server.not_before, kNow - 1h);
  EXPECT_EQ(server.not_after - server.not_before, std::chrono::days{397});
}

TEST_F(ADevelopmentCa, PutsTheFullChainIntoTheServersFile) {
  ASSERT_EQ(chain_.size(), 2U);
  EXPECT_EQ(X509_cmp(ca_, parsed(made_.ca_certificate).at(0).get()), 0);
}

TEST_F(ADevelopmentCa, NamesDnsNamesAndAddressesEachInItsOwnKind) {
  EXPECT_EQ(X509_check_host(server_, "localhost", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_host(server_, "a.shop.example", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_ip_asc(server_, "127.0.0.1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(server_, "::1", 0), 1);
  EXPECT_EQ(X509_check_host(server_, "127.0.0.1", 0, 0, nullptr), 0);
  EXPECT_EQ(X509_check_host(server_, "shop.example", 0, 0, nullptr), 0);
  EXPECT_EQ(X509_check_ip_asc(server_, "127.0.0.2", 0), 0);
}

TEST_F(ADevelopmentCa, UsesP256WithItsOwnKeyForEach) {
  EXPECT_EQ(curve_of(ca_), "prime256v1");
  EXPECT_EQ(curve_of(server_), "prime256v1");
  EXPECT_EQ(X509_check_private_key(ca_, parsed_key(made_.ca_key).get()), 1);
  EXPECT_EQ(X509_check_private_key(server_, parsed_key(made_.server_key).get()), 1);
  EXPECT_EQ(X509_check_private_key(server_, parsed_key(made_.ca_key).get()), 0);
}

TEST_F(ADevelopmentCa, AllowsTheCaToSignAndTheServerToServe) {
  EXPECT_EQ(X509_get_key_usage(ca_), static_cast<unsigned>(KU_KEY_CERT_SIGN | KU_CRL_SIGN));
  EXPECT_EQ(X509_check_ca(ca_), 1);
  EXPECT_EQ(X509_get_pathlen(ca_), 0);
  EXPECT_EQ(X509_get_key_usage(server_), static_cast<unsigned>(KU_DIGITAL_SIGNATURE));
  EXPECT_EQ(X509_get_extended_key_usage(server_), static_cast<unsigned>(XKU_SSL_SERVER));
  EXPECT_EQ(X509_check_ca(server_), 0);
}

TEST_F(ADevelopmentCa, WritesKeysAsUnencryptedPkcs8) {
  EXPECT_TRUE(made_.server_key.reveal().starts_with("-----BEGIN PRIVATE KEY-----\n"));
  EXPECT_TRUE(made_.ca_key.reveal().starts_with("-----BEGIN PRIVATE KEY-----\n"));
}

TEST_F(ADevelopmentCa, NeverGivesASerialNumberTwice) {
  const auto other = make_development_certificates(kNow, {"localhost"}).value();
  const auto other_chain = parsed(other.server_certificate);
  EXPECT_NE(ASN1_INTEGER_cmp(X509_get0_serialNumber(server_), X509_get0_serialNumber(ca_)), 0);
  EXPECT_NE(
      ASN1_INTEGER_cmp(X509_get0_serialNumber(server_), X509_get0_serialNumber(other_chain.at(0).get())), 0);
}

TEST_F(ADevelopmentCa, DoesNotVouchForAnotherCasServer) {
  auto mixed = make_development_certificates(kNow, {"localhost"}).value();
  mixed.ca_certificate = made_.ca_certificate;
  EXPECT_NE(verdict_on(mixed, kNow), X509_V_OK);
}

TEST(DevelopmentCaNames, AreRefusedWhenTheyAreNoNames) {
  const std::vector<std::string> bad = {"",
                                        ".",
                                        "a..b",
                                        "-a.example",
                                        "a-.example",
                                        "a.example.",
                                        "a b",
                                        "ショップ",
                                        "*",
                                        "*.",
                                        "a.*.b",
                                        "256.1.1.1",
                                        "1.2.3",
                                        "127.0.0.1:8443",
                                        "[::1]",
                                        "fe80::1%eth0",
                                        "a.example,DNS:evil.example",
                                        "a.example\nb",
                                        std::string("a\0b", 3),
                                        std::string(64, 'a') + ".example",
                                        std::string(63, 'a') + "." + std::string(63, 'b') + "." +
                                            std::string(63, 'c') + "." + std::string(63, 'd')};
  for (const std::string& name : bad) {
    const auto made = make_development_certificates(kNow, {"localhost", name});
    ASSERT_FALSE(made) << name;
    EXPECT_EQ(made.error().kind, ErrorKind::invalid);
    EXPECT_THAT(made.error().detail, HasSubstr("'" + name + "'"));
  }
}

TEST(DevelopmentCaNames, MustBeGiven) {
  EXPECT_FALSE(make_development_certificates(kNow, {}));
}

}  // namespace sekisho::certs
