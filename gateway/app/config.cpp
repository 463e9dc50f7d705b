#include "app/config.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/config_table.h"
#include "app/files.h"
#include "app/listen_address.h"
#include "app/toml_document.h"

namespace sekisho::gateway {
namespace {

constexpr std::size_t max_file_bytes = 1024 * 1024;

/// A value and who wrote it.
struct Written {
  TomlValue value;
  std::string variable;  ///< empty: the file, or the table's default
};

std::string_view section_of(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string_view::npos ? std::string_view{} : path.substr(0, dot);
}

bool is_section(std::string_view path) {
  return std::ranges::find(config_sections, path, &ConfigSection::path) != config_sections.end();
}

bool is_key(std::string_view path) {
  return std::ranges::find(config_table, path, &ConfigKey::path) != config_table.end();
}

/// What could have been meant by an unknown key: its section's keys, or the sections.
std::string known_instead(std::string_view path) {
  const std::string_view section = section_of(path);
  std::vector<std::string_view> names;
  if (!is_section(section)) {
    for (const ConfigSection& known : config_sections)
      names.push_back(known.path);
    return fmt::format("expected one of the sections {}", fmt::join(names, ", "));
  }
  for (const ConfigKey& key : config_table) {
    if (section_of(key.path) == section) names.push_back(key.path.substr(section.size() + 1));
  }
  return fmt::format("expected one of {} in [{}]", fmt::join(names, ", "), section);
}

/// A variable's text as the value it would be in the file: nothing when it is not one TOML value.
std::optional<TomlValue> value_of_variable(const ConfigKey& key, const std::string& text) {
  if (is_text(key.type)) return TomlValue{text, show(text)};
  auto document = read_toml("value = " + text);
  if (!document || document->size() != 1 || !document->contains("value")) return std::nullopt;
  return std::move(document->begin()->second);
}

Written written_value(const ConfigKey& key, const TomlDocument& document, const Environment& environment) {
  const std::string variable = variable_of(key.path);
  if (const auto set = environment.find(variable); set != environment.end()) {
    auto value = value_of_variable(key, set->second);
    return {value ? std::move(*value) : TomlValue{OtherToml{}, show(set->second)}, variable};
  }
  if (const auto in_file = document.find(key.path); in_file != document.end()) return {in_file->second, {}};
  return {read_toml(fmt::format("value = {}", key.initial)).value().at("value"), {}};
}

/// The sentence about a value that does not fit its key. A storage URL may hold a password and is not
/// repeated.
std::string misfit_sentence(const ConfigKey& key, const Written& written, Misfit misfit) {
  const std::string range = misfit == Misfit::range ? ", " + describe(key.type, key.bounds) : "";
  const std::string got = key.type == ConfigType::storage_url ? "something else" : written.value.shown;
  const std::string from = written.variable.empty() ? "" : fmt::format(" (from {})", written.variable);
  return fmt::format("{}{}: expected {}{}, got {}", key.path, from, key.expected, range, got);
}

std::vector<std::string> unknown_keys(const TomlDocument& document) {
  std::vector<std::string> faults;
  for (const auto& [path, value] : document) {
    const bool empty_section = is_section(path) && std::holds_alternative<EmptyToml>(value.value);
    if (is_key(path) || empty_section) continue;
    faults.push_back(fmt::format("{}: unknown key; {}", path, known_instead(path)));
  }
  return faults;
}

void check_tls(std::string_view section, const ListenerTls& tls, std::vector<std::string>& faults) {
  if (!tls.enabled) return;
  constexpr std::string_view sentence = "{}.{}: expected a path while {}.enabled is true, got \"\"";
  if (tls.files.certificate.empty()) faults.push_back(fmt::format(sentence, section, "certificate", section));
  if (tls.files.key.empty()) faults.push_back(fmt::format(sentence, section, "key", section));
}

/// What must hold between keys, once each is right by itself.
std::vector<std::string> check_together(const Config& config) {
  std::vector<std::string> faults;
  check_tls("ingress.tls", config.ingress.tls, faults);
  check_tls("admin.tls", config.admin.tls, faults);
  if (config.runtime.event_clock && !parse_listen(config.ingress.listen)->address().is_loopback()) {
    faults.push_back(fmt::format(
        "runtime.clock: \"event\" is refused unless ingress.listen is a loopback address; expected "
        "\"system\", or an ingress.listen such as \"127.0.0.1:8443\", got \"{}\"",
        config.ingress.listen));
  }
  return faults;
}

std::vector<std::string> warnings_of(const Config& config, const Environment& environment) {
  std::vector<std::string> warnings;
  for (const auto& [name, value] : environment) {
    const bool known = std::ranges::any_of(
        config_table, [&](const ConfigKey& key) { return variable_of(key.path) == name; });
    if (name.starts_with("SEKISHO_") && !known)
      warnings.push_back(
          fmt::format("{} is not the variable of any configuration key: correct its name or unset it", name));
  }
  if (config.runtime.development)
    warnings.emplace_back("runtime.development is true: set it to false in production");
  return warnings;
}

std::unexpected<Error> fail_with(const std::filesystem::path& file, const std::vector<std::string>& faults) {
  std::string lines;
  for (const std::string& fault : faults) {
    if (!lines.empty()) lines += '\n';
    lines += fmt::format("{}: {}", file.string(), fault);
  }
  return fail(ErrorKind::invalid, std::move(lines));
}

}  // namespace

Result<LoadedConfig> load_config(const std::filesystem::path& file, const Environment& environment) {
  const auto text = read_file(file, max_file_bytes);
  if (!text) return fail(text.error().kind, text.error().detail + "; make one with: sekisho init DIR");
  const auto document = read_toml(*text);
  if (!document) return fail_with(file, {"expected TOML; " + document.error().detail});

  LoadedConfig loaded;
  loaded.config.file = std::filesystem::absolute(file).lexically_normal();
  std::vector<std::string> faults = unknown_keys(*document);
  for (const ConfigKey& key : config_table) {
    const Written written = written_value(key, *document, environment);
    const auto value = read_config_value(key.type, key.bounds, key.choices, written.value);
    if (value) key.store(loaded.config, *value);
    if (!value) faults.push_back(misfit_sentence(key, written, value.error()));
  }
  if (faults.empty()) faults = check_together(loaded.config);
  if (!faults.empty()) return fail_with(file, faults);

  if (loaded.config.runtime.data.empty()) loaded.config.runtime.data = shipped_data_directory();
  loaded.warnings = warnings_of(loaded.config, environment);
  return loaded;
}

}  // namespace sekisho::gateway
