#pragma once

#include <string>

#include <certs/tls_context.h>
#include <domain/result.h>

#include "openssl_handles.h"

namespace sekisho::certs {

/// Validity of a certificate that was read from `file`, which an error names.
[[nodiscard]] Result<CertificateDates> dates_of(const X509* certificate, const std::string& file);

}  // namespace sekisho::certs
