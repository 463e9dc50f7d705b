#include "app/key_files.h"

#include <string>
#include <string_view>
#include <utility>

#include <domain/crypto.h>
#include <fmt/format.h>

#include "app/files.h"

namespace sekisho::gateway {
namespace {

constexpr std::size_t max_key_file_bytes = 4096;
constexpr std::string_view token_prefix = "skt_";
constexpr std::size_t token_bytes = 32;
constexpr std::size_t token_characters = 43;
constexpr std::string_view base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

Result<Secret> read_private_file(const std::filesystem::path& file) {
  if (auto closed = check_private(file); !closed) return std::unexpected(closed.error());
  auto content = read_file(file, max_key_file_bytes);
  if (!content) return std::unexpected(content.error());
  return Secret{std::move(*content)};
}

bool is_token(std::string_view text) {
  if (!text.starts_with(token_prefix)) return false;
  const std::string_view random_part = text.substr(token_prefix.size());
  return random_part.size() == token_characters &&
         random_part.find_first_not_of(base64url) == std::string_view::npos;
}

}  // namespace

Result<storage::MasterKey> read_master_key(const std::filesystem::path& file) {
  const auto content = read_private_file(file);
  if (!content) return std::unexpected(content.error());
  auto key = storage::MasterKey::parse(content->reveal());
  if (!key) return fail(ErrorKind::invalid, fmt::format("{}: {}", file.string(), key.error().detail));
  return key;
}

Secret make_operator_token(Random& random) {
  std::string text = base64_encode(random_bytes(random, token_bytes));
  text.resize(token_characters);
  for (char& c : text) {
    if (c == '+') c = '-';
    if (c == '/') c = '_';
  }
  return Secret{std::string{token_prefix} + text};
}

Result<Secret> read_operator_token(const std::filesystem::path& file) {
  const auto content = read_private_file(file);
  if (!content) return std::unexpected(content.error());
  std::string_view text = content->reveal();
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (is_token(text)) return Secret{std::string{text}};
  return fail(ErrorKind::invalid, fmt::format("{}: expected one line with skt_ and {} base64url characters",
                                              file.string(), token_characters));
}

}  // namespace sekisho::gateway
