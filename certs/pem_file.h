#pragma once

#include <string>
#include <vector>

#include <domain/result.h>

#include "openssl_handles.h"

namespace sekisho::certs {

/// Every certificate of a PEM file in its order, at least one. Other blocks in it are passed over.
/// Errors name the file, what is wrong with it and what to do.
[[nodiscard]] Result<std::vector<Certificate>> read_certificates(const std::string& file);

/// The first private key of a PEM file. Refused: a file that group or others may touch, a key behind a
/// passphrase (nobody would be there to type it).
[[nodiscard]] Result<PrivateKey> read_private_key(const std::string& file);

}  // namespace sekisho::certs
