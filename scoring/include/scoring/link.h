#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <scoring/reference_data.h>

namespace sekisho::scoring {

/// What two spellings are of.
enum class LinkKind { address, name, phone, email };

[[nodiscard]] std::optional<LinkKind> link_kind_from(std::string_view text);

/// From here on `similarity` means `same`.
inline constexpr double link_threshold = 0.8;

/// Whether two spellings are one thing. docs/linkage.md lists the codes of `why`.
struct LinkAnswer {
  bool same = false;      ///< similarity >= link_threshold
  double similarity = 0;  ///< 0..1; 1 is the same canonical form
  std::vector<std::string_view> why;
  bool operator==(const LinkAnswer&) const = default;
};

/// Symmetric in `a` and `b`, to the last bit. Pure and thread-safe; any bytes are judged.
[[nodiscard]] LinkAnswer compare(LinkKind kind, std::string_view a, std::string_view b,
                                 const ReferenceData& reference);

/// The answer to one JSON line `{"kind":…,"a":…,"b":…}` as one JSON line without its end; a faulty one is
/// answered with `{"error":…}`.
struct LinkLine {
  std::string text;
  bool faulty = false;
};

[[nodiscard]] LinkLine answer_link_line(std::string_view line, const ReferenceData& reference);

}  // namespace sekisho::scoring
