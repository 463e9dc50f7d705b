#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <domain/result.h>

namespace sekisho::gateway {

/// Whether `storage.url` may hold this: the error names the variable it came from and what is expected, and
/// does not repeat the URL, which may hold a password.
[[nodiscard]] Result<void> check_storage_url(const std::string& url);

/// The database that a checked URL names; `sqlite:sekisho.db` lies in `base`.
[[nodiscard]] std::filesystem::path storage_path(std::string_view url, const std::filesystem::path& base);

}  // namespace sekisho::gateway
