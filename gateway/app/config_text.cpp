#include <string>
#include <string_view>

#include <fmt/format.h>

#include "app/config.h"
#include "app/config_table.h"

namespace sekisho::gateway {
namespace {

constexpr std::string_view storage_url_key = "storage.url";

std::string_view section_of(std::string_view path) {
  return path.substr(0, path.rfind('.'));
}

/// A TOML basic string. The text has no control characters.
std::string toml_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

void append_key(std::string& text, const ConfigKey& key, const std::string& storage_url) {
  const std::string_view name = key.path.substr(key.path.rfind('.') + 1);
  const std::string_view table_value = key.written.empty() ? key.initial : key.written;
  const std::string value = key.path == storage_url_key ? toml_string(storage_url) : std::string{table_value};
  text += fmt::format("# {}\n# {}\n{} = {}\n", key.ja, key.en, name, value);
}

}  // namespace

std::string default_config_text(const std::string& storage_url) {
  std::string text =
      "# Sekisho の設定。すべてのキーは環境変数でも指定できます(例: SEKISHO_INGRESS_LISTEN)。\n"
      "# Configuration of Sekisho. Any key can be overridden by a variable (such as "
      "SEKISHO_INGRESS_LISTEN).\n";
  for (const ConfigSection& section : config_sections) {
    text += fmt::format("\n# ---- {} / {}\n[{}]\n", section.ja, section.en, section.path);
    for (const ConfigKey& key : config_table) {
      if (section_of(key.path) == section.path) append_key(text, key, storage_url);
    }
  }
  return text;
}

}  // namespace sekisho::gateway
