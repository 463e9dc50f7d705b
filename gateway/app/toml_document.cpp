#include "app/toml_document.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <domain/json_writer.h>
#include <fmt/format.h>

// Debian's library throws its parse errors; compiled from the header they are values.
#undef TOML_SHARED_LIB
#undef TOML_HEADER_ONLY
#undef TOML_EXCEPTIONS
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace sekisho::gateway {
namespace {

constexpr std::size_t shown_bytes = 80;

bool is_bare(std::string_view key) {
  constexpr std::string_view bare = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  return !key.empty() && key.find_first_not_of(bare) == std::string_view::npos;
}

std::string join(std::string_view parent, std::string_view key) {
  const std::string last = is_bare(key) ? std::string{key} : show(key);
  return parent.empty() ? last : fmt::format("{}.{}", parent, last);
}

std::string show_list(const std::vector<std::string>& texts) {
  std::string shown = "[";
  for (const std::string& text : texts)
    shown += (shown.size() > 1 ? ", " : "") + show(text);
  return shown + "]";
}

std::optional<std::vector<std::string>> strings_of(const toml::array& list) {
  std::vector<std::string> texts;
  for (const toml::node& item : list) {
    const auto* text = item.as_string();
    if (text == nullptr) return std::nullopt;
    texts.push_back(text->get());
  }
  return texts;
}

TomlValue value_of(const toml::node& node) {
  if (const auto* flag = node.as_boolean()) return {flag->get(), flag->get() ? "true" : "false"};
  if (const auto* whole = node.as_integer()) return {whole->get(), fmt::to_string(whole->get())};
  if (const auto* number = node.as_floating_point()) return {number->get(), fmt::to_string(number->get())};
  if (const auto* text = node.as_string()) return {text->get(), show(text->get())};
  if (const auto* list = node.as_array()) {
    auto texts = strings_of(*list);
    if (!texts) return {OtherToml{}, "a list of other things than strings"};
    std::string shown = show_list(*texts);
    return {std::move(*texts), std::move(shown)};
  }
  if (node.is_table()) return {EmptyToml{}, "a table"};
  return {OtherToml{}, "a date or time"};
}

void flatten(const toml::table& table, const std::string& path, TomlDocument& into) {
  for (const auto& [key, node] : table) {
    const std::string here = join(path, key.str());
    const toml::table* inner = node.as_table();
    if (inner != nullptr && !inner->empty()) {
      flatten(*inner, here, into);
    } else {
      into.emplace(here, value_of(node));
    }
  }
}

}  // namespace

Result<TomlDocument> read_toml(std::string_view text) {
  const toml::parse_result parsed = toml::parse(text);
  if (parsed) {
    TomlDocument document;
    flatten(parsed.table(), "", document);
    return document;
  }
  const toml::source_position at = parsed.error().source().begin;
  std::string what{parsed.error().description()};
  std::ranges::replace(what, '\n', ' ');
  return fail(ErrorKind::malformed, fmt::format("line {}, column {}: {}", at.line, at.column, what));
}

std::string show(std::string_view text) {
  std::string shown;
  if (text.size() <= shown_bytes) {
    JsonWriter{shown}.value(text);
    return shown;
  }
  std::size_t end = shown_bytes;
  const auto continues = [&](std::size_t i) {
    return (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
  };
  while (end > 0 && continues(end))
    --end;
  JsonWriter{shown}.value(text.substr(0, end));
  return shown + "…";
}

}  // namespace sekisho::gateway
