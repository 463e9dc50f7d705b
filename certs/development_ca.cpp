#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <ranges>
#include <string_view>
#include <utility>

#include <arpa/inet.h>
#include <certs/development_ca.h>
#include <fmt/format.h>
#include <openssl/pem.h>

#include "openssl_handles.h"

namespace sekisho::certs {

namespace {

constexpr std::chrono::hours kClockSkew{1};
constexpr std::chrono::years kCaLifetime{10};
/// Browsers refuse server certificates that live for more than 398 days.
constexpr std::chrono::days kServerLifetime{397};

constexpr bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, [](char c) { return is_alphanumeric(c) || c == '-' || c == '_'; });
}

/// A host name in ASCII (RFC 1123), with `*.` in front if it is a wildcard. A name whose last label is a
/// number is a mistyped IP address.
bool is_dns_name(std::string_view name) {
  if (name.size() > 253) return false;
  if (name.starts_with("*.")) name.remove_prefix(2);
  const std::string_view last = name.substr(name.rfind('.') + 1);
  if (std::ranges::all_of(last, [](char c) { return c >= '0' && c <= '9'; })) return false;
  return std::ranges::all_of(name | std::views::split('.'), [](auto label) {
    return is_label(std::string_view(label.begin(), label.end()));
  });
}

void set_text(ASN1_STRING* to, std::string_view bytes) {
  must(ASN1_STRING_set(to, bytes.data(), static_cast<int>(bytes.size())), "ASN1_STRING_set");
}

/// The network-order bytes of an IP literal; empty for anything else.
std::string ip_bytes(const std::string& name) {
  std::array<char, 16> bytes{};
  if (::inet_pton(AF_INET, name.c_str(), bytes.data()) == 1) return {bytes.data(), 4};
  if (::inet_pton(AF_INET6, name.c_str(), bytes.data()) == 1) return {bytes.data(), 16};
  return {};
}

/// Built from bytes rather than from OpenSSL's configuration syntax, in which a name could smuggle in
/// another. Null for what is neither a DNS name nor an IP literal.
AlternativeName alternative_name(const std::string& name) {
  const std::string ip = ip_bytes(name);
  if (ip.empty() && !is_dns_name(name)) return nullptr;
  AlternativeName made(must(GENERAL_NAME_new(), "GENERAL_NAME_new"));
  ASN1_STRING* const text =
      must(ASN1_STRING_type_new(ip.empty() ? V_ASN1_IA5STRING : V_ASN1_OCTET_STRING), "ASN1");
  GENERAL_NAME_set0_value(made.get(), ip.empty() ? GEN_DNS : GEN_IPADD, text);
  set_text(text, ip.empty() ? name : ip);
  return made;
}

Result<AlternativeNames> alternative_names(const std::vector<std::string>& names) {
  if (names.empty())
    return fail(ErrorKind::invalid, "a certificate needs at least one DNS name or IP address");
  AlternativeNames made(must(GENERAL_NAMES_new(), "GENERAL_NAMES_new"));
  for (const std::string& name : names) {
    AlternativeName one = alternative_name(name);
    if (!one)
      return fail(ErrorKind::invalid, fmt::format("'{}' is neither a DNS name nor an IP address", name));
    must(sk_GENERAL_NAME_push(made.get(), one.get()), "sk_GENERAL_NAME_push");
    static_cast<void>(one.release());
  }
  return made;
}

PrivateKey make_key() {
  return PrivateKey(must(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), "EVP_PKEY_Q_keygen"));
}

/// 128 bits, the top one set: positive, within RFC 5280's 20 octets, and never met twice.
Asn1Integer make_serial() {
  const BigNumber number(must(BN_new(), "BN_new"));
  must(BN_rand(number.get(), 128, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY), "BN_rand");
  return Asn1Integer(must(BN_to_ASN1_INTEGER(number.get(), nullptr), "BN_to_ASN1_INTEGER"));
}

Asn1Time asn1_time(Timestamp at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at.time_since_epoch());
  return Asn1Time(must(ASN1_TIME_set(nullptr, static_cast<std::time_t>(seconds.count())), "ASN1_TIME_set"));
}

struct Validity {
  Timestamp from;
  Timestamp to;
};

