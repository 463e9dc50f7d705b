#include "json/fields.h"

namespace sekisho::adapters::json {

namespace dom = simdjson::dom;

std::string Fields::text(std::string_view name, Need need) const {
  return std::string{find_text(name, need).value_or(std::string_view{})};
}

std::string Fields::text(std::string_view name, Need need, std::size_t max_bytes) const {
  std::string value = text(name, need);
  if (value.size() > max_bytes) refuse(name, "must be at most " + std::to_string(max_bytes) + " bytes");
  return value;
}

std::optional<bool> Fields::flag(std::string_view name) const {
  const auto value = find(name, Need::optional);
  if (!value) return std::nullopt;
  bool flag = false;
  if (value->get(flag) == simdjson::SUCCESS) return flag;
  refuse(name, "must be true or false");
  return std::nullopt;
}

std::optional<std::int64_t> Fields::whole(std::string_view name, std::int64_t minimum, Need need) const {
  const auto value = find(name, need);
  if (!value) return std::nullopt;
  std::int64_t number = 0;
  if (value->get(number) == simdjson::SUCCESS && number >= minimum) return number;
  refuse(name, "must be a whole number, " + std::to_string(minimum) + " or more");
  return std::nullopt;
}

std::optional<Timestamp> Fields::time(std::string_view name, Need need) const {
  const auto text = find_text(name, need);
  if (!text) return std::nullopt;
  const auto at = parse_rfc3339(*text);
  if (!at) refuse(name, "must be an RFC 3339 date and time with an offset");
  return at;
}

std::optional<Fields> Fields::object(std::string_view name, Need need) const {
  const auto value = find(name, need);
  if (!value) return std::nullopt;
  dom::object object;
  if (value->get(object) == simdjson::SUCCESS) {
    return std::optional<Fields>{std::in_place, object, Path{path_, name}, faults_};
  }
  refuse(name, "must be an object");
  return std::nullopt;
}

std::map<std::string, std::string> Fields::texts() const {
  std::map<std::string, std::string> texts;
  for (const auto [name, value] : object_) {
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS && !text.empty()) texts.emplace(name, text);
  }
  return texts;
}

std::optional<dom::element> Fields::find(std::string_view name, Need need) const {
  dom::element value;
  const bool present = object_.at_key(name).get(value) == simdjson::SUCCESS;
  std::string_view text;
  const bool skipped = present && value.get(text) == simdjson::SUCCESS && text.empty();
  if (present && !skipped) return value;
  if (need == Need::required) refuse(name, "is required");
  return std::nullopt;
}

std::optional<std::string_view> Fields::find_text(std::string_view name, Need need) const {
  const auto value = find(name, need);
  if (!value) return std::nullopt;
  std::string_view text;
  if (value->get(text) == simdjson::SUCCESS) return text;
  refuse(name, "must be a string");
  return std::nullopt;
}

std::optional<dom::array> Fields::find_array(std::string_view name) const {
  const auto value = find(name, Need::optional);
  if (!value) return std::nullopt;
  dom::array array;
  if (value->get(array) == simdjson::SUCCESS) return array;
  refuse(name, "must be an array");
  return std::nullopt;
}

}  // namespace sekisho::adapters::json
