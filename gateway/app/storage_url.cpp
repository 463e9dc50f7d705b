#include "app/storage_url.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/config_table.h"

namespace sekisho::gateway {

Result<void> check_storage_url(const std::string& url) {
  const auto* key = std::ranges::find(config_table, std::string_view{"storage.url"}, &ConfigKey::path);
  if (read_config_value(key->type, key->bounds, key->choices, {url, {}})) return {};
  return fail(ErrorKind::invalid, fmt::format("{}: expected {}", variable_of(key->path), key->expected));
}

std::filesystem::path storage_path(std::string_view url, const std::filesystem::path& base) {
  return (base / url.substr(url.find(':') + 1)).lexically_normal();
}

}  // namespace sekisho::gateway
