#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <domain/time.h>
#include <simdjson.h>

#include "json/faults.h"
#include "json/path.h"

namespace sekisho::adapters::json {

enum class Need { optional, required };

/// The members of one object, read by name and type. Absent is a member that is not there, or is `""`, which
/// chat forms send for what was skipped. Any other value of the wrong type is a fault, null included; so is
/// the absence of what is required. Every reader goes on after a fault with an absent value, so that one pass
/// finds all faults: what was read counts only when `faults` stayed empty.
class Fields {
 public:
  Fields(const simdjson::dom::object& object, const Path& path, Faults& faults)
      : object_(object), path_(path), faults_(faults) {}

  Fields(const Fields&) = delete;  // children point at its path
  Fields& operator=(const Fields&) = delete;

  [[nodiscard]] std::string text(std::string_view name, Need need = Need::optional) const;
  /// A text of at most `max_bytes`.
  [[nodiscard]] std::string text(std::string_view name, Need need, std::size_t max_bytes) const;
  [[nodiscard]] std::optional<bool> flag(std::string_view name) const;
  /// A whole number of at least `minimum`; `980.0` is none.
  [[nodiscard]] std::optional<std::int64_t> whole(std::string_view name, std::int64_t minimum,
                                                  Need need = Need::optional) const;
  /// An RFC 3339 date-time.
  [[nodiscard]] std::optional<Timestamp> time(std::string_view name, Need need = Need::optional) const;
  /// One of the words that `from` knows; `allowed` lists them for people.
  template <class Enum>
  [[nodiscard]] std::optional<Enum> choice(std::string_view name,
                                           std::optional<Enum> (*from)(std::string_view),
                                           std::string_view allowed, Need need = Need::optional) const;
  [[nodiscard]] std::optional<Fields> object(std::string_view name, Need need = Need::optional) const;
  /// An array of objects, each read by `read(const Fields&)`; empty when absent.
  template <class Read>
  [[nodiscard]] auto list(std::string_view name, Read read) const;

  /// Every member that is a string and not absent, whatever its name.
  [[nodiscard]] std::map<std::string, std::string> texts() const;

  /// Reports a fault at the member `name`.
  void refuse(std::string_view name, std::string_view detail) const { faults_.add({path_, name}, detail); }

 private:
  /// The member's value unless it is absent.
  [[nodiscard]] std::optional<simdjson::dom::element> find(std::string_view name, Need need) const;
  [[nodiscard]] std::optional<std::string_view> find_text(std::string_view name, Need need) const;
  [[nodiscard]] std::optional<simdjson::dom::array> find_array(std::string_view name) const;

  simdjson::dom::object object_;
  Path path_;
  Faults& faults_;
};

template <class Enum>
std::optional<Enum> Fields::choice(std::string_view name, std::optional<Enum> (*from)(std::string_view),
                                   std::string_view allowed, Need need) const {
  const auto word = find_text(name, need);
  if (!word) return std::nullopt;
  const auto value = from(*word);
  if (!value) refuse(name, "must be one of " + std::string{allowed});
  return value;
}

template <class Read>
auto Fields::list(std::string_view name, Read read) const {
  std::vector<decltype(read(*this))> items;
  const auto array = find_array(name);
  if (!array) return items;
  items.reserve(array->size());
  const Path place{path_, name};
  std::size_t index = 0;
  for (const simdjson::dom::element element : *array) {
    const Path here{place, index++};
    simdjson::dom::object object;
    if (element.get(object) == simdjson::SUCCESS) {
      items.push_back(read(Fields{object, here, faults_}));
    } else {
      faults_.add(here, "must be an object");
    }
  }
  return items;
}

}  // namespace sekisho::adapters::json
