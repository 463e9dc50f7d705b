#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sekisho::integration {

/// The spellings in which a value could lie in a file: as it is, in lower case, its digits alone, as base64
/// at any alignment, as hexadecimal, with JSON's and percent escapes. None is shorter than five bytes:
/// shorter ones occur by chance.
[[nodiscard]] std::vector<std::string> spellings_of(std::string_view value);

/// What the gateway keeps on disk below a directory: every file but the keys, the certificates and the token.
[[nodiscard]] std::string stored_bytes(const std::filesystem::path& directory);

/// Those of the needles that occur in the bytes.
[[nodiscard]] std::vector<std::string> found_in(std::string_view bytes,
                                                const std::vector<std::string>& needles);

}  // namespace sekisho::integration
