#include "admin/json_body.h"

#include <algorithm>
#include <set>

namespace sekisho::gateway {
namespace {

using nlohmann::json;

constexpr int max_depth = 32;

/// nlohmann keeps the last of duplicate keys and nests without end: both are caught while parsing.
class Strictness {
 public:
  bool operator()(int depth, json::parse_event_t event, json& parsed) {
    if (depth > max_depth) too_deep = true;
    if (event == json::parse_event_t::object_start) keys_.emplace_back();
    if (event == json::parse_event_t::object_end) keys_.pop_back();
    if (event == json::parse_event_t::key && !keys_.back().insert(parsed.get<std::string>()).second)
      doubled = true;
    return !too_deep;
  }

  bool too_deep = false;
  bool doubled = false;

 private:
  std::vector<std::set<std::string>> keys_;
};

}  // namespace

Result<json> parse_json_body(std::string_view body) {
  if (body.empty()) return json::object();
  Strictness strictness;
  auto parsed = json::parse(body, std::ref(strictness), false);
  if (strictness.too_deep) return fail(ErrorKind::malformed, "The body is nested deeper than 32.");
  if (strictness.doubled) return fail(ErrorKind::malformed, "The body has a member twice.");
  if (parsed.is_discarded()) return fail(ErrorKind::malformed, "The body is not JSON.");
  if (!parsed.is_object()) return fail(ErrorKind::malformed, "The body is not a JSON object.");
  return parsed;
}

/// RFC 6901: `~` and `/` in a name are written `~0` and `~1`.
std::string BodyReader::pointer_to(std::string_view name) const {
  std::string pointer = where_ + '/';
  for (const char c : name) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
  return pointer;
}

const json* BodyReader::find(std::string_view name) const {
  const auto member = body_.find(name);
  return member == body_.end() || member->is_null() ? nullptr : &*member;
}

std::optional<std::string> BodyReader::text(std::string_view name, std::size_t max_size) {
  const auto* member = find(name);
  if (member == nullptr) return std::nullopt;
  if (!member->is_string()) {
    fault(name, "expected a string");
    return std::nullopt;
  }
  auto text = member->get<std::string>();
  if (text.empty() || text.size() > max_size) {
    fault(name, "expected 1 to " + std::to_string(max_size) + " bytes");
    return std::nullopt;
  }
  return text;
}

std::optional<bool> BodyReader::flag(std::string_view name) {
  const auto* member = find(name);
  if (member == nullptr) return std::nullopt;
  if (member->is_boolean()) return member->get<bool>();
  fault(name, "expected true or false");
  return std::nullopt;
}

std::optional<std::int64_t> BodyReader::integer(std::string_view name) {
  const auto* member = find(name);
  if (member == nullptr) return std::nullopt;
  if (member->is_number_integer()) return member->get<std::int64_t>();
  fault(name, "expected an integer");
  return std::nullopt;
}

std::optional<Timestamp> BodyReader::time(std::string_view name) {
  const auto* member = find(name);
  if (member == nullptr) return std::nullopt;
  auto at = member->is_string() ? parse_rfc3339(member->get<std::string>()) : std::nullopt;
  if (!at) fault(name, "expected an RFC 3339 time such as 2026-11-23T19:02:11+09:00");
  return at;
}

std::optional<std::vector<std::string>> BodyReader::texts(std::string_view name) {
  const auto* member = find(name);
  if (member == nullptr) return std::nullopt;
  const bool strings =
      member->is_array() && std::ranges::all_of(*member, [](const json& m) { return m.is_string(); });
  if (strings) return member->get<std::vector<std::string>>();
  fault(name, "expected an array of strings");
  return std::nullopt;
}

json BodyReader::object(std::string_view name) {
  const auto* member = find(name);
  if (member == nullptr) return json::object();
  if (member->is_object()) return *member;
  fault(name, "expected an object");
  return json::object();
}

void BodyReader::require(bool there, std::string_view name) {
  const auto pointer = pointer_to(name);
  const bool told = std::ranges::find(faults_, pointer, &Fault::pointer) != faults_.end();
  if (!there && !told) faults_.push_back({pointer, "required"});
}

void BodyReader::fault(std::string_view name, std::string detail) {
  faults_.push_back({pointer_to(name), std::move(detail)});
}

void BodyReader::only(std::initializer_list<std::string_view> names) {
  for (const auto& [name, value] : body_.items()) {
    if (std::ranges::find(names, name) == names.end()) fault(name, "no such member");
  }
}

std::optional<Error> BodyReader::error() const {
  if (faults_.empty()) return std::nullopt;
  return Error{ErrorKind::invalid, "The body is not acceptable.", faults_};
}

}  // namespace sekisho::gateway
