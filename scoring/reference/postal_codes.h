#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <domain/result.h>

namespace sekisho::scoring {

/// The towns that each Japanese postal code stands for, large offices' own codes included.
class PostalCodes {
 public:
  struct Place {
    std::string_view prefecture;
    std::string_view city;
    std::string_view town;  ///< empty: anywhere in the city
  };

  /// Reads `postal-codes.tsv`: code, town, and where they differ from the row before, prefecture and city; in
  /// order of codes. Fails with `file:line` at the first row of another form.
  [[nodiscard]] static Result<PostalCodes> parse(std::string text);

  /// The places of a code of seven digits; empty when the code is not in use.
  [[nodiscard]] std::vector<Place> find(std::string_view code) const;

 private:
  struct City {
    std::string_view prefecture;
    std::string_view name;
  };

  struct Row {
    std::uint32_t code;
    std::uint32_t city;
    std::string_view town;
  };

  explicit PostalCodes(std::string text) : text_(std::make_unique<const std::string>(std::move(text))) {}

  [[nodiscard]] bool append(std::string_view line);

  std::unique_ptr<const std::string> text_;  // what the views below look at, at an address that a move keeps
  std::vector<City> cities_;
  std::vector<Row> rows_;
};

}  // namespace sekisho::scoring
