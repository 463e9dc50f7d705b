#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <domain/result.h>
#include <nlohmann/json.hpp>

namespace sekisho::scoring {

/// Parses a document that must be one object. `malformed` for what is no JSON, and for a member named twice,
/// with a pointer to each: nlohmann would silently keep the last.
[[nodiscard]] Result<nlohmann::json> parse_json_object(std::string_view text);

/// Reads the members of one JSON object and notes every fault with its pointer, so that a caller learns all
/// of them at once. A getter that finds a fault gives nothing.
class ObjectReader {
 public:
  /// When `value` is no object, that is the fault, and every getter gives nothing. `value` and `faults` must
  /// outlive the reader.
  ObjectReader(const nlohmann::json& value, std::string pointer, std::vector<Fault>& faults);

  /// The member, or null when it is absent.
  [[nodiscard]] const nlohmann::json* find(std::string_view name);
  /// As find; absence is a fault.
  [[nodiscard]] const nlohmann::json* required(std::string_view name);
  [[nodiscard]] const nlohmann::json* required_array(std::string_view name);
  [[nodiscard]] std::optional<std::string> required_text(std::string_view name);  ///< not empty

  /// Makes a fault of every member that was not asked for.
  void refuse_others();
  /// Notes a fault of this object's member.
  void fault(std::string_view name, std::string detail);
  /// Notes a fault of the object itself.
  void fault_of_all(std::string detail);
  [[nodiscard]] std::string pointer_to(std::string_view name) const;

 private:
  const nlohmann::json& value_;
  std::string pointer_;
  std::vector<Fault>& faults_;
  std::vector<std::string> asked_;
};

/// `value` as a whole number of tenths, `30` and `30.5`; nothing for finer numbers and for what is no number.
[[nodiscard]] std::optional<std::int64_t> read_tenths(const nlohmann::json& value);

}  // namespace sekisho::scoring
