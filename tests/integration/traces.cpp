#include "traces.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <domain/crypto.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sekisho::integration {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t shortest = 5;

std::string digits_of(std::string_view value) {
  // Full-width digits are U+FF10 to U+FF19: EF BC 90 to EF BC 99.
  std::string digits;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto byte = static_cast<unsigned char>(value[i]);
    if (byte >= '0' && byte <= '9') digits += value[i];
    if (!value.substr(i).starts_with("\xef\xbc") || i + 2 >= value.size()) continue;
    const auto last = static_cast<unsigned char>(value[i + 2]);
    if (last >= 0x90 && last <= 0x99) digits += static_cast<char>('0' + last - 0x90);
  }
  return digits;
}

std::string lower(std::string_view value) {
  std::string text{value};
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

/// The part of the value's base64 that does not depend on what stands before and behind it.
std::string base64_core(std::string_view value, std::size_t alignment) {
  const auto skipped = (3 - alignment) % 3;
  if (value.size() < skipped + 6) return {};
  const auto whole = (value.size() - skipped) / 3 * 3;
  return base64_encode(value.substr(skipped, whole));
}

std::string percent_encoded(std::string_view value) {
  std::string text;
  for (const char c : value)
    text += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return text;
}

/// JSON with every character beyond ASCII as `\u` escapes.
std::string json_escaped(std::string_view value) {
  const auto quoted = nlohmann::json(value).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

std::vector<std::string> spellings_of(std::string_view value) {
  std::vector<std::string> spellings{std::string{value}, lower(value), json_escaped(value), hex_encode(value),
                                     percent_encoded(value)};
  for (const std::size_t alignment : {0U, 1U, 2U})
    spellings.push_back(base64_core(value, alignment));
  const auto digits = digits_of(value);
  if (digits.size() >= 9) {
    spellings.push_back(digits);
    spellings.push_back("81" + digits.substr(1));
  }
  std::erase_if(spellings, [](const std::string& spelling) { return spelling.size() < shortest; });
  std::ranges::sort(spellings);
  spellings.erase(std::ranges::unique(spellings).begin(), spellings.end());
  return spellings;
}

std::string stored_bytes(const fs::path& directory) {
  std::ostringstream bytes;
  for (const auto& entry : fs::recursive_directory_iterator{directory}) {
    const auto name = entry.path().filename();
    const bool secret =
        name == "master.key" || name == "operator.token" || entry.path().parent_path().filename() == "certs";
    if (!entry.is_regular_file() || secret || entry.file_size() == 0) continue;
    bytes << std::ifstream{entry.path(), std::ios::binary}.rdbuf();
  }
  return bytes.str();
}

std::vector<std::string> found_in(std::string_view bytes, const std::vector<std::string>& needles) {
  std::vector<std::string> found;
  for (const auto& needle : needles) {
    if (bytes.contains(needle)) found.push_back(needle);
  }
  return found;
}

}  // namespace sekisho::integration
