#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <scoring/link.h>

namespace sekisho::scoring {
namespace {

using nlohmann::json;

constexpr std::size_t longest_line = 64UZ * 1024;

LinkLine fault(std::string_view what) {
  return {.text = json{{"error", what}}.dump(), .faulty = true};
}

// What is a text in the line and not too long to be worth a comparison.
const std::string* text_in(const json& object, const char* member) {
  const auto found = object.find(member);
  return found == object.end() ? nullptr : found->get_ptr<const json::string_t*>();
}

std::string written(const LinkAnswer& answer) {
  nlohmann::ordered_json out;
  out["same"] = answer.same;
  // Three digits are more than the similarity knows. Rounded down, so that it stays below the threshold.
  out["similarity"] = std::floor(answer.similarity * 1000 + 1e-9) / 1000;
  out["why"] = answer.why;
  return out.dump();
}

}  // namespace

LinkLine answer_link_line(std::string_view line, const ReferenceData& reference) {
  if (line.size() > longest_line) return fault("line: longer than 65536 bytes");
  const json object = json::parse(line, nullptr, false);
  if (!object.is_object()) return fault("line: not a JSON object");
  const std::string* kind = text_in(object, "kind");
  const auto known = kind == nullptr ? std::nullopt : link_kind_from(*kind);
  if (!known) return fault("kind: not one of address, name, phone, email");
  const std::string* a = text_in(object, "a");
  const std::string* b = text_in(object, "b");
  if (a == nullptr || b == nullptr) return fault(a == nullptr ? "a: not a text" : "b: not a text");
  return {.text = written(compare(*known, *a, *b, reference)), .faulty = false};
}

}  // namespace sekisho::scoring