/// Everything but the extensions and the signature.
Certificate blank_certificate(const char* common_name, EVP_PKEY* key, const Validity& validity) {
  Certificate made(must(X509_new(), "X509_new"));
  must(X509_set_version(made.get(), X509_VERSION_3), "X509_set_version");
  must(X509_set_serialNumber(made.get(), make_serial().get()), "X509_set_serialNumber");
  must(X509_set1_notBefore(made.get(), asn1_time(validity.from).get()), "X509_set1_notBefore");
  must(X509_set1_notAfter(made.get(), asn1_time(validity.to).get()), "X509_set1_notAfter");
  must(X509_set_pubkey(made.get(), key), "X509_set_pubkey");
  const auto* const text = reinterpret_cast<const unsigned char*>(common_name);
  must(X509_NAME_add_entry_by_NID(X509_get_subject_name(made.get()), NID_commonName, MBSTRING_UTF8, text, -1,
                                  -1, 0),
       "X509_NAME_add_entry_by_NID");
  return made;
}

/// The order matters: the authority key identifier is read from the issuer's subject key identifier.
void add_extensions(X509* certificate, X509* issuer,
                    std::initializer_list<std::pair<int, const char*>> extensions) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  for (const auto& [kind, value] : extensions) {
    const Extension made(must(X509V3_EXT_nconf_nid(nullptr, &context, kind, value), "X509V3_EXT_nconf_nid"));
    must(X509_add_ext(certificate, made.get(), -1), "X509_add_ext");
  }
}

void sign(X509* certificate, const X509* issuer, EVP_PKEY* issuer_key) {
  must(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)), "X509_set_issuer_name");
  must(X509_sign(certificate, issuer_key, EVP_sha256()), "X509_sign");
}

Certificate make_ca(EVP_PKEY* key, Timestamp from) {
  Certificate ca = blank_certificate("Sekisho development CA", key,
                                     {from, from + std::chrono::round<Milliseconds>(kCaLifetime)});
  add_extensions(ca.get(), ca.get(),
                 {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                  {NID_key_usage, "critical,keyCertSign,cRLSign"},
                  {NID_subject_key_identifier, "hash"}});
  sign(ca.get(), ca.get(), key);
  return ca;
}

Certificate make_server(EVP_PKEY* key, Timestamp from, GENERAL_NAMES* names, X509* ca, EVP_PKEY* ca_key) {
  Certificate server = blank_certificate("Sekisho development server", key, {from, from + kServerLifetime});
  add_extensions(server.get(), ca,
                 {{NID_basic_constraints, "critical,CA:FALSE"},
                  {NID_key_usage, "critical,digitalSignature"},
                  {NID_ext_key_usage, "serverAuth"},
                  {NID_subject_key_identifier, "hash"},
                  {NID_authority_key_identifier, "keyid:always"}});
  must(X509_add1_ext_i2d(server.get(), NID_subject_alt_name, names, 0, X509V3_ADD_DEFAULT) == 1,
       "X509_add1_ext_i2d");
  sign(server.get(), ca, ca_key);
  return server;
}

std::string contents_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
  const Bio bio(must(BIO_new(BIO_s_mem()), "BIO_new"));
  must(PEM_write_bio_X509(bio.get(), certificate), "PEM_write_bio_X509");
  return contents_of(bio.get());
}

Secret pem_of(const EVP_PKEY* key) {
  const Bio bio(must(BIO_new(BIO_s_mem()), "BIO_new"));
  must(PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr),
       "PEM_write_bio_PKCS8");
  return Secret(contents_of(bio.get()));
}

}  // namespace

Result<DevelopmentCertificates> make_development_certificates(Timestamp now,
                                                              const std::vector<std::string>& names) {
  const auto alternatives = alternative_names(names);
  if (!alternatives) return std::unexpected(alternatives.error());
  const Timestamp from = now - kClockSkew;
  const PrivateKey ca_key = make_key();
  const PrivateKey server_key = make_key();
  const Certificate ca = make_ca(ca_key.get(), from);
  const Certificate server = make_server(server_key.get(), from, alternatives->get(), ca.get(), ca_key.get());
  const std::string ca_pem = pem_of(ca.get());
  return DevelopmentCertificates{
      .ca_certificate = ca_pem,
      .ca_key = pem_of(ca_key.get()),
      .server_certificate = pem_of(server.get()) + ca_pem,
      .server_key = pem_of(server_key.get()),
  };
}

}  // namespace sekisho::certs
