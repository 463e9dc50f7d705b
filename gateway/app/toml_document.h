#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <domain/result.h>

namespace sekisho::gateway {

/// A value of a form that no configuration key has: a date, a table, a list of other things than strings.
struct OtherToml {
  bool operator==(const OtherToml&) const = default;
};

struct EmptyToml {  ///< a table with nothing in it
  bool operator==(const EmptyToml&) const = default;
};

/// One value as it is written, before anyone asks what it means.
struct TomlValue {
  std::variant<OtherToml, EmptyToml, bool, std::int64_t, double, std::string, std::vector<std::string>> value;
  std::string shown;  ///< for a fault's sentence: one line, cut to a readable length
};

/// The values of a TOML document by their dotted path. A key that is not bare stands in quotes, so that it is
/// never mistaken for a path. Of tables, only an empty one stands there itself.
using TomlDocument = std::map<std::string, TomlValue, std::less<>>;

/// Fails with `line L, column C: …`.
[[nodiscard]] Result<TomlDocument> read_toml(std::string_view text);

/// A text as it may stand in a fault's sentence: quoted, control characters escaped, cut to a readable
/// length.
[[nodiscard]] std::string show(std::string_view text);

}  // namespace sekisho::gateway
