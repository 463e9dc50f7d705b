#pragma once

#include <filesystem>

#include <domain/random.h>
#include <domain/result.h>
#include <domain/secret.h>
#include <storage/vault.h>

namespace sekisho::gateway {

/// The installation's master key from its file. Fails, naming file and mend: missing, open to others, not a
/// key.
[[nodiscard]] Result<storage::MasterKey> read_master_key(const std::filesystem::path& file);

/// A new operator's token: `skt_` and 256 random bits in base64url, 43 characters.
[[nodiscard]] Secret make_operator_token(Random& random);

/// The operator's token from its file, without the line's end. Fails, naming file and mend: missing, open to
/// others, not a token.
[[nodiscard]] Result<Secret> read_operator_token(const std::filesystem::path& file);

}  // namespace sekisho::gateway
