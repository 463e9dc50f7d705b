#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include <domain/result.h>
#include <sys/types.h>

namespace sekisho::gateway {

/// The content of a file, at most `max_bytes` of it: a longer one is refused. Pipes are read to their end.
/// Fails with a sentence that names the file and the system's reason.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& file, std::size_t max_bytes);

/// Makes a file that must not exist yet, with `mode` from its first moment whatever the umask, and writes it
/// through to the disk. `conflict` when something is there; what a failed write left is removed.
[[nodiscard]] Result<void> write_new_file(const std::filesystem::path& file, std::string_view content,
                                          mode_t mode);

/// Makes the names in a directory durable.
[[nodiscard]] Result<void> sync_directory(const std::filesystem::path& directory);

/// Fails, saying how to mend it, when anybody but the owner may touch the file.
[[nodiscard]] Result<void> check_private(const std::filesystem::path& file);

/// Where the shipped tables lie, seen from the running program: `<its folder>/../share/sekisho/data`.
[[nodiscard]] std::filesystem::path shipped_data_directory();

}  // namespace sekisho::gateway
