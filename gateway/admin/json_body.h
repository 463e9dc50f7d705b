#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <domain/result.h>
#include <domain/time.h>
#include <nlohmann/json.hpp>

namespace sekisho::gateway {

/// Reads a request body as a JSON object: no duplicate keys, no more than 32 deep, nothing behind it.
/// `malformed` otherwise. An empty body is an empty object.
[[nodiscard]] Result<nlohmann::json> parse_json_body(std::string_view body);

/// Reads the members of a request body one by one and collects what is wrong with them.
class BodyReader {
 public:
  /// `where` is the pointer to the object itself, empty for the whole body.
  explicit BodyReader(const nlohmann::json& body, std::string where = {})
      : body_(body), where_(std::move(where)) {}

  /// A string of 1 to `max_size` bytes; nothing when absent (or null).
  std::optional<std::string> text(std::string_view name, std::size_t max_size);
  std::optional<bool> flag(std::string_view name);
  std::optional<std::int64_t> integer(std::string_view name);
  std::optional<Timestamp> time(std::string_view name);
  std::optional<std::vector<std::string>> texts(std::string_view name);
  /// The object under that name, or an empty one.
  [[nodiscard]] nlohmann::json object(std::string_view name);

  /// Says that a member which is needed did not come.
  void require(bool there, std::string_view name);
  void fault(std::string_view name, std::string detail);
  /// Names every member that is not one of these.
  void only(std::initializer_list<std::string_view> names);

  /// The faults so far as an `invalid` error; nothing when there are none.
  [[nodiscard]] std::optional<Error> error() const;

 private:
  const nlohmann::json* find(std::string_view name) const;
  [[nodiscard]] std::string pointer_to(std::string_view name) const;

  const nlohmann::json& body_;
  const std::string where_;
  std::vector<Fault> faults_;
};

}  // namespace sekisho::gateway
