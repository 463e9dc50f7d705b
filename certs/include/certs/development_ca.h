#pragma once

#include <string>
#include <vector>

#include <domain/result.h>
#include <domain/secret.h>
#include <domain/time.h>

namespace sekisho::certs {

/// A development CA and a server certificate it signed: ECDSA P-256, PEM.
struct DevelopmentCertificates {
  std::string ca_certificate;
  Secret ca_key;
  std::string server_certificate;  ///< the server's, then the CA's: a full chain
  Secret server_key;
};

/// Makes both, valid from an hour before `now`: the CA for ten years, the server certificate for 397 days,
/// for `names` (DNS names or IP literals). Serial numbers come from OpenSSL's generator.
[[nodiscard]] Result<DevelopmentCertificates> make_development_certificates(
    Timestamp now, const std::vector<std::string>& names);

}  // namespace sekisho::certs
