#include "certificate_dates.h"

#include <chrono>
#include <ctime>
#include <optional>

#include <fmt/format.h>

#include "pem_file.h"

namespace sekisho::certs {

namespace {

std::optional<Timestamp> timestamp_of(const ASN1_TIME* at) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(at, &parts) != 1) return std::nullopt;
  using namespace std::chrono;
  const auto day = sys_days(year(parts.tm_year + 1900) / (parts.tm_mon + 1) / parts.tm_mday);
  return day + hours(parts.tm_hour) + minutes(parts.tm_min) + seconds(parts.tm_sec);
}

}  // namespace

Result<CertificateDates> dates_of(const X509* certificate, const std::string& file) {
  const auto not_before = timestamp_of(X509_get0_notBefore(certificate));
  const auto not_after = timestamp_of(X509_get0_notAfter(certificate));
  ERR_clear_error();
  if (!not_before || !not_after) {
    return fail(ErrorKind::malformed,
                fmt::format("{}: the certificate's dates cannot be read; issue it again", file));
  }
  return CertificateDates{.not_before = *not_before, .not_after = *not_after};
}

Result<CertificateDates> certificate_dates(const std::string& certificate_file) {
  const auto certificates = read_certificates(certificate_file);
  if (!certificates) return std::unexpected(certificates.error());
  return dates_of(certificates->front().get(), certificate_file);
}

}  // namespace sekisho::certs
