#include "json/object_reader.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace sekisho::scoring {
namespace {

using Json = nlohmann::json;

std::string escaped(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

/// Follows nlohmann's parser to see member names before they become a map.
class DuplicateKeys {
 public:
  bool operator()(Json::parse_event_t event, const Json& parsed) {
    switch (event) {
      case Json::parse_event_t::object_start:
      case Json::parse_event_t::array_start:
        enter_element();
        frames_.push_back(
            {.array = event == Json::parse_event_t::array_start, .keys = {}, .step = {}, .index = 0});
        break;
      case Json::parse_event_t::object_end:
      case Json::parse_event_t::array_end:
        frames_.pop_back();
        break;
      case Json::parse_event_t::key:
        enter_key(parsed.get_ref<const std::string&>());
        break;
      case Json::parse_event_t::value:
        enter_element();
        break;
    }
    return true;
  }

  std::vector<Fault> take() { return std::move(faults_); }

 private:
  struct Frame {
    bool array;
    std::set<std::string, std::less<>> keys;
    std::string step;
    std::size_t index;
  };

  void enter_element() {
    if (!frames_.empty() && frames_.back().array)
      frames_.back().step = std::to_string(frames_.back().index++);
  }

  void enter_key(const std::string& name) {
    Frame& frame = frames_.back();
    frame.step = escaped(name);
    if (frame.keys.insert(name).second) return;
    std::string pointer;
    for (const Frame& outer : frames_)
      pointer += '/' + outer.step;
    faults_.push_back({.pointer = std::move(pointer), .detail = "this member stands here twice"});
  }

  std::vector<Frame> frames_;
  std::vector<Fault> faults_;
};

}  // namespace

Result<Json> parse_json_object(std::string_view text) {
  DuplicateKeys duplicates;
  const auto watch = [&](int, Json::parse_event_t event, Json& parsed) { return duplicates(event, parsed); };
  Json document = Json::parse(text, watch, false);
  if (document.is_discarded()) return fail(ErrorKind::malformed, "not JSON");
  if (auto faults = duplicates.take(); !faults.empty()) {
    return fail(ErrorKind::malformed, "a member stands twice", std::move(faults));
  }
  if (!document.is_object()) return fail(ErrorKind::malformed, "not a JSON object");
  return document;
}

ObjectReader::ObjectReader(const Json& value, std::string pointer, std::vector<Fault>& faults)
    : value_(value), pointer_(std::move(pointer)), faults_(faults) {
  if (!value_.is_object()) faults_.push_back({.pointer = pointer_, .detail = "must be an object"});
}

const Json* ObjectReader::find(std::string_view name) {
  if (!value_.is_object()) return nullptr;
  asked_.emplace_back(name);
  const auto found = value_.find(name);
  return found == value_.end() ? nullptr : &*found;
}

const Json* ObjectReader::required(std::string_view name) {
  const Json* found = find(name);
  if (found == nullptr && value_.is_object()) fault(name, "is required");
  return found;
}

const Json* ObjectReader::required_array(std::string_view name) {
  const Json* found = required(name);
  if (found == nullptr || found->is_array()) return found;
  fault(name, "must be an array");
  return nullptr;
}

std::optional<std::string> ObjectReader::required_text(std::string_view name) {
  const Json* found = required(name);
  if (found == nullptr) return std::nullopt;
  if (found->is_string() && !found->get_ref<const std::string&>().empty()) return found->get<std::string>();
  fault(name, "must be a text, and not empty");
  return std::nullopt;
}

void ObjectReader::refuse_others() {
  if (!value_.is_object()) return;
  for (const auto& [name, ignored] : value_.items()) {
    if (std::ranges::find(asked_, name) == asked_.end()) fault(name, "is not a member of this version");
  }
}

void ObjectReader::fault(std::string_view name, std::string detail) {
  faults_.push_back({.pointer = pointer_to(name), .detail = std::move(detail)});
}

void ObjectReader::fault_of_all(std::string detail) {
  faults_.push_back({.pointer = pointer_, .detail = std::move(detail)});
}

std::string ObjectReader::pointer_to(std::string_view name) const {
  return pointer_ + '/' + escaped(name);
}

std::optional<std::int64_t> read_tenths(const Json& value) {
  if (!value.is_number()) return std::nullopt;
  const double tenths = value.get<double>() * 10;
  if (!(std::abs(tenths) < 1e9)) return std::nullopt;
  const double whole = std::round(tenths);
  // 30.1 has no exact double: the distance allowed is far below a hundredth of a point.
  if (std::abs(tenths - whole) > 1e-6) return std::nullopt;
  return static_cast<std::int64_t>(whole);
}

}  // namespace sekisho::scoring
